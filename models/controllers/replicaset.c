/* The ReplicaSet controller. */
#include "models/controllers/replication.h"

static void start(struct component *component, const void *settings)
{
    replication_start(component, settings, WORKLOAD_REPLICA_SET,
                      "replicaset-controller");
}

const struct controller_kind controller_replicaset = {
    {"replicaset", "keeps as many pods as spec.replicas says",
     replication_parameters},
    CONTROLLER_MANAGER,
    sizeof(struct replication_settings),
    start,
    replication_check};
