# A column that was measured: found beside the scenario, read once, drawn from,
# and kept with the other inputs.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
web=$(realpath tests/mistakes/shared/web.yaml)

awk 'BEGIN {
    print "id,minutes"
    for (i = 0; i < 100000; i++)
        print i "," i % 241
}' >"$made/repairs.csv"
cat >"$made/asked.yaml" <<SCENARIO
apiVersion: nines/v1
kind: Scenario
spec:
  nodes: [{name: worker, count: 3}]
  manifests: [$web]
  horizon: 30d
  faults:
  - name: crashes
    kind: node-crash
    every: {law: weibull, percentiles: {10%: 1d, 90%: 9d}}
    lasts: {law: empirical, file: repairs.csv, column: minutes, unit: minutes}
  - name: others
    kind: node-crash
    every: 20d
    lasts: {law: empirical, file: repairs.csv, column: minutes, unit: seconds}
SCENARIO

"$program" validate "$made/asked.yaml" >"$made/page"
grep -q "lasts empirical, 100000 values from 0 s to 4 h (mean 120 min)" \
    "$made/page"
grep -q "lasts empirical, 100000 values from 0 s to 240 s (mean 120 s)" \
    "$made/page"
"$program" run --quiet -n 2 "$made/asked.yaml" -o "$made/kept.db" >/dev/null
kept=$(sqlite3 "$made/kept.db" \
    "SELECT sha256 FROM input WHERE path LIKE '%/repairs.csv'")
[ "$kept" = "$(sha256sum "$made/repairs.csv" | cut -d ' ' -f 1)" ]
