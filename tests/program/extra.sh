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
