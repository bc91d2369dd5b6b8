/*
 * Images: those that a node has, and how it comes by the others: one pull after
 * the other, tried again later and later while the registry does not answer.
 * (pkg/kubelet/images/image_manager.go, puller.go, 1.36)
 */
#ifndef MODELS_CLUSTER_IMAGE_H
#define MODELS_CLUSTER_IMAGE_H

#include "models/api/backoff.h"
#include "models/api/template.h"

struct kubelet;

/* What a node knows of an image. */
struct image {
    struct image *next;
    uint64_t identity;
    struct backoff_entry backoff; /* ErrImagePull, ImagePullBackOff */
    bool present;
};

/* Whether the registry has to be asked before the container can be made:
 * always, as its policy may say, or as the image is not there. */
bool image_asked_for(struct kubelet *kubelet,
                     const struct container_template *container);

/* Whether it can be made at all: what is never pulled is there or is not. */
bool image_possible(struct kubelet *kubelet,
                    const struct container_template *container);

/* Joins the queue of pulls at `at`; when this one will be over. */
sim_time image_pull(struct kubelet *kubelet,
                    const struct container_template *container, sim_time at,
                    double chance);

/* It is over: the image is there, unless the registry does not answer; then
 * false, and `again` is the end of the wait before the next attempt. */
bool image_pulled(struct kubelet *kubelet,
                  const struct container_template *container, sim_time now,
                  sim_time *again);

#endif
