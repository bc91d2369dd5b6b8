/*
 * A cluster made by hand: three machines, one Service, one workload of three
 * pods; the test says what serves, what is listed and whether the Service is
 * available, and moves the clock.
 */
#ifndef TESTS_MODELS_MEASURES_SMALL_WORLD_H
#define TESTS_MODELS_MEASURES_SMALL_WORLD_H

#include "models/measures/measure.h"

enum { SMALL_PODS = 3, SMALL_NUMBERS = 64 };

struct small_world {
    struct arena arena;
    struct cluster cluster;
    struct api api;
    struct hook written;
    struct infrastructure infrastructure;
    struct service service;
    const struct service *services[1];
    struct service_question question;
    struct balancer balancer;
    struct service_use use;
    struct workload workload;
    struct owner set;
    struct node node;
    struct pod pods[SMALL_PODS];
    struct sandbox *sandboxes[SMALL_PODS]; /* in the arena */
    struct listing listings[SMALL_PODS];
    struct fault_name fault;
    struct measured measured;
    struct layout layout;
    struct observation observation;
};

/* At time zero, all pods serve, the Service is available. */
void small_world_open(struct small_world *world, sim_time horizon);
void small_world_close(struct small_world *world);

/* Lets time pass, the events of measures too. */
void small_world_wait(struct small_world *world, sim_time until);

/* The Service's use enters a new regime. */
void small_world_set(struct small_world *world, bool available);

/* A pod begins or ceases to serve, because of an incident, or NULL.
 */
void small_world_serve(struct small_world *world, int pod, bool serving,
                       struct incident *incident);

/* The API is written. */
void small_world_write(struct small_world *world, int pod,
                       enum change_kind kind);

#endif
