# A warm-up is found by the same pilot on any number of threads, whichever
# replications are asked for; what was removed is said, and stored.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# All machines are up at first; half of them are down in the long run.
cat >"$made/slow.yaml" <<SCENARIO
apiVersion: nines/v1
kind: Scenario
metadata: {name: slow}
spec:
  horizon: 20d
  warmUp: auto
  replications: 40
  nodes: [{name: worker, count: 6}]
  traffic: [{service: web, minReady: 3}]
  faults:
  - name: crashes
    kind: node-crash
    every: {law: exponential, mean: 2d}
    lasts: {law: exponential, mean: 2d}
SCENARIO
ask="$made/slow.yaml -f tests/mistakes/shared/web.yaml --quiet"

answer() {
    sed '/^  "run": {/,/^  }/d'
}

seconds() {
    sed -n '/^  "warm_up"/,/}/s/.*"seconds": \([0-9.]*\),/\1/p' "$1"
}

for threads in 1 2 3; do
    "$program" run $ask -j $threads --json -o "$made/$threads.db" | answer \
        >"$made/$threads"
    cmp "$made/1" "$made/$threads"
done
found=$(seconds "$made/1")
[ "${found%.*}" -gt 3600 ]
grep -q '"method": "mser-5"' "$made/1"
"$program" run $ask --replication 39 --json >"$made/alone"
[ "$(seconds "$made/alone")" = "$found" ]
[ "$(sqlite3 "$made/1.db" "SELECT warm_up_s = $found AND horizon_s = 1728000 AND
    (SELECT min(start_s) >= warm_up_s AND max(end_s) <= warm_up_s + horizon_s
    FROM outage) FROM experiment")" -eq 1 ]
"$program" run $ask >"$made/page"
grep -q "of each replication are not measured: so long" "$made/page"
"$program" validate $ask | grep -q "to be found by MSER-5 from a first batch"

# A transient to the end, and nothing to see.
"$program" run $ask --horizon 12h >"$made/page"
grep -q "^- nothing is removed: " "$made/page"
"$program" run $ask --horizon 1s --json >"$made/short"
grep -q '"method": "unknown"' "$made/short"

# Given: the answer is of what comes after it, and is named.
"$program" run $ask --set warmUp=5d >"$made/page"
grep -q "^- the first 5 d of each replication are not measured$" "$made/page"
"$program" validate $ask --set warmUp=5d | grep -q "warm-up  *5 d$"
