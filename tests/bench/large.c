/*
 * A year of a large cluster, the loss of a tenth of it at once, and a year of a
 * smaller one with autoscaling, as processes of their own: their processor's
 * time, and the most memory that they held.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"

enum { PODS = 100000, AUTOSCALED_PODS = 1000 };

static struct rusage run(const char *program, const char *scenario)
{
    struct rusage used;
    pid_t child = fork();
    int status;

    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execl(program, program, "run", scenario, "-j", "1", (char *)NULL);
        _exit(3);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0) {
        fprintf(stderr, "bench: %s did not run\n", program);
        exit(3);
    }
    return used;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

/* The least time, and the memory in bytes. */
static double measure(const char *program, const char *scenario, double *bytes)
{
    double least = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct rusage used = run(program, scenario);
        double now = seconds(used.ru_utime) + seconds(used.ru_stime);

        least = i == 0 || now < least ? now : least;
        *bytes = 1024 * (double)used.ru_maxrss;
    }
    return least;
}

void bench_large(const char *folder)
{
    char program[512];
    double bytes;

    snprintf(program, sizeof(program), "%s/../../nines", folder);
    bench_at_most(
        "large cluster: a mass eviction", PODS,
        measure(program, "scenarios/bench/mass-eviction.yaml", &bytes), "s", 3);
    bench_at_most("large cluster: a year", PODS,
                  measure(program, "scenarios/bench/large.yaml", &bytes), "s",
                  5);
    bench_at_most("large cluster: memory", PODS, bytes / PODS, "bytes/pod",
                  1024);
    bench_at_most("autoscaled cluster: a year", AUTOSCALED_PODS,
                  measure(program, "scenarios/bench/autoscaled.yaml", &bytes),
                  "s", 3);
}
