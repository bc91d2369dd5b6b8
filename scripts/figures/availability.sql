-- Of the newest experiment, the service that was down longest: blocks of tab-
-- separated rows, each under its name.
.mode tabs
.headers off

CREATE TEMP TABLE chosen AS
SELECT e.scenario, e.seed, e.horizon_s, c.id AS cell_id, c.complete
FROM experiment e JOIN cell c ON c.experiment_id = e.id
WHERE c.complete > 0
ORDER BY e.started_utc DESC, e.id DESC, c.ordinal LIMIT 1;

CREATE TEMP TABLE down AS
SELECT s.object, s.replication, s.value AS seconds
FROM sample s JOIN chosen c ON s.cell_id = c.cell_id
WHERE s.measure = 'downtime_seconds'
  AND s.object = (SELECT object FROM sample
                  WHERE cell_id = c.cell_id AND measure = 'downtime_seconds'
                  GROUP BY object ORDER BY sum(value) DESC, object LIMIT 1);

-- Downtime by what began it: a fault by its name, else what it was.
CREATE TEMP TABLE causes AS
SELECT coalesce(f.name, a.kind) AS name,
       sum(a.share * (coalesce(o.end_s, c.horizon_s) - o.start_s)) AS seconds
FROM outage o JOIN chosen c ON o.cell_id = c.cell_id
JOIN cause a ON a.outage_id = o.id
LEFT JOIN fault f ON f.id = a.fault_id
WHERE o.object = (SELECT object FROM down LIMIT 1)
GROUP BY 1 HAVING seconds > 0 ORDER BY 2 DESC LIMIT 8;

SELECT '# nothing: no service was measured' WHERE NOT EXISTS (SELECT 1 FROM down);

.print # facts
SELECT substr(d.object, instr(d.object, '/') + 1), c.complete,
       c.horizon_s / 86400, c.seed,
       100 * s.mean, 100 * s.low, 100 * s.high, s.level, s.method,
       min(d.seconds / 60 * 31536000 / c.horizon_s),
       max(d.seconds / 60 * 31536000 / c.horizon_s),
       (SELECT count(*) FROM causes)
FROM down d JOIN chosen c
LEFT JOIN summary s ON s.cell_id = c.cell_id AND s.measure = 'availability'
    AND s.object = d.object;
.print "\n"

-- minutes of downtime a year; the running mean of the unavailability, and of
-- its square
.print # replications
SELECT d.replication + 1, d.seconds / 60 * 31536000 / c.horizon_s,
       avg(d.seconds / c.horizon_s) OVER so_far,
       avg(d.seconds / c.horizon_s * d.seconds / c.horizon_s) OVER so_far
FROM down d JOIN chosen c
WINDOW so_far AS (ORDER BY d.replication)
ORDER BY d.replication;
.print "\n"

.print # causes
SELECT row_number() OVER (ORDER BY seconds DESC),
       name, 100 * seconds / (SELECT sum(seconds) FROM causes),
       seconds / 60 * 31536000 / c.horizon_s / c.complete
FROM causes JOIN chosen c;
