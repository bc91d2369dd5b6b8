/*
 * On which nodes a DaemonSet has pods. (Kubernetes 1.36,
 * pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod)
 */
#ifndef MODELS_API_DAEMON_H
#define MODELS_API_DAEMON_H

#include "models/api/node.h"

struct daemon_fit {
    bool wanted; /* it should have one */
    bool stays;  /* one that is there may stay */
};

struct daemon_fit daemon_fits(const struct pod_template *template,
                              const struct node_design *node, uint64_t taints);

#endif
