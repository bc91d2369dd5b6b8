# Rollouts as a timeline tells of them: one that ends, one that gets on no more
# (told once), and the way back.
set -eu
program=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

deployment() {
    cat <<MANIFEST
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  progressDeadlineSeconds: 60
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1"$1}]}
MANIFEST
}

deployment "" >"$made/web.yaml"
deployment ", readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 9999}" \
    >"$made/stuck.yaml"
cat >"$made/asked.yaml" <<SCENARIO
apiVersion: nines/v1
kind: Scenario
spec:
  horizon: 1h
  nodes: [{name: worker, count: 3}]
  manifests: [web.yaml]
  actions:
  - {name: new-image, kind: set-image, at: 1m, image: "nginx:2",
     target: deployment/web}
  - {name: broken, kind: apply, at: 10m, manifest: stuck.yaml}
  - {name: back, kind: undo, at: 30m, target: deployment/web}
SCENARIO

"$program" run --quiet -n 1 --timeline 0 "$made/asked.yaml" -o "$made/kept.db" \
    >/dev/null
sqlite3 "$made/kept.db" "SELECT CAST(t_s / 60 AS INTEGER) || ' ' || what ||
    ' ' || object || ' ' || detail FROM timeline
    WHERE what LIKE 'rollout.%' ORDER BY t_s" >"$made/told"
diff - "$made/told" <<EXPECTED
1 rollout.begin deployment/web new-image
1 rollout.end deployment/web NewReplicaSetAvailable
10 rollout.begin deployment/web broken
11 rollout.stuck deployment/web ProgressDeadlineExceeded
30 rollout.begin deployment/web back
30 rollout.end deployment/web NewReplicaSetAvailable
EXPECTED
