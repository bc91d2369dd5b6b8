# The same question has the same answer: on 1, 2 and 3 threads, with manifests
# in another order, run again into the same database, and resumed.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

answer() {
    "$program" run "$@" --json --quiet | sed '/^  "run": {/,/^  }/d'
}

# All tables in order, but for what two runs may differ in.
digest() {
    sqlite3 "$1" 'UPDATE experiment SET command = 0, started_utc = 0,
        finished_utc = 0, wall_s = 0' .dump | sort | md5sum
}

scenario=scenarios/http-service.yaml
answer $scenario -n 20 -j 1 >"$made/one"
for threads in 2 3; do
    answer $scenario -n 20 -j $threads >"$made/many"
    cmp "$made/one" "$made/many"
done

cat >"$made/a.yaml" <<MANIFEST
kind: Service
apiVersion: v1
metadata: {name: first}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
kind: Deployment
apiVersion: apps/v1
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
MANIFEST
sed 's/first/second/; s/web/api/' "$made/a.yaml" >"$made/b.yaml"
answer -f "$made/a.yaml" -f "$made/b.yaml" --nodes 4 --zones 2 -n 5 >"$made/ab"
answer -f "$made/b.yaml" -f "$made/a.yaml" --nodes 4 --zones 2 -n 5 >"$made/ba"
cmp "$made/ab" "$made/ba"

"$program" run $scenario -n 40 -j 1 --timeline 3 -o "$made/1.db" --quiet \
    >/dev/null
"$program" run $scenario -n 40 -j 3 --timeline 3 -o "$made/2.db" --quiet \
    >/dev/null
"$program" run $scenario -n 40 -j 2 --timeline 3 -o "$made/2.db" --quiet \
    >/dev/null
[ "$(digest "$made/1.db")" = "$(digest "$made/2.db")" ]

# A file is the same file however its path is spelled; another text is not, and
# the last spelling is what is kept.
db=$made/spelled.db
root=$PWD
ask_spelled() {
    "$program" run "$@" -n 2 --quiet -o "$db" >/dev/null
}
program=$(realpath "$program")
ask_spelled $scenario
ask_spelled "./$scenario"
(cd scenarios && ask_spelled http-service.yaml)
(cd / && ask_spelled "$root/$scenario")
[ "$(sqlite3 "$db" 'SELECT count(*) FROM experiment')" -eq 1 ]
[ "$(sqlite3 "$db" "SELECT count(*) FROM input WHERE path LIKE '/%'")" -eq 2 ]
cp -R scenarios "$made/changed"
echo "# another text" >>"$made/changed/http-service.yaml"
ask_spelled "$made/changed/http-service.yaml"
cp "$made/changed/http-service.yaml" "$made/changed/another-name.yaml"
ask_spelled "$made/changed/another-name.yaml"
[ "$(sqlite3 "$db" 'SELECT count(*) FROM experiment')" -eq 3 ]
