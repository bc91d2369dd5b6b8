/*
 * What metrics-server knows: the CPU and memory of each pod, as its kubelet
 * told it at the last scrape, some seconds ago. Scrapes are not simulated: what
 * one saw is computed when somebody asks, and is kept where what it saw does
 * not last until then.
 */
#ifndef MODELS_MONITORING_SCRAPE_H
#define MODELS_MONITORING_SCRAPE_H

#include "models/api/pod.h"
#include "sim/plugin.h"

struct cluster;
struct scrape;

struct scrape_settings {
    sim_time resolution; /* --metric-resolution: 15 s in its manifest */
    sim_time window;     /* 0: the same; at most that */
    sim_time fresh; /* 10 s: a container that ran for so long at a scrape, and
                       had not begun at the one before, is known of */
};

extern const struct plugin
    metrics_server_plugin; /* of struct scrape_settings */

/* The CPU that one pod used, on average over the window that ended with the
 * scrape at `at`. */
struct pod_metrics {
    sim_time at;
    sim_time window;
    double cpu_milli;
};

/* Who is told when what a Service's pods use stops being predictable, so that a
 * promise of scrape_stays() no longer holds. Belongs to the caller. */
struct scrape_reader {
    void (*disturbed)(void *context);
    void *context;
    struct scrape_reader *next;
};

/* Begins to scrape; the phase is drawn. The cluster's use has meters. */
struct scrape *scrape_open(struct cluster *cluster,
                           const struct scrape_settings *settings);

/* What is known of the pod now; false: nothing, as it runs too short a time, or
 * its node was not reached. */
bool scrape_pod(const struct scrape *scrape, const struct pod *pod,
                struct pod_metrics *metrics);

/* The memory that the pod uses at such a time, in bytes. */
int64_t scrape_memory(const struct pod *pod);

/* What pods use, where that is one share of one demand: so many cores for each
 * request a second to the Service; without a Service, nothing. */
struct scrape_share {
    const struct service_use *service;
    double cores;
};

/* The pod's share, if it has had one since the beginning of the last scrape's
 * window; it stays so until a reader of its Services is disturbed. */
bool scrape_share(const struct scrape *scrape, const struct pod *pod,
                  struct scrape_share *share);

/* What is known now of a pod of such a share that ran all the time. */
struct pod_metrics scrape_of_share(const struct scrape *scrape,
                                   const struct scrape_share *share);

/* Until when what is known of such a share surely lies strictly between these
 * two (in milli-cores), unless a reader is disturbed before; now if that cannot
 * be told. */
sim_time scrape_stays(const struct scrape *scrape,
                      const struct scrape_share *share, double low_milli,
                      double high_milli);

/* The reader hears of the pods of this Service, from now on. */
void scrape_listen(struct scrape *scrape, const struct service *service,
                   struct scrape_reader *reader);

#endif
