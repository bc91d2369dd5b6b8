/*
 * A year of a large cluster, as a process of its own: its processor's time, and
 * the most memory that it held.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"

enum { PODS = 100000 };

static struct rusage run(const char *program)
{
    struct rusage used;
    pid_t child = fork();
    int status;

    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execl(program, program, "run", "scenarios/bench/large.yaml", "-j",
                  "1", (char *)NULL);
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

void bench_large(const char *folder)
{
    char program[512];
    double least = 0, bytes = 0;

    snprintf(program, sizeof(program), "%s/../../nines", folder);
    for (int i = 0; i < ROUNDS; i++) {
        struct rusage used = run(program);
        double now = seconds(used.ru_utime) + seconds(used.ru_stime);

        least = i == 0 || now < least ? now : least;
        bytes = 1024 * (double)used.ru_maxrss;
    }
    bench_at_most("large cluster: a year", PODS, least, "s", 5);
    bench_at_most("large cluster: memory", PODS, bytes / PODS, "bytes/pod",
                  1024);
}
