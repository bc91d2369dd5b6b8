/*
 * The ReplicationController controller: the older form of a ReplicaSet, and
 * looked after likewise. (pkg/controller/replication)
 */
#include "models/controllers/replication.h"

static void start(struct component *component, const void *settings)
{
    replication_start(component, settings, WORKLOAD_REPLICATION_CONTROLLER,
                      "replication-controller");
}

const struct controller_kind controller_replicationcontroller = {
    {"replicationcontroller", "does the same for each ReplicationController",
     replication_parameters},
    CONTROLLER_MANAGER,
    sizeof(struct replication_settings),
    start,
    replication_check};
