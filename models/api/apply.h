/*
 * What `kubectl apply` makes of a workload: the object that it asks for.
 */
#ifndef MODELS_API_APPLY_H
#define MODELS_API_APPLY_H

#include "models/api/api.h"

/* Makes the workload's object: one that owns others, or a bare pod. */
void workload_create(struct api *api, const struct workload *workload,
                     const char *by, struct cause cause);

/* Changes the object that is there already to what the workload says; its
 * template to that one, its replicas only if the workload says how many. */
void workload_apply(struct api *api, struct owner *owner,
                    const struct workload *workload,
                    const struct pod_template *template, const char *by,
                    struct cause cause);

#endif
