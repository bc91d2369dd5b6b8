/*
 * A small cluster and what is done to it, out of any bytes: rollouts, sizes,
 * drains, deletions, faults. What must hold then, holds at every change.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "tests/fuzz/conservation.h"
#include "tests/fuzz/invariants.h"
#include "tests/fuzz/target.h"
#include "tests/scenario_text.h"

enum { MOST_BYTES = 400, MOST_ACTIONS = 8, MOST_WORKLOADS = 3 };

/* The bytes, as decisions; when they are used up all are 0. */
struct source {
    const unsigned char *next;
    const unsigned char *end;
    FILE *to;
    int nodes;
    int workloads;
    bool calm;  /* no faults */
    bool leads; /* but those of leaders */
    bool only_drains;
    bool only_rollouts;
    int kinds[MOST_WORKLOADS];
};

static int below(struct source *source, int n)
{
    return source->next < source->end ? *source->next++ % n : 0;
}

static void put_actions(struct source *source)
{
    static const char *const deeds[] = {
        "kind: restart, target: %s/w%d",
        "kind: set-image, image: \"nginx:2\", target: %s/w%d",
        "kind: scale, replicas: 1, target: %s/w%d",
        "kind: scale, replicas: 7, target: %s/w%d",
        "kind: scale, replicas: 3, target: %s/w%d",
        "kind: delete, target: {pods: one, selector: {app: w0}}"};
    static const char *const kinds[] = {"deployment", "statefulset"};
    int count = below(source, MOST_ACTIONS), choices = source->calm ? 6 : 5;

    fputs(count > 0 ? "  actions:\n" : "", source->to);
    for (int i = 0; i < count; i++) {
        int at = below(source, 240), chosen = below(source, source->workloads);

        fprintf(source->to, "  - {name: a%d, at: %ds, ", i, at);
        if (source->only_drains)
            fprintf(source->to, "kind: %s, target: node/n-%d",
                    i % 2 == 0 ? "drain" : "uncordon",
                    1 + below(source, source->nodes));
        else
            fprintf(source->to,
                    deeds[below(source, source->only_rollouts ? 2 : choices)],
                    kinds[source->kinds[chosen] % 2], chosen);
        fputs("}\n", source->to);
    }
}

/* A leader that is lost makes all take longer, and nothing go wrong. */
static void put_faults(struct source *source)
{
    fputs(source->calm && !source->leads ? "" : "  faults:\n", source->to);
    if (source->leads)
        fputs("  - {name: losses, kind: leader-crash, every: {law: "
              "exponential, mean: 90s}}\n"
              "  - {name: exits-of-leaders, kind: leader-exit, every: {law: "
              "exponential, mean: 90s}}\n",
              source->to);
    if (source->calm)
        return;
    fprintf(source->to, "  - {name: crashes, kind: node-crash, every: %ds, ",
            200 + 20 * below(source, 100));
    fprintf(source->to, "lasts: %ds}\n", 5 + 5 * below(source, 100));
    fprintf(source->to,
            "  - {name: exits, kind: container-crash, every: %ds}\n",
            60 + 20 * below(source, 100));
    fputs("  - {name: sandboxes, kind: sandbox-crash, every: 170s}\n",
          source->to);
}

static void put_strategy(struct source *source, bool keeps_ordinals)
{
    static const char *const bounds[] = {"0", "1", "2", "25%", "50%", "100%"};
    int surge = below(source, 6), unavailable = below(source, 6);

    if (keeps_ordinals)
        fputs(below(source, 2) == 0 ? "" : "  podManagementPolicy: Parallel\n",
              source->to);
    else if (below(source, 6) == 5)
        fputs("  strategy: {type: Recreate}\n", source->to);
    else
        fprintf(source->to,
                "  strategy: {rollingUpdate: {maxSurge: %s, maxUnavailable: "
                "%s}}\n",
                bounds[surge == 0 && unavailable == 0 ? 1 : surge],
                bounds[unavailable]);
}

static void put_budget(struct source *source, int i)
{
    const char *what =
        below(source, 2) == 0 ? "minAvailable" : "maxUnavailable";

    fprintf(source->to,
            "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\n"
            "metadata: {name: b%d}\nspec: {%s: %d, selector: "
            "{matchLabels: {app: w%d}}}\n",
            i, what, below(source, 4), i);
}

/* One decision in each call: C does not say which argument comes first. */
static void put_workload(struct source *source, int i)
{
    static const char *const kinds[] = {"Deployment", "StatefulSet"};
    int kind = source->kinds[i] % 2, grace = below(source, 40);

    fprintf(source->to,
            "---\napiVersion: apps/v1\nkind: %s\nmetadata: {name: w%d}\n"
            "spec:\n  replicas: %d\n",
            kinds[kind], i, 1 + below(source, 8));
    fprintf(source->to, "  minReadySeconds: %d\n", 5 * below(source, 3));
    put_strategy(source, kind == 1);
    fprintf(source->to,
            "%s  selector: {matchLabels: {app: w%d}}\n"
            "  template:\n    metadata: {labels: {app: w%d}}\n    spec:\n"
            "      terminationGracePeriodSeconds: %d\n      containers:\n"
            "      - name: c\n        image: nginx\n"
            "        resources: {requests: {cpu: %dm, memory: 64Mi}}\n",
            kind == 1 ? "  serviceName: w\n" : "", i, i, grace,
            50 + 10 * below(source, 10));
    fprintf(source->to,
            "        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: "
            "%d, ",
            1 + below(source, 9));
    fprintf(source->to, "successThreshold: %d}\n", 1 + below(source, 2));
    if (below(source, 2) == 1)
        put_budget(source, i);
    fprintf(source->to,
            "---\n{apiVersion: v1, kind: Service, metadata: {name: w%d}, spec: "
            "{selector: {app: w%d}, ports: [{port: 80}]}}\n",
            i, i);
}

/* From nearly nothing to more than the pods can do. */
static void put_traffic(struct source *source)
{
    static const char *const demands[] = {
        "kind: constant, mean: %d/s", "kind: diurnal, period: 7m, mean: %d/s",
        "kind: steps, steps: [{at: 0s, rate: 1/s}, {at: 5m, rate: %d/s}]"};

    int kind;

    fputs("  traffic:\n", source->to);
    for (int i = 0; i < source->workloads; i++) {
        fprintf(source->to, "  - {service: w%d, cpuPerRequest: 10ms, ", i);
        kind = below(source, 3);
        fprintf(source->to, demands[kind], 1 + 4 * below(source, 256));
        fputs("}\n", source->to);
    }
}

static void put_question(struct source *source)
{
    int first = below(source, 16), manner = first % 4;

    source->leads = first / 4 == 3;
    source->calm = manner != 3;
    source->only_drains = manner == 1;
    source->only_rollouts = manner == 2;
    source->nodes = 3 + below(source, 6);
    source->workloads = 1 + below(source, MOST_WORKLOADS);
    for (int i = 0; i < source->workloads; i++)
        source->kinds[i] = below(source, 2);
    fprintf(source->to,
            "apiVersion: nines/v1\nkind: Scenario\nspec:\n  horizon: 20m\n"
            "  kubernetes: \"1.%d\"\n  nodes: [{name: n, count: %d, cpu: 4, "
            "memory: 8Gi, zones: [a, b, c]}]\n",
            25 + below(source, 12), source->nodes);
    put_faults(source);
    put_actions(source);
}

static void put_workloads(struct source *source)
{
    for (int i = 0; i < source->workloads; i++)
        put_workload(source, i);
}

static const char *written(struct source *source, struct arena *arena,
                           void (*put)(struct source *source))
{
    char *text;
    size_t length;
    const char *copy;

    source->to = open_memstream(&text, &length);
    if (source->to == NULL)
        machine_failed("no memory for a scenario");
    put(source);
    fclose(source->to);
    copy = arena_copy(arena, text);
    free(text);
    return copy;
}

/* What came first to be decided by the bytes stays so: kept inputs stay what
 * they are. */
static const char *question_of(struct source *source, struct arena *arena)
{
    const char *question = written(source, arena, put_question);
    const char *workloads = written(source, arena, put_workloads);
    const char *traffic = written(source, arena, put_traffic);

    return arena_format(arena, "%s%s%s", question, traffic, workloads);
}

static void try_cluster(struct arena *arena, const char *text, size_t length)
{
    static struct arena worlds;
    struct source source = {.next = (const unsigned char *)text};
    struct invariants invariants = {0};
    struct conservation conservation = {0};
    const struct scenario *scenario;
    struct world *world;
    const char *question;

    source.end = source.next + (length < MOST_BYTES ? length : MOST_BYTES);
    question = question_of(&source, arena);
    scenario = scenario_from_text(arena, question);
    if (worlds.base == NULL)
        arena_open(&worlds);
    world = world_open(scenario, &worlds, (struct seed){1, 0, 0});
    invariants.undisturbed = source.only_rollouts;
    invariants.only_evictions = source.only_drains;
    invariants_open(&invariants, world);
    conservation_open(&conservation, world);
    world_break(world);
    sim_run(world->sim, MINUTES(20));
    if (source.calm && !source.only_drains)
        invariants_settled(&invariants);
    arena_reset(&worlds);
}

FUZZ("cluster", try_cluster)
