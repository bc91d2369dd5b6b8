# How many pods of a Job there are at the start says nothing of their places.
set -eu
job='{apiVersion: batch/v1, kind: Job, metadata: {name: load}, spec: {completions: 3, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: load}]}}}}'
pod='{apiVersion: v1, kind: Pod, metadata: {name: one}, spec: {containers: [{name: one}]}}'

# told SAID MANIFESTS: that line is in the answer.
told() {
    printf '%s\n' "$2" | "$program" run -f - --nodes 2 -n 1 --horizon 1d |
        grep -qxF "$1" || { echo "not told: $1" >&2; exit 1; }
}

program=$1
told "1 workload: Jobs alone" "$job"
told "2 workloads: 1 of 1 pods placed, beside those of Jobs" "$job
--- $pod"
# Its pods have ended before measuring begins: none is wanted, or placed.
printf '%s\n' "$job" |
    "$program" run -f - --nodes 2 -n 1 --horizon 1d --json --quiet |
    grep -A 1 '"wanted": 0,$' | grep -q '"placed": 0,$' ||
    { echo "pods of a Job that has ended are told" >&2; exit 1; }
