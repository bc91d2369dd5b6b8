# --require: what is judged, under which names, with which status.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
web=tests/mistakes/shared/web.yaml

sed 's/name: web}/name: web, namespace: blue}/' $web >"$made/blue.yaml"
cat >"$made/calm.yaml" <<SCENARIO
apiVersion: nines/v1
kind: Scenario
spec:
  nodes: [{name: worker, count: 3}]
  horizon: 1d
SCENARIO

# Exits with that status, and says that.
expect() {
    wanted=$1
    said=$2
    shift 2
    status=0
    "$program" run --quiet -n 2 "$made/calm.yaml" "$@" >"$made/out" \
        2>"$made/err" || status=$?
    if [ "$status" -ne "$wanted" ] || [ "$(cat "$made/err")" != "$said" ]; then
        echo "run $*: status $status: $(cat "$made/err")" >&2
        exit 1
    fi
}

# Without an outage, no more is known than the sample shows.
quiet="no outage was seen, which shows no more than"
expect 1 "nines: missed: nines(web) >= 9: $quiet 2.983" \
    -f $web --require 'nines(web) >= 9'
expect 1 "nines: missed: availability(web) > 99.999%: $quiet 99.8959815%" \
    -f $web --require 'availability(web) > 99.999%'
expect 0 "" -f $web --require 'availability(web) >= 99%' \
    --require 'nines( web ) > 2' --require 'availability(web) >= 0.99'

# A Service by its name, where it is in one namespace; and by both.
for name in web web.blue service/web svc/web service/web.blue; do
    expect 0 "" -f "$made/blue.yaml" --require "nines($name) >= 1"
done
for name in web.blue web.default service/web service/web.blue; do
    expect 0 "" -f "$made/blue.yaml" -f $web --require "nines($name) >= 1"
done
