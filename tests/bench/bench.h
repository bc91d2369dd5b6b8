/*
 * What `make bench` measures: ratios within one run carry over to another
 * machine, absolute figures do not. Each row goes to the terminal and to
 * results/bench.csv.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

enum { ROUNDS = 5 }; /* of which the fastest counts */

void bench_row(const char *benchmark, long size, double value,
               const char *unit);

/* And what it should be at most, or at least. */
void bench_at_most(const char *benchmark, long size, double value,
                   const char *unit, double target);
void bench_at_least(const char *benchmark, long size, double value,
                    const char *unit, double target);

/* Seconds of this process' processors; of the wall. */
double bench_cpu(void);
double bench_wall(void);

/* What an entrant of the availability model takes for an event, and what it
 * finds: the share of the machines that are up, and of the time in which at
 * least enough_machines() are. */
struct found {
    double nanoseconds;
    double up;
    double enough;
};

int enough_machines(unsigned machines);

/* The hand-written loop; the engine, on one stream. */
void loop_run(unsigned machines, double events, struct found *found);
void engine_run(unsigned machines, double events, struct found *found);

void bench_engine(void);       /* events that schedule themselves again */
void bench_timers(void);       /* events that are mostly cancelled */
void bench_availability(void); /* beside the hand-written loop */
void bench_peers(const char *folder); /* beside other simulators; where those
                                         that were built are */
void bench_scheduler(void);           /* placements */
void bench_rollout(void);             /* pods of a Deployment replaced */
void bench_large(const char *folder); /* a large cluster; where nines is */
void bench_cluster(void);             /* the whole model */

#endif
