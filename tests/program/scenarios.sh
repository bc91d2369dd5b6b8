# Every scenario runs, with two replications.
set -eu
for scenario in $(find scenarios -name '*.yaml' -not -path '*/manifests/*' \
    -not -path '*/presets/*' | sort); do
    "$1" run "$scenario" -n 2 --json --quiet >/dev/null ||
        { echo "$scenario does not run"; exit 1; }
done
