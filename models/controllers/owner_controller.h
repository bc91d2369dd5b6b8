/*
 * A controller of owners that is no keeper of pods: it looks at them one after
 * the other, and makes calls. Deployments', CronJobs' and finished Jobs' are
 * such.
 */
#ifndef MODELS_CONTROLLERS_OWNER_CONTROLLER_H
#define MODELS_CONTROLLERS_OWNER_CONTROLLER_H

#include "models/controllers/keeper.h"

struct owner_controller {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue; /* its context is this */
    struct pool pool;       /* of what it keeps of an owner */
};

/* What it does, with its name and what it keeps. Its settings are a struct
 * owner_controller_settings. */
struct owner_controller_kind {
    const char *by;
    size_t size;
    reconciler *look;
    void (*owner_changed)(void *self, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause);
};

struct owner_controller_settings {
    struct keeper_settings keeper;
};

extern const struct parameter owner_controller_parameters[];

/* Joins the component. */
void owner_controller_open(struct owner_controller *self,
                           struct component *component, const void *settings,
                           const struct owner_controller_kind *kind);

/* What is wrong with the settings, or NULL. */
const char *owner_controller_check(const void *settings, sim_time heartbeat);

#endif
