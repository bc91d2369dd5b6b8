# After kill -9 and after Ctrl-C the database is sound, holds what was complete,
# and --resume ends with the answer of an undisturbed run.
set -eu
[ "${2:-}" = --short ] && exit 0
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
ask="run scenarios/http-service.yaml -n 3000 --json --quiet"

answer() {
    sed '/^  "run": {/,/^  }/d'
}

# Waits until the database holds something, or the program is done.
wait_for_rows() {
    while kill -0 "$2" 2>/dev/null; do
        rows=$(sqlite3 -readonly "$1" 'SELECT count(*) FROM sample' \
            2>/dev/null || echo 0)
        [ "$rows" -gt 0 ] && return
        sleep 0.02
    done
}

$program $ask -j 1 | answer >"$made/whole"
for signal in KILL INT; do
    $program $ask -j 1 -o "$made/$signal.db" >/dev/null 2>&1 &
    wait_for_rows "$made/$signal.db" $!
    kill -$signal $! 2>/dev/null || true
    wait $! || status=$?
    [ "$(sqlite3 "$made/$signal.db" 'PRAGMA integrity_check')" = ok ]
    [ -z "$(sqlite3 "$made/$signal.db" 'PRAGMA foreign_key_check')" ]
    $program $ask -j 2 -o "$made/$signal.db" --resume | answer >"$made/resumed"
    cmp "$made/whole" "$made/resumed"
    [ "$(sqlite3 "$made/$signal.db" \
        'SELECT count(DISTINCT replication) FROM sample')" -eq 3000 ]
done
