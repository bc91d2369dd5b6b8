/*
 * Keeps as many pods of each ReplicaSet, or ReplicationController, as
 * spec.replicas says, and reports how they are. (Kubernetes 1.36,
 * pkg/controller/replicaset/replica_set.go)
 */
#ifndef MODELS_CONTROLLERS_REPLICATION_H
#define MODELS_CONTROLLERS_REPLICATION_H

#include "models/controllers/keeper.h"

struct replication_settings {
    struct keeper_settings keeper;
};

extern const struct parameter replication_parameters[];

/* Joins the component, for all owners of that kind; `by` is its name. */
void replication_start(struct component *component,
                       const struct replication_settings *settings,
                       enum workload_kind kind, const char *by);

/* What is wrong with the settings, or NULL. */
const char *replication_check(const void *settings, sim_time heartbeat);

#endif
