/*
 * What each kind of workload says beside the template of its pods: how many, in
 * which order, on which nodes, how often and when. With the defaults of
 * Kubernetes 1.36 (pkg/apis/{apps,batch}/v1/defaults.go), and what it refuses
 * (pkg/apis/{apps,batch}/validation).
 */
#ifndef MODELS_API_MANIFEST_WORKLOAD_H
#define MODELS_API_MANIFEST_WORKLOAD_H

#include "models/api/manifest.h"

/* The mapping in which the template of its pods stands: the spec, or that of a
 * CronJob's jobTemplate; NULL if that is missing, which is reported. */
const struct tree *workload_spec(struct manifests *manifests,
                                 const struct manifest *manifest,
                                 const struct tree *spec);

/* Reads all that it says, into a workload whose kind is set. */
void workload_details_read(struct manifests *manifests, const struct tree *spec,
                           struct workload *into);

/* Whether it has a selector that somebody wrote. */
bool workload_selects(enum workload_kind kind);

/* Whether its pods run to an end, and are not restarted for ever. */
bool workload_ends(const char *kind);

/* Adds to a pod's own tolerations those of a DaemonSet's pods; returns how many
 * there are then. There must be room for DAEMON_TOLERATIONS more.
 * (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations) */
enum { DAEMON_TOLERATIONS = 7 };
int daemon_tolerations(struct toleration *all, int count, bool host_network);

#endif
