/*
 * Containers, with the defaults and checks of the API server (pkg/apis/core/v1/
 * defaults.go, pkg/apis/core/validation/validation.go).
 */
#include "models/api/manifest_container.h"

#include <stdlib.h>
#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"
#include "models/api/manifest_port.h"
#include "models/api/quantity.h"

static const char *const restart_policies[] = {"Always", "OnFailure", "Never",
                                               NULL};

/* What is known of a container before it is read. */
struct surroundings {
    const char *object;
    enum restart_policy restart; /* its pod's */
    bool init;
};

/* Exactly one of the ways in which something is done must be told; which. */
static const struct tree *handler_of(struct manifests *manifests,
                                     const struct tree *tree,
                                     const char *const *ways, const char *what)
{
    const struct tree *first = NULL;

    for (; *ways != NULL; ways++) {
        const struct tree *way = tree_get(tree, *ways);

        if (way == NULL || way->kind == TREE_NULL)
            continue;
        if (first != NULL)
            error_at(manifests->errors, tree_place(way),
                     "%s has both %s and %s; one must be left out", what,
                     first->key, way->key);
        first = way;
    }
    if (first == NULL)
        error_at(manifests->errors, tree_place(tree),
                 "%s does not say how: exec, httpGet, tcpSocket, ...", what);
    return first;
}

static int times_read(struct manifests *manifests, const struct tree *tree,
                      const char *name, int otherwise)
{
    int times = otherwise;

    field_read(tree, name, &of_count, &times, manifests->errors);
    return times > 0 ? times : otherwise;
}

static sim_time some_seconds(struct manifests *manifests,
                             const struct tree *tree, const char *name,
                             int otherwise)
{
    sim_time time = field_seconds(tree, name, otherwise, manifests->errors);

    return time > 0 ? time : SECONDS(otherwise);
}

/* What only some probes may say. */
static void check_probe(struct manifests *manifests, const struct tree *tree,
                        enum probe_kind kind, const struct probe *probe)
{
    const struct tree *grace = tree_get(tree, "terminationGracePeriodSeconds");

    if (kind != READINESS_PROBE && probe->success_threshold != 1)
        error_at(manifests->errors,
                 tree_place(tree_get(tree, "successThreshold")),
                 "the successThreshold of a %s must be 1", tree->key);
    if (kind == READINESS_PROBE && grace != NULL && grace->kind != TREE_NULL)
        error_at(manifests->errors, tree_place(grace),
                 "a readinessProbe kills nothing: it has no "
                 "terminationGracePeriodSeconds");
}

static struct probe probe_read(struct manifests *manifests,
                               const struct tree *container,
                               enum probe_kind kind)
{
    static const char *const names[PROBES] = {"startupProbe", "readinessProbe",
                                              "livenessProbe"};
    static const char *const ways[] = {"exec", "grpc", "httpGet", "tcpSocket",
                                       NULL};
    const struct tree *tree =
        field_mapping(container, names[kind], manifests->errors);
    struct probe probe = {.given = tree != NULL, .grace = SPEC_GRACE};

    if (tree == NULL)
        return probe;
    handler_of(manifests, tree, ways, names[kind]);
    probe.initial_delay =
        field_seconds(tree, "initialDelaySeconds", 0, manifests->errors);
    probe.period = some_seconds(manifests, tree, "periodSeconds", 10);
    probe.timeout = some_seconds(manifests, tree, "timeoutSeconds", 1);
    if (field_given(tree, "terminationGracePeriodSeconds"))
        probe.grace =
            some_seconds(manifests, tree, "terminationGracePeriodSeconds", 1);
    probe.success_threshold =
        times_read(manifests, tree, "successThreshold", 1);
    probe.failure_threshold =
        times_read(manifests, tree, "failureThreshold", 3);
    check_probe(manifests, tree, kind, &probe);
    return probe;
}

/* The seconds that a command sleeps: ["sleep", "5"], ["sh", "-c", "sleep 5"];
 * negative if it says nothing of it. */
static double sleep_of(struct manifests *manifests, const struct tree *exec)
{
    const struct tree *command = tree_get(exec, "command");
    const char *all = "", *sleep;

    for (const struct tree *word = command != NULL ? command->first : NULL;
         word != NULL; word = word->next)
        all = arena_format(manifests->arena, "%s %s", all, tree_text(word, ""));
    sleep = strstr(all, "sleep ");
    return sleep == NULL ? -1 : atof(sleep + strlen("sleep "));
}

static sim_time pre_stop_read(struct manifests *manifests,
                              const struct tree *container, const char *object)
{
    static const char *const ways[] = {"exec", "httpGet", "sleep", "tcpSocket",
                                       NULL};
    const struct tree *lifecycle =
        field_mapping(container, "lifecycle", manifests->errors);
    const struct tree *tree =
        field_mapping(lifecycle, "preStop", manifests->errors);
    const struct tree *way;
    double seconds = -1;

    if (field_given(lifecycle, "postStart"))
        remark(&manifests->unmodelled, "postStart hooks are not modelled yet (",
               object, ")");
    if (tree == NULL)
        return 0;
    way = handler_of(manifests, tree, ways, "preStop");
    if (way == NULL)
        return 0;
    if (strcmp(way->key, "sleep") == 0)
        return field_seconds(way, "seconds", 0, manifests->errors);
    if (strcmp(way->key, "exec") == 0)
        seconds = sleep_of(manifests, way);
    if (seconds >= 0)
        return time_from_seconds(seconds);
    remark(&manifests->assumed, "the preStop hook of ", object,
           " takes no time: it does not sleep");
    return 0;
}

/* Requests or limits. */
struct amounts {
    int64_t cpu_milli;
    int64_t memory_bytes;
};

static struct amounts amounts_read(struct manifests *manifests,
                                   const struct tree *resources,
                                   const char *which, const char *object)
{
    const struct tree *mapping =
        field_mapping(resources, which, manifests->errors);
    struct amounts amounts = {0};
    int64_t other;

    for (const struct tree *each = mapping != NULL ? mapping->first : NULL;
         each != NULL; each = each->next) {
        if (each->kind == TREE_NULL)
            continue;
        if (strcmp(each->key, "cpu") == 0) {
            of_cpu.read(each, &amounts.cpu_milli, manifests->errors);
        } else if (strcmp(each->key, "memory") == 0) {
            of_memory.read(each, &amounts.memory_bytes, manifests->errors);
        } else if (of_memory.read(each, &other, manifests->errors) &&
                   strcmp(which, "requests") == 0) {
            remark(&manifests->unmodelled,
                   arena_format(manifests->arena,
                                "requests of %s are not modelled yet (",
                                each->key),
                   object, ")");
        }
    }
    return amounts;
}

static void resources_read(struct manifests *manifests,
                           const struct tree *container, const char *object,
                           struct container_template *into)
{
    const struct tree *resources =
        field_mapping(container, "resources", manifests->errors);
    struct amounts asked =
        amounts_read(manifests, resources, "requests", object);
    struct amounts most = amounts_read(manifests, resources, "limits", object);

    /* What has a limit alone, asks for that much. */
    if (!field_given(tree_get(resources, "requests"), "cpu"))
        asked.cpu_milli = most.cpu_milli;
    if (!field_given(tree_get(resources, "requests"), "memory"))
        asked.memory_bytes = most.memory_bytes;
    if ((most.cpu_milli > 0 && asked.cpu_milli > most.cpu_milli) ||
        (most.memory_bytes > 0 && asked.memory_bytes > most.memory_bytes))
        error_at(manifests->errors, tree_place(tree_get(resources, "requests")),
                 "container \"%s\" requests more %s than its limit", into->name,
                 most.cpu_milli > 0 && asked.cpu_milli > most.cpu_milli
                     ? "CPU"
                     : "memory");
    into->cpu_request_milli = asked.cpu_milli;
    into->cpu_limit_milli = most.cpu_milli;
    into->memory_request_bytes = asked.memory_bytes;
    into->memory_limit_bytes = most.memory_bytes;
    into->cpu_of_zero = asked.cpu_milli == 0 &&
                        field_given(tree_get(resources, "requests"), "cpu");
    into->memory_of_zero =
        asked.memory_bytes == 0 &&
        field_given(tree_get(resources, "requests"), "memory");
    if (asked.cpu_milli == 0 && !into->cpu_of_zero)
        remark(&manifests->assumed, "no CPU request in ", object,
               ": 100m is assumed for scheduling scores and theta_bar");
    if (asked.memory_bytes == 0 && !into->memory_of_zero)
        remark(&manifests->assumed, "no memory request in ", object,
               ": 200Mi is assumed for scheduling scores");
}

/* What has no tag, or the tag latest, is pulled anew each time. */
static void image_read(struct manifests *manifests, const struct tree *tree,
                       struct container_template *into)
{
    static const char *const policies[] = {"Always", "IfNotPresent", "Never",
                                           NULL};
    const char *name, *tag;
    int policy;

    into->image = "";
    field_read(tree, "image", &of_text, &into->image, manifests->errors);
    name = strrchr(into->image, '/');
    name = name == NULL ? into->image : name + 1;
    tag = strchr(name, ':');
    policy = field_choice(tree, "imagePullPolicy", policies,
                          (tag == NULL || strcmp(tag, ":latest") == 0) &&
                                  strchr(name, '@') == NULL
                              ? PULL_ALWAYS
                              : PULL_IF_NOT_PRESENT,
                          manifests->errors);
    into->pull = policy < 0 ? PULL_ALWAYS : (enum pull_policy)policy;
}

/* Only a side-car may have what is of use to one that goes on. */
static void check_init(struct manifests *manifests, const struct tree *tree,
                       const struct container_template *container)
{
    static const char *const forbidden[] = {"startupProbe", "readinessProbe",
                                            "livenessProbe", "lifecycle", NULL};

    for (const char *const *field = forbidden;
         !container->sidecar && *field != NULL; field++)
        if (field_given(tree, *field))
            error_at(manifests->errors, tree_place(tree_get(tree, *field)),
                     "init container \"%s\" may not have a %s without "
                     "restartPolicy: Always",
                     container->name, *field);
}

static void container_read(struct manifests *manifests, const struct tree *tree,
                           const struct surroundings *in,
                           struct container_template *into)
{
    int restart;

    into->name = into->image = "";
    if (tree->kind != TREE_MAPPING) {
        error_at(manifests->errors, tree->at,
                 "a container is a mapping, not %s", tree_kind_name(tree));
        return;
    }
    if (!field_read(tree, "name", &of_text, &into->name, manifests->errors))
        error_at(manifests->errors, tree->at, "a container without a name");
    else if (field_is_text(tree_get(tree, "name"), manifests->errors) &&
             !is_dns_label(into->name))
        error_at(manifests->errors, tree_get(tree, "name")->at,
                 "\"%.70s\" is not the name of a container: Kubernetes wants "
                 "lower case letters, digits and \"-\", at most 63",
                 into->name);
    container_ports_check(manifests, tree);
    restart = field_choice(tree, "restartPolicy", restart_policies, -1,
                           manifests->errors);
    into->restart = restart < 0 ? in->restart : (enum restart_policy)restart;
    into->sidecar = in->init && restart == RESTART_ALWAYS;
    if (in->init)
        check_init(manifests, tree, into);
    image_read(manifests, tree, into);
    for (int kind = 0; kind < PROBES; kind++)
        into->probes[kind] = probe_read(manifests, tree, (enum probe_kind)kind);
    into->pre_stop = pre_stop_read(manifests, tree, in->object);
    resources_read(manifests, tree, in->object, into);
    if (field_given(tree, "restartPolicyRules"))
        remark(&manifests->unmodelled,
               "restartPolicyRules are not modelled yet (", in->object, ")");
}

static void check_names(struct manifests *manifests, const struct tree *tree,
                        const struct container_template *all, int count)
{
    for (int i = 0; i < count && *all[count].name != '\0'; i++)
        if (strcmp(all[i].name, all[count].name) == 0)
            error_at(manifests->errors, tree->at,
                     "two containers are called \"%s\"", all[i].name);
}

void containers_read(struct manifests *manifests, const struct tree *spec,
                     const char *object, struct pod_template *into)
{
    const struct tree *lists[] = {
        field_sequence(spec, "initContainers", manifests->errors),
        field_sequence(spec, "containers", manifests->errors)};
    struct container_template *all =
        ARENA_ARRAY(manifests->arena, struct container_template,
                    tree_count(lists[0]) + tree_count(lists[1]));
    bool probed = false;
    int count = 0;

    for (int list = 0; list < 2; list++) {
        const struct surroundings in = {object, into->restart, list == 0};

        for (const struct tree *each = lists[list] != NULL ? lists[list]->first
                                                           : NULL;
             each != NULL; each = each->next, count++) {
            container_read(manifests, each, &in, &all[count]);
            check_names(manifests, each, all, count);
            probed = probed ||
                     (list == 1 && all[count].probes[READINESS_PROBE].given);
        }
    }
    into->init_containers = all;
    into->init_count = tree_count(lists[0]);
    into->containers = all + into->init_count;
    into->container_count = count - into->init_count;
    if (count > manifests->most_containers)
        manifests->most_containers = count;
    if (!probed)
        remark(&manifests->assumed, "no readiness probe in ", object,
               ": ready as soon as its containers run");
}
