# Words of the command line that are no answer, and what is said of them.
set -eu
program=$(realpath "$1")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
web=tests/mistakes/shared/web.yaml

# expect SAID WORD...: status 2, and that on the first line.
expect() {
    said=$1
    shift
    status=0
    "$program" "$@" >/dev/null 2>"$made/err" || status=$?
    if [ "$status" -ne 2 ] || [ "$(head -n 1 "$made/err")" != "$said" ]; then
        echo "nines $*: status $status: $(cat "$made/err")" >&2
        exit 1
    fi
}

for option in file nodes zones set replications horizon seed threads output \
    format timeline replication require precision; do
    expect "nines run: --$option needs a value" run -f $web "--$option="
done
expect "nines run: --replications needs a value" run -f $web -n ""
expect "--set: deployment/web.replicas= needs a value: PATH=VALUE" \
    run -f $web --set deployment/web.replicas=
expect "nines run: the SCENARIO's name is empty" run ""
expect 'nines run: "--rep" can be --replications or --replication' \
    run -f $web --rep 3
expect 'nines validate: "--re" can be --replications, --replication, --resume or --require' \
    validate -f $web --re=3
expect '--replications: "1e9" is not a whole number (for example 3)' \
    run -f $web --nodes 3 -n 1e9
expect '--nodes: "100001" is not a whole number from 1 to 100000' \
    run -f $web --nodes 100001

# Nothing to simulate is not simulated.
: >"$made/empty.yaml"
for command in run validate; do
    "$program" $command -f "$made/empty.yaml" --nodes 3 -o "$made/none.db" \
        >"$made/out" 2>"$made/err"
    [ "$(cat "$made/err")" = \
        "warning: nothing to simulate: no Kubernetes object was read" ]
    [ ! -e "$made/none.db" ]
    [ $command = validate ] || [ ! -s "$made/out" ]
done

# Whoever has seen enough is told no more.
(sleep 0.2 && "$program" explain-kind 2>"$made/err" || echo $? >"$made/status") |
    true
[ ! -s "$made/err" ]
[ ! -e "$made/status" ]

# A file's name is a file's name.
cd "$made"
for name in :memory: file:a.db?mode=memory; do
    "$program" run -f "$OLDPWD/$web" --nodes 3 -n 1 --quiet -o "$name" >out
    [ -s "$name" ]
done
