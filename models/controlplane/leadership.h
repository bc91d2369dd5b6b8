/*
 * Who leads a component of which several processes run: the leader renews a
 * lease, the others look at it, and one of them takes it over when it has seen
 * no renewal for the lease's duration. Renewals and looks are not simulated:
 * when a leader is lost, the moment follows from their phases.
 * (client-go: tools/leaderelection/leaderelection.go, 1.36)
 */
#ifndef MODELS_CONTROLPLANE_LEADERSHIP_H
#define MODELS_CONTROLPLANE_LEADERSHIP_H

#include "sim/cause.h"
#include "sim/event.h"
#include "sim/hook.h"
#include "sim/law.h"

struct clock;

/* A component as it is to run; constant, in the scenario. */
struct election {
    const char *name;    /* "kube-scheduler" */
    const char *object;  /* "component/kube-scheduler" */
    const char *setting; /* the address of its lease's duration */
    bool releases;       /* the lease, when its process is told to exit */
    int replicas;
    sim_time lease_duration;
    sim_time renew_deadline;
    sim_time retry_period;
    struct law start;   /* from the lease until its controllers work */
    struct law restart; /* from a process' exit until it runs again */
};

enum leading {
    LEADERLESS, /* nobody holds the lease and lives */
    TAKEN_OVER, /* somebody does: its controllers are starting */
    LEADING     /* they work */
};

struct leadership {
    const struct election *election;
    struct sim *sim;
    uint64_t identity;
    enum leading state;
    int leader;         /* a replica: the last one that held the lease */
    sim_time *runs;     /* since when each replica does, or will */
    uint64_t losses;    /* so far */
    struct event next;  /* of its states */
    struct cause cause; /* of the last loss, until it is overcome */
    struct hook *changed;
    struct clock *clocks; /* what may befall it; known to faults alone */
};

/* Its first replica leads; `changed`, whose subject is the leadership, hears of
 * each new state. */
void leadership_open(struct leadership *leadership, struct sim *sim,
                     const struct election *election, struct hook *changed);

/* The process that leads is no more, and will be run again; it was told to exit
 * (`told`), or just died. There must be one that is leading. */
void leadership_lose(struct leadership *leadership, bool told,
                     struct cause cause);

/* What is wrong with it, or NULL. (NewLeaderElector) */
const char *election_check(const struct election *election);

/* From one look of a candidate at the lease to the next: the retry period, and
 * up to 1.2 of it more. `share` is uniform in (0, 1). */
sim_time election_wait(const struct election *election, double share);

/* What is left of such a wait at a moment that has nothing to do with it: of
 * long ones, which meet more moments, more often. Both shares likewise. */
sim_time election_wait_left(const struct election *election, double length,
                            double left);

#endif
