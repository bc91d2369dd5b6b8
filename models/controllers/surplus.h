/*
 * The pods of an owner that are too many, one after the other. All of its pods
 * are ranked once, when some are to go; never otherwise.
 */
#ifndef MODELS_CONTROLLERS_SURPLUS_H
#define MODELS_CONTROLLERS_SURPLUS_H

#include "models/api/api.h"
#include "models/controllers/deletion_rank.h"

struct surplus {
    struct sim *sim;
    enum reader reader; /* whose belief counts */
    struct ranking ranking;
    bool plain;    /* in the order of ActivePods, as a Job's */
    int *together; /* by node; all are 0 between two uses */
    int nodes;     /* that there is room for */
    struct ranked_pod *ranked;
    int pods; /* likewise */
    struct ranked_pod *heap;
};

void surplus_open(struct surplus *surplus, struct sim *sim, enum reader reader,
                  int minor, bool plain);

/* Ranks the owner's active pods; then tells the next to go, or NULL. */
void surplus_begin(struct surplus *surplus, const struct owner *owner);
struct pod *surplus_next(struct surplus *surplus);

#endif
