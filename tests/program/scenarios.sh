# Every scenario runs, with two replications; those of bench/, which are large,
# for a day. What a script writes is as it writes it.
set -eu
for scenario in $(find scenarios -name '*.yaml' -not -path '*/manifests/*' \
    -not -path '*/presets/*' | sort); do
    case $scenario in
    */bench/*) horizon="--horizon 1d" ;;
    *) horizon= ;;
    esac
    # shellcheck disable=SC2086
    "$1" run "$scenario" $horizon -n 2 --json --quiet >/dev/null ||
        { echo "$scenario does not run"; exit 1; }
done
scripts/large-manifests | cmp - scenarios/bench/manifests/large.yaml
