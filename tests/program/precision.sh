# A wanted precision ends a run after the same whole batch on any number of
# threads, resumed or not; and what was asked and reached is said.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
ask="scenarios/http-service.yaml --precision 8% -n 400 --quiet"

answer() {
    sed '/^  "run": {/,/^  }/d'
}

count() {
    sqlite3 "$1" "SELECT replications FROM experiment"
}

for threads in 1 2 3; do
    "$program" run $ask -j $threads --json -o "$made/$threads.db" | answer \
        >"$made/$threads"
    cmp "$made/1" "$made/$threads"
done
done=$(count "$made/1.db")
[ "$done" -gt 32 ] && [ "$done" -lt 400 ] && [ $((done % 32)) -eq 0 ]
grep -q "^  \"replications\": $done,$" "$made/1"
[ "$(sqlite3 "$made/1.db" "SELECT reached <= 0.08 AND precision = 0.08 AND
    reached > 0.04 FROM experiment")" -eq 1 ]
"$program" run $ask >"$made/page"
grep -q "^Stopped after $done replications; 8 % was asked for:$" "$made/page"
grep -q "^  the unavailability of service/http-service is known to [4-8]" \
    "$made/page"

# A timeline that was asked for and is not there is missed.
"$program" run $ask --timeline 0 --timeline 399 >"$made/page" 2>"$made/err"
[ "$(cat "$made/err")" = "nines: replication 399 was not simulated, as $done \
were enough: it has no timeline" ]
grep -q "^Timeline of replication 0" "$made/page"

# One batch less was not enough.
"$program" run $ask -n $((done - 32)) >"$made/page"
grep -q "^The ceiling of $((done - 32)) replications came before 8 %:$" \
    "$made/page"

# Resumed where nothing is left to do, and in the midst of a batch.
"$program" run $ask --json -o "$made/2.db" --resume | answer >"$made/resumed"
cmp "$made/1" "$made/resumed"
sqlite3 "$made/3.db" "PRAGMA foreign_keys = ON;
    DELETE FROM sample WHERE replication >= 50;
    UPDATE cell SET complete = 50;
    UPDATE experiment SET replications = 400, finished_utc = NULL"
"$program" run $ask --json -o "$made/3.db" --resume | answer >"$made/resumed"
cmp "$made/1" "$made/resumed"
[ "$(count "$made/3.db")" -eq "$done" ]

# One replication alone is not asked to be precise.
"$program" run $ask --replication 399 --json >"$made/alone"
grep -q '"replications": 1,' "$made/alone"
! grep -q '"precision"' "$made/alone"

# Too few outages are never enough.
"$program" run $ask --horizon 1d -n 40 >"$made/page"
grep -q "^  the unavailability of service/http-service is not known yet$" \
    "$made/page"
grep -q "^  (only [0-9]* of the 30 outages that it takes [a-z]* seen)$" \
    "$made/page"
"$program" validate $ask | grep -q \
    "until the unavailability is known to 8 %, at most 400"
