/*
 * A thousand crashes of single machines, against the arithmetic of heartbeats
 * and looks, which is derived here anew: the controller looks every I = period
 * + pass; it counts from the look that first saw the last renewal, and says
 * Unknown at the first look that is more than the grace period later.
 */
#include "models/world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: %dh\n"
    "  kubernetes: \"%s\"\n"
    "  nodes:\n"
    "  - {name: worker, count: 6, zones: [a, b, c], cpu: 4, memory: 16Gi}\n"
    "  controllers: {node-lifecycle: {%s}}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: node-crash\n"
    "    every: {law: uniform, low: 2h, high: 4h}\n"
    "    lasts: 1h\n"
    "    target: {nodes: one}\n";

enum { REPLICATIONS = 10, HOURS_EACH = 320, MOST = 2000 };

/* Of the parameters that are not set above. */
static const sim_time interval = MILLISECONDS(5005);
static const sim_time watch = MILLISECONDS(5);
static const sim_time programming = SECONDS(1);
static const sim_time call = MILLISECONDS(5);
static const sim_time scheduling = MILLISECONDS(5);
static const sim_time starting = SECONDS(2);

/* One crash and what followed from it. */
struct crash {
    struct node *node;
    sim_time at, last_renewal, unknown, tainted;
    int ready_pods; /* at Unknown */
    int not_ready;  /* of them, at the same instant */
    int serving_listed;
    int unlisted;
    int deleted;
    int created;
    int ready;
};

struct study {
    struct world *world;
    sim_time looks; /* the phase of the looks, as the first Unknown shows it */
    bool looks_known;
    struct crash crash; /* the present one; node NULL before the first */
    sim_time created_at;
    sim_time grace;
    struct listener machine_changed, written, listed_changed;
    double *delays; /* Unknown minus crash, in seconds */
    int crashes;
    int pods_lost;
    int wrong; /* of what is asserted of each crash */
};

static void claim(struct study *study, bool right, const char *what)
{
    if (right)
        return;
    if (study->wrong++ < 5)
        printf("%s, of the crash at %.6f s ", what,
               time_seconds(study->crash.at));
}

static sim_time now_of(const struct study *study)
{
    return study->world->sim->now;
}

/* The last renewal before the crash, by looking at all that are near. */
static sim_time last_renewal(const struct study *study,
                             const struct lease *lease)
{
    const struct seed *seed = &study->world->sim->seed;
    int64_t k = (now_of(study) - lease->phase) / lease->period + 30;
    sim_time last = lease->phase;

    for (int64_t i = k < 60 ? 0 : k - 60; i <= k; i++) {
        sim_time renewal = lease_renewal(lease, seed, i);

        if (renewal < now_of(study) && renewal > last)
            last = renewal;
    }
    return last;
}

/* Everything that is to follow has followed when the machine is up again. */
static void close_crash(struct study *study)
{
    const struct crash *crash = &study->crash;

    claim(study, crash->unknown > 0, "never Unknown");
    claim(study, crash->not_ready == crash->ready_pods, "pods stay ready");
    claim(study, crash->unlisted == crash->serving_listed, "still listed");
    claim(study, crash->tainted > 0, "never tainted");
    claim(study, crash->deleted == crash->ready_pods, "not deleted");
    claim(study, crash->created == crash->deleted, "not replaced");
    claim(study, crash->ready == crash->created, "no replacement is ready");
    study->crashes++;
    study->pods_lost += crash->ready_pods;
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    struct study *study = context;
    const struct machine *machine = subject;
    struct node *node = &study->world->cluster.api->nodes[machine->ordinal];

    (void)cause;
    if (machine_up(machine)) {
        close_crash(study);
        study->crash.node = NULL;
        return;
    }
    study->crash =
        (struct crash){.node = node,
                       .at = now_of(study),
                       .last_renewal = last_renewal(study, &node->lease)};
    for (struct pod *pod = node->pods; pod != NULL; pod = pod->next_on_node)
        study->crash.serving_listed += pod->status.ready;
}

/* The first look that saw the renewal, and the first that is too late. */
static void check_unknown(struct study *study)
{
    struct crash *crash = &study->crash;
    sim_time arrival = crash->last_renewal + MILLISECONDS(1);
    sim_time look = study->looks;

    crash->unknown = now_of(study);
    for (struct pod *pod = crash->node->pods; pod != NULL;
         pod = pod->next_on_node)
        crash->ready_pods += pod->status.ready;
    study->delays[study->crashes] = time_seconds(crash->unknown - crash->at);
    if (!study->looks_known) {
        study->looks = crash->unknown % interval;
        study->looks_known = true;
        return;
    }
    look += (arrival - look + interval - 1) / interval * interval;
    for (sim_time seen = look; look - seen <= study->grace;)
        look += interval;
    claim(study, crash->unknown == look, "Unknown at another time");
}

static void check_node(struct study *study, const struct change *change)
{
    struct crash *crash = &study->crash;

    if (crash->node != change->object)
        return;
    if (change->kind == NODE_UNKNOWN)
        check_unknown(study);
    if (change->kind != NODE_TAINTED ||
        (change->bits & TAINT_UNREACHABLE_NO_EXECUTE) == 0)
        return;
    crash->tainted = now_of(study);
    claim(study, crash->tainted - crash->unknown <= MILLISECONDS(200),
          "tainted NoExecute late");
}

/* The replacements come after one another within milliseconds. */
static void check_replacement(struct study *study, const struct change *change)
{
    struct crash *crash = &study->crash;
    sim_time since = now_of(study) - study->created_at;

    if (change->kind == POD_CREATED) {
        study->created_at = now_of(study);
        crash->created++;
        claim(study,
              study->created_at - crash->tainted - SECONDS(300) - 2 * watch <=
                  4 * call + MILLISECONDS(1),
              "replaced late");
    } else if (change->kind == POD_SCHEDULED) {
        claim(study, change->pod.node != crash->node, "on the dead node");
        claim(study, since >= watch && since <= watch + 3 * scheduling,
              "scheduled late");
    } else if (change->kind == POD_READY) {
        crash->ready++;
        claim(study,
              since >= 2 * watch + scheduling + starting &&
                  since <= 2 * watch + 3 * scheduling + starting,
              "started late");
    }
}

static void check_pod(struct study *study, const struct change *change)
{
    struct crash *crash = &study->crash;

    if (change->kind > POD_GONE || crash->node == NULL)
        return;
    if (change->pod.node != crash->node) {
        check_replacement(study, change);
    } else if (change->kind == POD_NOT_READY) {
        crash->not_ready++;
        claim(study, now_of(study) - crash->unknown == crash->not_ready * call,
              "not ready late");
    } else if (change->kind == POD_DELETED) {
        crash->deleted++;
        claim(study,
              now_of(study) - crash->tainted == SECONDS(300) + watch + 3 * call,
              "not deleted 300 s after the taint was seen");
    }
}

static void written(void *context, void *subject, struct cause cause)
{
    (void)cause;
    check_node(context, subject);
    check_pod(context, subject);
}

/* The first as soon as it is marked; the others when the EndpointSlice
 * controller has seen its own write come back. */
static void listed_changed(void *context, void *subject, struct cause cause)
{
    struct study *study = context;
    struct crash *crash = &study->crash;
    const struct listing *listing = subject;
    sim_time late;

    (void)cause;
    if (crash->node == NULL || listing->listed ||
        listing->pod->status.node != crash->node)
        return;
    late =
        now_of(study) - crash->unknown - (2 * watch + 2 * call + programming);
    claim(study,
          crash->unlisted++ == 0 ? late == 0 : late > 0 && late < SECONDS(2),
          "out of the balancer at another time");
}

static void run_one(struct study *study, const struct scenario *scenario,
                    struct arena *arena, uint32_t replication)
{
    struct cluster *cluster;

    study->world =
        world_open(scenario, arena, (struct seed){7, replication, 0});
    study->looks_known = false;
    study->crash.node = NULL;
    cluster = &study->world->cluster;
    study->machine_changed = (struct listener){machine_changed, study, NULL};
    study->written = (struct listener){written, study, NULL};
    study->listed_changed = (struct listener){listed_changed, study, NULL};
    hook_listen(&cluster->infrastructure->machine_changed,
                &study->machine_changed);
    hook_listen(cluster->api->written, &study->written);
    hook_listen(&cluster->balancers.listed_changed, &study->listed_changed);
    world_break(study->world);
    sim_run(study->world->sim, scenario->measured.horizon);
    arena_reset(arena);
}

/* P(Unknown minus crash <= t) = P(looks I + B - A <= t): A is the age of the
 * last renewal at the crash, B uniform on [0, I) the wait for the look that saw
 * it. Renewals are X = 10.2 s + 0.4 s (u' - u) apart, so A has the density
 * P(X > a) / E(X). */
static double distribution(double t, double looks)
{
    const double width = time_seconds(interval), step = 0.001;
    double sum = 0, total = 0;

    for (double a = step / 2; a < 10.6; a += step) {
        double y = (a - 10.2) / 0.4; /* of a triangle on [-1, 1] */
        double longer = y < -1  ? 1
                        : y < 0 ? 1 - (1 + y) * (1 + y) / 2
                                : (1 - y) * (1 - y) / 2;
        double b = (t - looks * width - 0.001 + a) / width;

        total += longer;
        sum += longer * (b < 0 ? 0 : b > 1 ? 1 : b);
    }
    return sum / total;
}

/* What one reads at first: grace + U(0, 5) - U(0, 10). */
static double nominal(double t, double grace)
{
    double sum = 0;

    for (double a = 0.005; a < 10; a += 0.01) {
        double b = (t - grace + a) / 5;

        sum += (b < 0 ? 0 : b > 1 ? 1 : b) / 1000;
    }
    return sum;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Kolmogorov's distance of the sample from a distribution. */
static double distance(const double *sorted, int count,
                       double (*f)(double t, double parameter),
                       double parameter)
{
    double most = 0;

    for (int i = 0; i < count; i++) {
        double value = f(sorted[i], parameter);

        most = fmax(most, fabs(value - (double)i / count));
        most = fmax(most, fabs(value - (double)(i + 1) / count));
    }
    return most;
}

/* At least a thousand crashes (a hundred under --short). */
static void study_crashes(const char *version, const char *settings,
                          double grace)
{
    static double delays[MOST];
    struct study study = {.delays = delays, .grace = time_from_seconds(grace)};
    struct arena arena, scenarios;
    double looks = floor(grace / time_seconds(interval)) + 1;
    int replications = suite_short() ? 1 : REPLICATIONS;
    double bound;

    arena_open(&arena);
    arena_open(&scenarios);
    for (int i = 0; i < replications; i++)
        run_one(&study,
                scenario_from_text(
                    &scenarios,
                    arena_format(&scenarios, "%s%s",
                                 arena_format(&scenarios, text, HOURS_EACH,
                                              version, settings),
                                 web_manifests)),
                &arena, (uint32_t)i);
    arena_close(&scenarios);
    arena_close(&arena);
    CU_ASSERT_EQUAL(study.wrong, 0);
    CU_ASSERT(study.crashes >= 100 * replications);
    CU_ASSERT(study.pods_lost >= 40 * replications);
    qsort(delays, (size_t)study.crashes, sizeof(*delays), by_number);
    bound = 1.95 / sqrt(study.crashes); /* one in a thousand beyond it */
    printf("%d crashes, %d pods, %.1f to %.1f s, distance %.3f (nominal %.3f) ",
           study.crashes, study.pods_lost, delays[0], delays[study.crashes - 1],
           distance(delays, study.crashes, distribution, looks),
           distance(delays, study.crashes, nominal, grace));
    CU_ASSERT(distance(delays, study.crashes, distribution, looks) < bound);
    CU_ASSERT(distance(delays, study.crashes, distribution, looks + 1) > bound);
    CU_ASSERT(delays[0] > looks * 5.005 - 10.6);
    CU_ASSERT(delays[study.crashes - 1] < looks * 5.005 + 5.006);
}

static void grace_16(void)
{
    study_crashes("1.36", "grace: 16s", 16);
}

static void grace_40(void)
{
    study_crashes("1.36", "grace: 40s", 40);
}

static void defaults(void)
{
    study_crashes("1.36", "", 50);
    study_crashes("1.31", "", 40);
}

SUITE("models/node-lifecycle", {"crashes, grace 16 s", grace_16},
      {"crashes, grace 40 s", grace_40},
      {"crashes, the versions' defaults", defaults})
