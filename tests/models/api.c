/* The API server's objects and writes. */
#include "models/api/api.h"

#include <string.h>

#include "sim/hook.h"
#include "tests/suite.h"

static const char *const zones[] = {"a", "b", NULL};
static const struct node_design designs[] = {{.name = "n1", .zone = 0},
                                             {.name = "n2", .zone = 1}};
static const struct container_template containers[] = {{.name = "c"}};
static const struct workload workload = {.kind = WORKLOAD_REPLICA_SET,
                                         .name = "web",
                                         .object = "replicaset/web",
                                         .replicas = 2,
                                         .template = {.grace = SECONDS(30),
                                                      .containers = containers,
                                                      .container_count = 1}};

static const struct law a_second = {.kind = &law_constant, .a = 1};

enum { MOST = 32 };

/* What was written, by kind, and what a watch read of it. */
struct ears {
    struct api *api;
    struct listener written;
    struct watch watch;
    int writes, reads;
    enum change_kind kinds[MOST];
    struct pod_status read[MOST];
};

static void written(void *context, void *subject, struct cause cause)
{
    struct ears *ears = context;

    (void)cause;
    if (ears->writes < MOST)
        ears->kinds[ears->writes] = ((struct change *)subject)->kind;
    ears->writes++;
}

static void read(void *context, const struct change *change)
{
    struct ears *ears = context;

    if (ears->reads < MOST)
        ears->read[ears->reads] = change->pod;
    ears->reads++;
}

static struct api *open(struct arena *arena, struct ears *ears)
{
    struct sim *sim;

    arena_open(arena);
    sim = sim_open(arena, (struct seed){1, 0, 0}, 0);
    *ears = (struct ears){.written = {written, ears, NULL}};
    ears->api = api_open(sim, designs, 2, zones, 2);
    hook_listen(ears->api->written, &ears->written);
    log_watch(&ears->api->pod_log, &ears->watch, ALL_CHANGES, &a_second, read,
              ears, 1);
    return ears->api;
}

static struct owner *make_set(struct api *api)
{
    const struct owner_spec spec = {.replicas = 2,
                                    .template = &workload.template};

    return owner_create(api, WORKLOAD_REPLICA_SET, &workload, "web-1", NULL,
                        &spec, "test", NO_CAUSE);
}

static void life_of_a_pod(void)
{
    static const enum change_kind kinds[] = {
        OWNER_CREATED, POD_CREATED,   POD_SCHEDULED, POD_STARTED, POD_READY,
        POD_NOT_READY, POD_RESTARTED, POD_DELETED,   POD_GONE};
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct owner *set = make_set(api);
    struct pod *pod = api_create_pod(api, set, NO_CAUSE);

    api_bind(api, pod, &api->nodes[1], NO_CAUSE);
    api_report(api, pod, POD_STARTED, "kubelet", NO_CAUSE);
    sim_run(api->sim, SECONDS(5));
    api_report(api, pod, POD_READY, "kubelet", NO_CAUSE);
    api_report(api, pod, POD_NOT_READY, "kubelet", NO_CAUSE);
    api_report(api, pod, POD_RESTARTED, "kubelet", NO_CAUSE);
    CU_ASSERT_PTR_EQUAL(api->nodes[1].pods, pod);
    api_delete(api, pod, SPEC_GRACE, "test", NO_CAUSE);
    CU_ASSERT_EQUAL(api->pods, 1); /* its kubelet has to confirm */
    api_remove(api, pod, NO_CAUSE);
    CU_ASSERT_EQUAL(api->pods, 0);
    CU_ASSERT_PTR_NULL(api->nodes[1].pods);
    CU_ASSERT_PTR_NULL(set->first);
    CU_ASSERT_EQUAL(ears.writes, 9);
    CU_ASSERT_EQUAL(memcmp(ears.kinds, kinds, sizeof(kinds)), 0);
    arena_close(&arena);
}

/* A reader sees the fields of each write, not those of the live object. */
static void no_live_objects(void)
{
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct pod *pod = api_create_bare_pod(api, &workload, NO_CAUSE);

    api_bind(api, pod, &api->nodes[0], NO_CAUSE);
    api_report(api, pod, POD_READY, "kubelet", NO_CAUSE);
    api_delete(api, pod, SPEC_GRACE, "test", NO_CAUSE);
    CU_ASSERT_EQUAL(ears.reads, 0);
    sim_run(api->sim, SECONDS(1));
    CU_ASSERT_EQUAL(ears.reads, 4);
    CU_ASSERT_PTR_NULL(ears.read[0].node);
    CU_ASSERT_PTR_EQUAL(ears.read[1].node, &api->nodes[0]);
    CU_ASSERT_FALSE(ears.read[1].ready);
    CU_ASSERT_TRUE(ears.read[2].ready && !ears.read[2].deleted);
    CU_ASSERT_TRUE(ears.read[3].deleted && ears.read[3].exists);
    arena_close(&arena);
}

/* A pod that no kubelet has goes at once; its object is held while it is read.
 */
static void unscheduled(void)
{
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct owner *set = make_set(api);
    struct pod *first = api_create_pod(api, set, NO_CAUSE);
    struct pod *second = api_create_pod(api, set, NO_CAUSE);

    CU_ASSERT_NOT_EQUAL(first->identity, second->identity);
    api_delete(api, first, SPEC_GRACE, "test", NO_CAUSE);
    CU_ASSERT_EQUAL(api->pods, 1);
    CU_ASSERT_PTR_EQUAL(set->first, second);
    CU_ASSERT_PTR_EQUAL(set->last, second);
    CU_ASSERT_EQUAL(first->holders, 1); /* the log, until it is read */
    sim_run(api->sim, SECONDS(1));
    CU_ASSERT_EQUAL(ears.reads, 4);
    CU_ASSERT_FALSE(ears.read[3].exists);
    /* Its memory is used again. */
    CU_ASSERT_PTR_EQUAL(api_create_pod(api, set, NO_CAUSE), first);
    arena_close(&arena);
}

static void nodes(void)
{
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct node *node = &api->nodes[0];

    CU_ASSERT_EQUAL(node->status.ready, READY_FALSE);
    api_set_node_ready(api, node, READY_FALSE, NO_CAUSE);
    CU_ASSERT_EQUAL(ears.writes, 0); /* nothing changed: no write */
    api_set_node_ready(api, node, READY_TRUE, NO_CAUSE);
    api_set_node_ready(api, node, READY_UNKNOWN, NO_CAUSE);
    api_set_taints(api, node, TAINTS_NO_EXECUTE, 0, NO_CAUSE);
    api_set_taints(api, node, TAINT_UNREACHABLE_NO_EXECUTE, 0, NO_CAUSE);
    api_set_taints(api, node, 0, TAINTS_NO_SCHEDULE, NO_CAUSE);
    CU_ASSERT_EQUAL(ears.writes, 3);
    CU_ASSERT_EQUAL(ears.kinds[0], NODE_READY);
    CU_ASSERT_EQUAL(ears.kinds[1], NODE_UNKNOWN);
    CU_ASSERT_EQUAL(ears.kinds[2], NODE_TAINTED);
    api_set_taints(api, node, 0,
                   TAINT_UNREACHABLE_NO_EXECUTE | TAINT_NOT_READY_NO_SCHEDULE,
                   NO_CAUSE);
    CU_ASSERT_EQUAL(node->status.taints, TAINT_NOT_READY_NO_EXECUTE);
    CU_ASSERT_EQUAL(ears.kinds[3], NODE_UNTAINTED);
    arena_close(&arena);
}

static void bounded(void)
{
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct owner *set = make_set(api);
    size_t used = 0;

    for (int i = 0; i < 5000; i++) {
        struct pod *pod = api_create_pod(api, set, NO_CAUSE);

        api_bind(api, pod, &api->nodes[i % 2], NO_CAUSE);
        sim_run(api->sim, api->sim->now + MILLISECONDS(100));
        api_delete(api, pod, SPEC_GRACE, "test", NO_CAUSE);
        api_remove(api, pod, NO_CAUSE);
        if (i == 100)
            used = arena.used;
    }
    CU_ASSERT(used > 0);
    CU_ASSERT_EQUAL(arena.used, used);
    arena_close(&arena);
}

/* As kubectl writes them. */
static void names(void)
{
    struct arena arena;
    struct ears ears;
    struct api *api = open(&arena, &ears);
    struct owner_spec spec = {.template = &workload.template};
    struct owner *set = owner_create(api, WORKLOAD_STATEFUL_SET, &workload,
                                     "db", NULL, &spec, "test", NO_CAUSE);
    struct pod_traits traits = {&workload.template, 2, NULL};
    struct owner *job;
    char buffer[POD_OBJECT];

    CU_ASSERT_STRING_EQUAL(pod_object(pod_name(api_create_special_pod(
                                          api, set, &traits, NO_CAUSE)),
                                      buffer),
                           "pod/db-2");
    spec.scheduled_minute = 31032000;
    job = owner_create(api, WORKLOAD_JOB, &workload, "copy", NULL, &spec,
                       "test", NO_CAUSE);
    CU_ASSERT_STRING_EQUAL(owner_object(&arena, job), "job/copy-31032000");
    pod_object(pod_name(api_create_special_pod(api, job, &traits, NO_CAUSE)),
               buffer);
    CU_ASSERT_EQUAL(strncmp(buffer, "pod/copy-31032000-2-", 20), 0);
    CU_ASSERT_EQUAL(strlen(buffer), 25);
    CU_ASSERT_STRING_EQUAL(
        pod_object((struct pod_name){.stem = "web", .ordinal = -1}, buffer),
        "pod/web");
    arena_close(&arena);
}

SUITE("models/api", {"life of a pod", life_of_a_pod}, {"names", names},
      {"no live objects", no_live_objects}, {"unscheduled", unscheduled},
      {"nodes", nodes}, {"memory is bounded", bounded})
