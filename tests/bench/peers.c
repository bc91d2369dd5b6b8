/*
 * The availability model in other simulators, where Debian's packages of them
 * are installed (python3-simpy3; libsimgrid-dev and g++): how many times the
 * engine's time they take.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "tests/bench/bench.h"

enum { PEERS = 3 };

struct peer {
    const char *name;
    const char *command; /* beside the benchmark, or in the project */
    const char *style;
    bool built;
    double target; /* at least so many times the engine's time */
};

static const struct peer peers[PEERS] = {
    {"SimPy processes", "tests/bench/peers/cluster_simpy.py", "process", false,
     20},
    {"SimPy callbacks", "tests/bench/peers/cluster_simpy.py", "callback", false,
     20},
    {"SimGrid timers", "cluster_simgrid", "", true, 6},
};

/* Infinite where the peer is not there. */
static double measure(const struct peer *peer, const char *folder,
                      unsigned machines)
{
    char command[512];
    double nanoseconds, up;
    FILE *answer;
    int read;

    snprintf(command, sizeof(command), "%s%s%s %u 300000 %s 2>/dev/null",
             peer->built ? folder : "", peer->built ? "/" : "", peer->command,
             machines, peer->style);
    answer = popen(command, "r");
    if (answer == NULL)
        return INFINITY;
    read = fscanf(answer, "%lf %lf", &nanoseconds, &up);
    if (pclose(answer) != 0 || read != 2 || fabs(up - 1000. / 1010) > 2e-3)
        return INFINITY;
    return nanoseconds;
}

static void compare(unsigned machines, const char *folder)
{
    double best[PEERS] = {INFINITY, INFINITY, INFINITY}, engine = INFINITY;
    struct found found;
    char name[64];

    for (int round = 0; round < ROUNDS; round++) {
        engine_run(machines, 2e6, &found);
        engine = fmin(engine, found.nanoseconds);
        for (int i = 0; i < PEERS; i++)
            best[i] = fmin(best[i], measure(&peers[i], folder, machines));
    }
    for (int i = 0; i < PEERS; i++) {
        snprintf(name, sizeof(name), "availability: %s/engine", peers[i].name);
        if (isinf(best[i]))
            printf("%-42s %9u   (not installed)\n", name, machines);
        else
            bench_at_least(name, machines, best[i] / engine, "ratio",
                           peers[i].target);
    }
}

void bench_peers(const char *folder)
{
    compare(1000, folder);
    compare(10000, folder);
}
