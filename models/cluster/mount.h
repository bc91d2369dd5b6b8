/*
 * What a kubelet has to do with volumes: it starts no container before all that
 * the pod claims is attached to its node, and its Node says that they are in
 * use until it has unmounted them, which nobody does on a machine that is down.
 * (pkg/kubelet/volumemanager WaitForAttachAndMount, MarkVolumesAsReportedInUse)
 */
#ifndef MODELS_CLUSTER_MOUNT_H
#define MODELS_CLUSTER_MOUNT_H

#include "models/api/log.h"

struct kubelets;
struct sandbox;

void mounts_open(struct kubelets *kubelets, const struct law *watch_delay);

/* Whether its containers may be made: then its volumes are in use. Otherwise
 * the sandbox is started again when all are attached. */
bool mounts_ready(struct sandbox *sandbox);

/* The sandbox goes: what no other on its node uses is told so at the kubelet's
 * next look at its Node. */
void mounts_release(struct sandbox *sandbox);

#endif
