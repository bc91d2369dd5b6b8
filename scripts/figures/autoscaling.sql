-- Of the newest experiment, the first replication that was run with --timeline,
-- and there the Service whose replicas were changed most: blocks of tab-
-- separated rows, each under its name. Times are since measuring began.
.mode tabs
.headers off

CREATE TEMP TABLE chosen AS
SELECT e.scenario, e.horizon_s, e.warm_up_s AS began, c.id AS cell_id,
       (SELECT min(replication) FROM series WHERE cell_id = c.id) AS replication
FROM experiment e JOIN cell c ON c.experiment_id = e.id
WHERE c.complete > 0
ORDER BY e.started_utc DESC, e.id DESC, c.ordinal LIMIT 1;

CREATE TEMP TABLE numbers AS
SELECT s.t_s - c.began AS t_s, s.measure, s.object, s.value
FROM series s JOIN chosen c
     ON s.cell_id = c.cell_id AND s.replication = c.replication;

CREATE TEMP TABLE sized AS
SELECT object FROM numbers WHERE measure = 'replicas_wanted'
GROUP BY object HAVING max(value) > min(value)
ORDER BY max(value) - min(value) DESC, object LIMIT 1;

-- What befell the cluster, and what was done; an end at once needs no mark.
CREATE TEMP TABLE marks AS
SELECT row_number() OVER (ORDER BY t.t_s, t.rowid) AS id, t.t_s - c.began AS t_s,
       t.what, t.object, substr(t.detail, 1, instr(t.detail, ' (') - 1) AS name
FROM timeline t JOIN chosen c
     ON t.cell_id = c.cell_id AND t.replication = c.replication
WHERE t.what IN ('fault.begin', 'fault.end', 'action', 'action.end');

SELECT CASE WHEN EXISTS (SELECT 1 FROM numbers)
            THEN '# nothing: nobody changed a number of replicas'
            ELSE '# nothing: no series; they come with --timeline' END
WHERE NOT EXISTS (SELECT 1 FROM sized);

.print # facts
SELECT substr(s.object, instr(s.object, '/') + 1), c.scenario, c.replication,
       c.horizon_s,
       (SELECT count(*) FROM numbers WHERE measure = 'requests_offered'
        AND object = s.object)
FROM sized s JOIN chosen c;
.print "\n"

.print # points
SELECT t_s,
       coalesce(max(CASE WHEN measure = 'requests_offered' THEN value END), 0),
       coalesce(max(CASE WHEN measure = 'requests_served' THEN value END), 0),
       max(CASE WHEN measure = 'replicas_wanted' THEN value END),
       max(CASE WHEN measure = 'replicas_serving' THEN value END),
       100 * max(CASE WHEN measure = 'p_avg' THEN value END),
       100 * max(CASE WHEN measure = 'theta_bar' THEN value END),
       100 * max(CASE WHEN measure = 'delta_cpu' THEN value END)
FROM numbers WHERE object = 'cluster' OR object = (SELECT object FROM sized)
GROUP BY t_s ORDER BY t_s;
.print "\n"

.print # marks
SELECT m.t_s,
       m.name || CASE WHEN m.what LIKE '%.end' THEN ' ends'
                      WHEN m.object LIKE 'pod/%' THEN ''
                      ELSE ' (' || m.object || ')' END,
       m.what LIKE 'fault.%'
FROM marks m
WHERE NOT (m.what LIKE '%.end' AND EXISTS (
    SELECT 1 FROM marks b WHERE b.t_s = m.t_s AND b.object = m.object
    AND b.name = m.name AND b.id < m.id AND b.what NOT LIKE '%.end'))
ORDER BY m.id;
