/*
 * A whole world without faults with a Deployment "web", whose pods are counted
 * at every moment; and what people do to it. The templates of other
 * Deployments, which have no pods, are what it is changed to.
 */
#ifndef TESTS_WEB_STAGE_H
#define TESTS_WEB_STAGE_H

#include "models/world.h"
#include "sim/hook.h"

/* Of the Deployment's pods, at any moment since it was settled. */
struct extremes {
    int most;           /* that exist and are not being deleted */
    int most_specified; /* by all its ReplicaSets */
    int most_running;   /* that have not ended */
    int most_in_all;
    int least_available;
    int exceeded; /* how often its deadline passed */
    int completed;
};

struct web_stage {
    struct arena arena;
    struct world *world;
    struct api *api;
    struct owner *web;
    struct listener written;
    struct extremes seen;
};

/* Begins a world in which "web" of so many replicas, with more lines of its
 * spec, is settled; "next" is another template, the pods of "stuck" are never
 * ready. Watches and calls take so long. Release with web_close(). */
void web_open(struct web_stage *stage, uint64_t seed, const char *delay,
              int replicas, const char *more);
void web_close(struct web_stage *stage);

void web_wait(struct web_stage *stage, sim_time how_long);
void web_become(struct web_stage *stage, const char *name);
void web_scale(struct web_stage *stage, int replicas);
void web_pause(struct web_stage *stage, bool paused);

/* How many replicas the ReplicaSet of that template is to have; -1: there is
 * none. And how many ReplicaSets there are. */
int web_sized(const struct web_stage *stage, const char *name);
int web_sets(const struct web_stage *stage);

/* Whether its status says so many pods, all of its template and available. */
bool web_settled(const struct web_stage *stage, int replicas);

#endif
