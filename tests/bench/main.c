/* Runs all benchmarks: make bench. */
#include "tests/bench/bench.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static FILE *csv;

void bench_row(const char *benchmark, long size, double value, const char *unit)
{
    printf("%-36s %9ld %14.4g %s\n", benchmark, size, value, unit);
    fflush(stdout);
    fprintf(csv, "%s,%ld,%.6g,%s\n", benchmark, size, value, unit);
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
    if (count != 1)
        return 2;
    csv = fopen("results/bench.csv", "w");
    if (csv == NULL) {
        perror("results/bench.csv");
        return 3;
    }
    fprintf(csv, "benchmark,size,value,unit\n");
    printf("%-36s %9s %14s\n", "benchmark", "size", "value");
    bench_engine();
    bench_timers();
    bench_availability();
    bench_peers(dirname(arguments[0]));
    bench_scheduler();
    bench_cluster();
    return fclose(csv) == 0 ? 0 : 3;
}
