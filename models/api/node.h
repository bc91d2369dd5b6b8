/*
 * A Node object: what is believed of a machine.
 */
#ifndef MODELS_API_NODE_H
#define MODELS_API_NODE_H

#include "models/api/image.h"
#include "models/api/lease.h"
#include "models/api/taint.h"
#include "sim/cause.h"

/* Each process of the control plane sees objects as its watch brings them. */
enum reader { CONTROLLER_MANAGER, SCHEDULER, READERS };

enum ready { READY_TRUE, READY_FALSE, READY_UNKNOWN };

/* What a Node is made as; constant, in the scenario. */
struct node_design {
    const char *name;
    const char *object; /* "node/worker-1" */
    const char *pool;   /* NULL: of none */
    bool later;         /* it joins when somebody asks for its machine */
    bool cordoned;      /* at first */
    int zone;
    struct labels labels;
    uint64_t taints; /* bits: with which it is registered */
    const struct taint_list
        *more_taints; /* beside the standard ones, or NULL */
    int image_count;
    const struct node_image *images; /* that it has from the start */
    int64_t cpu_milli;               /* allocatable */
    int64_t memory_bytes;
    int pods;
};

struct node_status {
    enum ready ready;
    uint64_t taints; /* bits */
    bool memory_pressure;
    bool exists; /* its kubelet has registered it, nobody deleted it */
    bool wanted; /* its machine is asked for: a machine's, not a Node's */
};

struct node {
    const struct node_design *design;
    uint64_t identity;
    int ordinal;
    struct node_status status; /* as the API server has it */
    struct node_status seen[READERS];
    struct lease lease;
    struct pod *pods; /* bound to it */
};

#endif
