/* Runs all benchmarks: make bench. */
#include "tests/bench/bench.h"

#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static FILE *csv;

static void row(const char *benchmark, long size, double value,
                const char *unit, const char *target)
{
    printf("%-42s %9ld %12.4g %-12s %s\n", benchmark, size, value, unit,
           target);
    fflush(stdout);
    fprintf(csv, "%s,%ld,%.6g,%s,%s\n", benchmark, size, value, unit, target);
}

void bench_row(const char *benchmark, long size, double value, const char *unit)
{
    row(benchmark, size, value, unit, "");
}

static void compared_row(const char *benchmark, long size, double value,
                         const char *unit, const char *bound, double target,
                         bool met)
{
    char text[64];

    snprintf(text, sizeof(text), "%s %g: %s", bound, target,
             met ? "met" : "missed");
    row(benchmark, size, value, unit, text);
}

void bench_at_most(const char *benchmark, long size, double value,
                   const char *unit, double target)
{
    compared_row(benchmark, size, value, unit, "at most", target,
                 value <= target);
}

void bench_at_least(const char *benchmark, long size, double value,
                    const char *unit, double target)
{
    compared_row(benchmark, size, value, unit, "at least", target,
                 value >= target);
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_cpu(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

int main(int count, char **arguments)
{
    const char *folder = dirname(arguments[0]);

    if (count != 1)
        return 2;
    csv = fopen("results/bench.csv.part", "w");
    if (csv == NULL) {
        perror("results/bench.csv.part");
        return 3;
    }
    fprintf(csv, "benchmark,size,value,unit,target\n");
    printf("%-42s %9s %12s %-12s %s\n", "benchmark", "size", "value", "unit",
           "target");
    bench_engine();
    bench_timers();
    bench_availability();
    bench_peers(folder);
    bench_scheduler();
    bench_rollout();
    bench_cluster();
    bench_large(folder);
    /* What was there before stays until all is measured. */
    return fclose(csv) == 0 &&
                   rename("results/bench.csv.part", "results/bench.csv") == 0
               ? 0
               : 3;
}
