# More inputs than the project carries, where they stand beside it: every real
# application runs, every bad file is answered as its table says.
set -eu
program=$(realpath "$1")
extra=${NINES_EXTRA:-$(dirname "$PWD")/shared}
[ -d "$extra/manifests" ] ||
    { echo "extra: no further manifests beside the project"; exit 0; }

for file in "$extra"/manifests/apps/*.yaml "$extra"/manifests/apps/*.json; do
    "$program" run -f "$file" --nodes 12 --zones 3 -n 2 --quiet >/dev/null ||
        { echo "$file does not run"; exit 1; }
done

cd "$extra/manifests/bad"
grep -v '^#' expected.tsv | while read -r row; do
    file=$(printf '%s' "$row" | cut -f1)
    outcome=$(printf '%s' "$row" | cut -f2)
    place=$(printf '%s' "$row" | cut -f3)
    status=0
    said=$(timeout 60 "$program" validate -f "$file" --nodes 3 --zones 3 2>&1 \
        >/dev/null) || status=$?
    case "$outcome:$status" in
    reject:2 | load:0) ;;
    *) echo "$file: $outcome, but status $status"; exit 1 ;;
    esac
    [ -z "$place" ] || printf '%s\n' "$said" | grep -q ":$place: " ||
        { echo "$file: nothing said of $place: $said"; exit 1; }
done

# The mean of a published trace, as awk knows it, over all but its last row.
trace=$extra/traces/bitbrains_gwa_t12/bitbrains_one_vm.csv
[ -f "$trace" ] || exit 0
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
expected=$(awk -F ';' '
    NR > 2 { sum += value * ($1 - time) }
    NR > 1 { time = $1; value = $4; if (NR == 2) first = time }
    END { printf "horizon: %ds mean %.4g/s", time - first,
          3 * sum / (time - first) }' "$trace")
cat >"$made/trace.yaml" <<END
apiVersion: nines/v1
kind: Scenario
spec:
  ${expected% mean*}
  nodes: [{name: worker, count: 3}]
  traffic: [{service: web, kind: trace, file: "$trace", format: bitbrains, one: 3/s}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
END
"$program" run "$made/trace.yaml" -n 2 --quiet >/dev/null
said=$("$program" validate "$made/trace.yaml")
case "$said" in
*"trace, mean ${expected##* }"*) ;;
*) echo "$trace: not $expected: $said"; exit 1 ;;
esac
