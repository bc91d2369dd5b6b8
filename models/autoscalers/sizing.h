/*
 * A horizontal autoscaler at work: what it sees of its pods and their metrics,
 * what came of its last look, and until when the looks after that would change
 * nothing. Such a look recommends the size that there is: only the last of them
 * is remembered, as it stands for all.
 */
#ifndef MODELS_AUTOSCALERS_SIZING_H
#define MODELS_AUTOSCALERS_SIZING_H

#include "models/api/component.h"
#include "models/autoscalers/reconcile.h"
#include "models/autoscalers/roster.h"
#include "models/autoscalers/steady_usage.h"
#include "models/monitoring/scrape.h"

struct sizing {
    struct autoscaler autoscaler;
    struct component *component;
    struct work work;
    struct request written;        /* the scale */
    struct scrape_reader *readers; /* by Service; of those of its pods */
    struct owner *target;          /* NULL: it is not there */
    struct rostered_list pods;
    int room;                      /* for so many pods: */
    struct observed_pod *observed; /* as the last metric saw them */
    struct pod **counted;
    double *cores;   /* of each observed one's share */
    sim_time phase;  /* a look was due then */
    sim_time looked; /* the last one; NEVER: none yet */
    bool recommends; /* looks that are left out recommend what there is: */
    struct decision decision; /* of the last look */
    /* Since the last look that changed nothing, unless it was disturbed: */
    bool settled;               /* these hold: */
    struct scrape_share share;  /* of all that count */
    struct usage_bounds bounds; /* of what they use; between, nothing is done */
    bool quick;   /* the observed pods are as they were but for what they use */
    int32_t size; /* what there was */
    /* The requests of one template, for each metric; below 0: not known. */
    const struct pod_template *template;
    int64_t *requests;
};

void sizing_open(struct sizing *sizing, struct component *component,
                 const struct autoscaler_design *design,
                 const struct horizontal_settings *settings);

/* A process begins: what the one before remembered is lost. */
void sizing_begin(struct sizing *sizing, sim_time phase);

/* Looks at the target, which is there, as it does every `period`. */
void sizing_look(struct sizing *sizing, sim_time period);

/* From when on a look may change something again, unless the target, its pods
 * or the load of their Services change before: now, where that cannot be told.
 * The last look changed nothing. */
sim_time sizing_steady(struct sizing *sizing);

/* The first look at or after t. */
sim_time sizing_due(const struct sizing *sizing, sim_time period, sim_time t);

/* Something about the target, its pods or the load of their Services is new. */
void sizing_disturb(struct sizing *sizing);

/* The scale has been written. */
void sizing_written(struct sizing *sizing);

#endif
