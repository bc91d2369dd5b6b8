/*
 * What the kubelet tells the API server of a pod: its phase, readiness and
 * restarts, where they differ from what is there. Whoever cannot tell tells
 * later. (pkg/kubelet/status/status_manager.go, 1.36)
 */
#ifndef MODELS_CLUSTER_REPORT_H
#define MODELS_CLUSTER_REPORT_H

#include "models/cluster/sandbox.h"

void report_sandbox(struct sandbox *sandbox, struct cause cause);

#endif
