/*
 * The completion indexes of an Indexed Job: which have succeeded, and which
 * have a pod that is still about. The next one that needs a pod is found from
 * where the last one was. With backoffLimitPerIndex each has its own failures
 * and its own back-off. (Kubernetes 1.36, pkg/controller/job/
 * {indexed_job_utils,backoff_utils}.go)
 */
#ifndef MODELS_CONTROLLERS_JOB_INDEXES_H
#define MODELS_CONTROLLERS_JOB_INDEXES_H

#include <stdint.h>

#include "models/controllers/job_back_off.h"
#include "sim/pool.h"

/* Memory for the indexes of all Jobs. */
struct job_index_pool {
    struct pool rooms[31]; /* for 1, 2, 4, ... indexes */
};

struct job_index {
    bool done;
    bool failed;  /* too often */
    uint8_t pods; /* that keep others away from it */
    struct job_back_off back_off;
};

struct job_indexes {
    struct job_index *all;
    int count;
    int first; /* all below are done or have a pod */
};

void job_index_pool_open(struct job_index_pool *pool, struct arena *arena);

void job_indexes_open(struct job_indexes *indexes, struct job_index_pool *pool,
                      int count);
void job_indexes_close(struct job_indexes *indexes,
                       struct job_index_pool *pool);

/* A pod is there for the index (1), or no more (-1). */
void job_indexes_occupy(struct job_indexes *indexes, int index, int pods);

/* A pod of the index failed at that time; true if that is once too often: more
 * often than `limit`, for the first time. (isIndexFailed) */
bool job_indexes_fail(struct job_indexes *indexes, int index, int limit,
                      sim_time at);

/* The index has succeeded; false if it had before. */
bool job_indexes_succeed(struct job_indexes *indexes, int index);

/* The first from `from` on that needs a pod; -1: none. (firstPendingIndexes) */
int job_indexes_pending(struct job_indexes *indexes, int from);

#endif
