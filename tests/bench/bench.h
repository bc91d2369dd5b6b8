/*
 * What `make bench` measures: ratios within one run carry over to another
 * machine, absolute figures do not. Each row goes to the terminal and to
 * results/bench.csv.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

enum { ROUNDS = 3 }; /* of which the fastest counts */

void bench_row(const char *benchmark, long size, double value,
               const char *unit);

/* Seconds of this process' processors; of the wall. */
double bench_cpu(void);
double bench_wall(void);

/* The hand-written loop: nanoseconds per event, and the availability that it
 * finds. */
double loop_run(unsigned machines, double events, double *availability);

void bench_engine(void);       /* events that schedule themselves again */
void bench_availability(void); /* beside the hand-written loop */
void bench_cluster(void);      /* the whole model */

#endif
