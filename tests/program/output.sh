# An output that cannot be written is told before anything is simulated, with
# status 3, and left as it is; more replications are added to what is there.
set -eu
program=$(realpath "$1")
ask="run $PWD/scenarios/http-service.yaml --quiet"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$made"

# expect STATUS SAID WORD...: and nothing else.
expect() {
    wanted=$1
    said=$2
    shift 2
    status=0
    "$program" $ask "$@" >out 2>err || status=$?
    if [ "$status" -ne "$wanted" ] || [ "$(cat err)" != "$said" ] ||
        [ -s out ]; then
        echo "nines run $*: status $status: $(cat err)" >&2
        exit 1
    fi
}

mkdir folder
echo text >text.db
sqlite3 other.db "CREATE TABLE a (b)"
cp other.db other
expect 3 "nines: none/x.db: cannot be opened: No such file or directory" \
    -n 2 -o none/x.db
expect 3 "nines: text.db/x.db: cannot be opened: Not a directory" \
    -n 2 -o text.db/x.db
expect 3 "nines: folder: cannot be opened: Is a directory" -n 2 -o folder
expect 3 "nines: text.db: file is not a database" -n 2 -o text.db
expect 3 "nines: other.db: is a database, but not one of nines" -n 2 -o other.db
[ "$(cat text.db)" = text ]
cmp other.db other
"$program" version >/dev/full 2>err || status=$?
[ "$status" -eq 3 ]
[ "$(cat err)" = "nines: cannot write the output: No space left on device" ]

# All but what two runs of one question may differ in.
dump() {
    sqlite3 "$1" "UPDATE experiment SET command = '', started_utc = '',
        finished_utc = '', wall_s = 0" .dump
}

"$program" $ask -n 70 --json -o whole.db >out
"$program" $ask -n 40 -o parts.db >out
"$program" $ask -n 70 --json -o parts.db --resume >out
[ "$(sqlite3 parts.db "SELECT command LIKE '%-n 40%', replications, complete
    FROM experiment, cell")" = "1|70|70" ]
dump whole.db >whole
dump parts.db >parts
cmp whole parts
expect 2 "--resume: parts.db has 70 replications of this, more than 69; without \
--resume they are replaced" -n 69 -o parts.db --resume
dump parts.db >parts
cmp whole parts
"$program" $ask -n 69 -o parts.db >out
[ "$(sqlite3 parts.db "SELECT count(*), replications FROM experiment")" = \
    "1|69" ]
