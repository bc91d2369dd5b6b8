-- Of the newest experiment, the first replication that was run with --timeline:
-- blocks of tab-separated rows, each under its name.
.mode tabs
.headers off

CREATE TEMP TABLE chosen AS
SELECT e.scenario, e.horizon_s, c.id AS cell_id,
       (SELECT min(replication) FROM series WHERE cell_id = c.id) AS replication
FROM experiment e JOIN cell c ON c.experiment_id = e.id
WHERE c.complete > 0
ORDER BY e.started_utc DESC, e.id DESC, c.ordinal LIMIT 1;

CREATE TEMP TABLE points AS
SELECT s.t_s, 100 * max(CASE WHEN measure = 'p_avg' THEN value END) AS p_avg,
       100 * max(CASE WHEN measure = 'theta_bar' THEN value END) AS theta_bar,
       100 * max(CASE WHEN measure = 'delta_cpu' THEN value END) AS delta_cpu
FROM series s JOIN chosen c
     ON s.cell_id = c.cell_id AND s.replication = c.replication
WHERE measure IN ('p_avg', 'theta_bar', 'delta_cpu')
GROUP BY s.t_s;

SELECT '# nothing: no series; they come with --timeline'
WHERE NOT EXISTS (SELECT 1 FROM points);

.print # facts
SELECT c.scenario, c.replication, c.horizon_s / 86400,
       avg(p_avg), avg(theta_bar), avg(delta_cpu)
FROM points JOIN chosen c;
.print "\n"

.print # hours
SELECT CAST(t_s / 3600 AS INTEGER) % 24 + 0.5,
       avg(p_avg), min(p_avg), max(p_avg),
       avg(theta_bar), min(theta_bar), max(theta_bar),
       avg(delta_cpu), min(delta_cpu), max(delta_cpu)
FROM points GROUP BY 1 ORDER BY 1;
.print "\n"

.print # days
SELECT CAST(t_s / 86400 AS INTEGER) + 0.5,
       avg(p_avg), min(p_avg), max(p_avg),
       avg(theta_bar), min(theta_bar), max(theta_bar),
       avg(delta_cpu), min(delta_cpu), max(delta_cpu)
FROM points GROUP BY 1 ORDER BY 1;
