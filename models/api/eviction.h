/*
 * The eviction API: a pod is deleted if its budgets allow.
 * (pkg/registry/core/pod/storage/eviction.go)
 */
#ifndef MODELS_API_EVICTION_H
#define MODELS_API_EVICTION_H

#include "models/api/api.h"

enum eviction {
    EVICTION_MADE,    /* the pod is being deleted, or gone */
    EVICTION_REFUSED, /* 429: a budget does not allow it now */
    EVICTION_FAILED   /* 500 */
};

/* Asks on behalf of `by`; `grace` as of api_delete(). */
enum eviction eviction_ask(struct api *api, struct pod *pod, sim_time grace,
                           const char *by, struct cause cause);

#endif
