/*
 * Creations in batches: one, then twice as many as the last time, each when all
 * of the batch before it were answered; an error ends it after its batch. So a
 * namespace at its quota is not flooded. (Kubernetes 1.36,
 * pkg/controller/replicaset/replica_set.go slowStartBatch)
 */
#ifndef MODELS_CONTROLLERS_SLOW_START_H
#define MODELS_CONTROLLERS_SLOW_START_H

#include <stdbool.h>

enum { SLOW_START_INITIAL_BATCH = 1 };

struct slow_start {
    int remaining; /* calls of later batches */
    int batch;     /* calls of this one; 0: it is over */
    int unanswered;
    int successes;
    bool failed;
};

void slow_start_begin(struct slow_start *start, int calls, int initial_batch);

/* A call of the batch was answered; true if it was the last one: then `batch`
 * calls are made next. */
bool slow_start_answer(struct slow_start *start, bool success);

#endif
