# The example of CONTRIBUTING.md: the engine with a queue for a model, and
# nothing of models/ linked. Its answers are those of the textbook, from any
# number of threads, and every command says what it can.
set -eu
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mm1=$(dirname "$1")/examples/mm1
asked=tests/examples/mm1.yaml
size="-n 50"
most=0.025
if [ "${2:-}" = --short ]; then
    size="-n 20 --horizon 6h"
    most=0.1
fi

# check MEASURE EXPECTED OPTION...: within four standard errors, and these
# are no more than 2.5 % of it (10 % in the short form).
check() {
    measure=$1
    expected=$2
    shift 2
    rm -f "$made/mm1.db"
    # shellcheck disable=SC2086
    "$mm1" run $asked $size --quiet -o "$made/mm1.db" "$@" >/dev/null
    sqlite3 -separator ' ' "$made/mm1.db" "SELECT count(*), avg(value),
        avg(value * value) FROM sample WHERE measure = '$measure'" |
        awk -v expected="$expected" -v most=$most '{
            error = sqrt(($3 - $2 * $2) / ($1 - 1))
            z = ($2 - expected) / error
            exit !($1 >= 20 && z * z < 16 && error < most * expected)
        }' || { echo "mm1 $*: $measure is not $expected" >&2; exit 1; }
}

# Busy half of the time, then four fifths: rho / (1 - rho) are inside.
check inside 1
check inside 4 --set arrivals.mean=2.5s --set service.mean=2s

# expect SAID WORD...: status 2, and that.
expect() {
    said=$1
    shift
    status=0
    "$mm1" "$@" >/dev/null 2>"$made/err" || status=$?
    if [ "$status" -ne 2 ] || [ "$(cat "$made/err")" != "$said" ]; then
        echo "mm1 $*: status $status: $(cat "$made/err")" >&2
        exit 1
    fi
}
expect 'nines explain-kind: this model has no kinds to explain' explain-kind
expect '--require: nothing can be required of this model' \
    run $asked --require 'inside(queue) <= 2'
expect '--nodes: this model has no machines' validate $asked --nodes 3
expect '--zones: this model has no machines, and so no zones' \
    validate $asked --zones 3
expect '--set arivals: unknown parameter "arivals" of the queue; did you mean "arrivals"?' \
    run $asked --set arivals=2s
expect '--set arrivals.men: unknown parameter "men" of law "exponential"; did you mean "mean"?' \
    run $asked --set arrivals.men=2s
expect '--replications: "0" must be more than 0' run $asked -n 0
expect '--horizon: "0s" is no time: a period lasts at least 1us' \
    run $asked --horizon 0s
expect "$asked:2:1: a second document; mm1 is asked in one" \
    validate $asked -f $asked

# Without a number of replications, as many as the precision takes.
printf 'arrivals: 2s\nservice: {law: exponential, mean: 1s}\n' >"$made/few.yaml"
"$mm1" run "$made/few.yaml" --horizon 1h --precision 5% --seed 3 |
    grep -q '^Stopped after .* replications; 5 % was asked for' ||
    { echo 'mm1: a precision does not stop it' >&2; exit 1; }

# What is never above 0 has no relative error, and that is said. Nor is anything
# below 0, however short the horizon.
"$mm1" run $asked --horizon 1us --precision 5% -n 40 >"$made/none"
grep -q '^  (its mean is 0: only what is above 0 is known to a share of it)$' \
    "$made/none" || { echo 'mm1: a precision of 0 is not told' >&2; exit 1; }
"$mm1" run $asked --horizon 3s -n 40 --quiet -o "$made/short.db" >/dev/null
[ "$(sqlite3 "$made/short.db" 'SELECT min(value) >= 0 FROM sample')" -eq 1 ] ||
    { echo 'mm1: less than 0 of a short horizon' >&2; exit 1; }

answer() {
    "$mm1" run $asked -n 8 --horizon 1h --quiet "$@" |
        sed '/^  "run": {/,/^  }/d; / threads\{0,1\}: /d'
}
for format in table json csv; do
    answer --format $format -j 1 >"$made/one"
    answer --format $format -j 2 >"$made/two"
    grep -q inside "$made/one"
    cmp "$made/one" "$made/two"
done
"$mm1" validate $asked | grep -q inside
