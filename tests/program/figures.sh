# What figures are drawn from: means over the steps of a traced replication, of
# which the answer's numbers are the sums; and the figures, where gnuplot is.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$program" run scenarios/flash-crowd-zone.yaml -n 2 --timeline 1 --quiet \
    -o "$made/crowd.db" >/dev/null

ask() {
    sqlite3 "$made/crowd.db" "$1"
}

# same MEASURE NUMBER FACTOR: all that is told over time is what is answered.
same() {
    found=$(ask "SELECT abs(s.value - (SELECT sum(value) * $3 FROM series
        WHERE measure = '$1')) < 1e-6 * s.value FROM sample s
        WHERE s.measure = '$2' AND s.replication = 1")
    [ "$found" = 1 ] || { echo "$1 does not add up" >&2; exit 1; }
}

step="(SELECT horizon_s / 8760 FROM experiment)"
same requests_offered requests_offered "$step"
same requests_served requests_served "$step"
same p_avg p_avg_seconds "$step"
same theta_bar theta_bar_seconds "$step"
ask "SELECT replication, measure, object, count(*) FROM series
    GROUP BY 1, 2, 3" >"$made/told"
diff - "$made/told" <<EXPECTED
1|availability|service/shop|8760
1|delta_cpu|cluster|8760
1|p_avg|cluster|8760
1|p_avg_up|cluster|8760
1|replicas_serving|service/shop|8760
1|replicas_wanted|service/shop|8760
1|requests_offered|service/shop|8760
1|requests_served|service/shop|8760
1|theta_bar|cluster|8760
EXPECTED

# Wanted is what the autoscaler has said; where the zone is dark, a third or so
# of it is missing.
[ "$(ask "SELECT max(value) = (SELECT max(CAST(substr(detail,
        instr(detail, '>') + 1) AS INTEGER)) FROM timeline
        WHERE what = 'workload.scaled')
    FROM series WHERE measure = 'replicas_wanted'")" = 1 ]
[ "$(ask "SELECT min(w.value - s.value) > 10 FROM series w JOIN series s
    ON s.t_s = w.t_s AND s.measure = 'replicas_serving'
    WHERE w.measure = 'replicas_wanted' AND w.t_s BETWEEN 2705 AND 2990")" = 1 ]

command -v gnuplot >/dev/null || exit 0
scripts/figures/draw "$made/crowd.db" "$made" >"$made/said"
for figure in autoscaling availability delta-cpu; do
    grep -q "^wrote .*/flash-crowd-zone-$figure.png$" "$made/said"
    [ "$(head -c 4 "$made/figures/flash-crowd-zone-$figure.png" | tail -c 3)" = PNG ]
done
sed -n '/^# marks/,$p' "$made/data/flash-crowd-zone-autoscaling.tsv" >"$made/marks"
printf '# marks\n2700.0\t%s\t1\n3900.0\t%s\t1\n' "zone-outage (zone/b)" \
    "zone-outage ends" | diff - "$made/marks"

# Nobody sizes anything, or nothing is traced: no such figure, and why.
"$program" run scenarios/http-service.yaml -n 2 --horizon 30d --timeline 0 \
    --quiet -o "$made/steady.db" >/dev/null
scripts/figures/draw "$made/steady.db" "$made" >"$made/said" 2>&1
grep -q "^draw: no .*-autoscaling.png: nobody changed a number of replicas$" \
    "$made/said"
"$program" run scenarios/flash-crowd.yaml -n 2 --quiet -o "$made/plain.db" \
    >/dev/null
scripts/figures/draw "$made/plain.db" "$made" >"$made/said" 2>&1
grep -q "^draw: no .*-autoscaling.png: no series; they come with --timeline$" \
    "$made/said"
