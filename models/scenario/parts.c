/* The parts of a Scenario, as tables. */
#include "models/scenario/parts.h"

#include <stdlib.h>
#include <string.h>

#include "models/api/manifest.h"
#include "models/api/quantity.h"
#include "models/controlplane/leadership.h"

static bool read_tree(const struct tree *value, void *into, enum tree_kind kind,
                      const char *name, struct errors *errors)
{
    if (value->kind != kind) {
        error_at(errors, value->at, "%s must be a %s, not %s",
                 value->key != NULL ? value->key : "this", name,
                 tree_kind_name(value));
        return false;
    }
    *(const struct tree **)into = value;
    return true;
}

static bool read_list(const struct tree *value, void *into,
                      struct errors *errors)
{
    return read_tree(value, into, TREE_SEQUENCE, "list", errors);
}

static bool read_mapping(const struct tree *value, void *into,
                         struct errors *errors)
{
    return read_tree(value, into, TREE_MAPPING, "mapping", errors);
}

static bool read_price(const struct tree *value, void *into,
                       struct errors *errors)
{
    const char *text = tree_text(value, "");
    char *end;
    double price = strtod(text, &end);

    if (strspn(text, "0123456789.") == 0 ||
        text + strspn(text, "0123456789.") != end || strcmp(end, "/h") != 0) {
        error_at(errors, value->at,
                 "a price is per hour of one machine (for example 0.19/h)");
        return false;
    }
    *(double *)into = price;
    return true;
}

static bool read_text(const struct tree *value, void *into,
                      struct errors *errors)
{
    return of_text.read(value, into, errors);
}

static bool read_warm_up(const struct tree *value, void *into,
                         struct errors *errors)
{
    const char *text = tree_text(value, "");

    if (strcmp(text, "auto") == 0) {
        *(sim_time *)into = WARM_UP_AUTO;
        return true;
    }
    if (strspn(text, "0123456789.-+") == 0) {
        error_at(errors, value->at,
                 "a warm-up is a duration, or auto (for example 30d)");
        return false;
    }
    return of_duration.read(value, into, errors);
}

static const struct parameter_kind of_warm_up = {"duration or auto", "30d",
                                                 read_warm_up};
static const struct parameter_kind of_price = {"price", "0.19/h", read_price};

static bool read_whom(const struct tree *value, void *into,
                      struct errors *errors)
{
    if (value->kind == TREE_SCALAR || value->kind == TREE_MAPPING) {
        *(const struct tree **)into = value;
        return true;
    }
    error_at(errors, value->at,
             "a target is an object (deployment/web), or a mapping, not %s",
             tree_kind_name(value));
    return false;
}

static const struct parameter_kind of_whom = {"object or mapping",
                                              "deployment/web", read_whom};

/* Lists, mappings and texts, each with an example of its own. */
#define LIST(name, example)                                                    \
    static const struct parameter_kind name = {"list", example, read_list}
#define MAPPING(name, example)                                                 \
    static const struct parameter_kind name = {"mapping", example, read_mapping}
#define TEXT(name, example)                                                    \
    static const struct parameter_kind name = {"text", example, read_text}

LIST(of_pools, "[{name: worker, count: 6}]");
LIST(of_paths, "[manifests/web.yaml]");
LIST(of_traffic, "[{service: web}]");
LIST(of_faults, "[{name: crashes, kind: node-crash, ...}]");
LIST(of_actions, "[{name: fix, kind: restart, ...}]");
LIST(of_programs, "[{name: report, workload: job/report, runTime: 5m}]");
LIST(of_zones, "[a, b, c]");
MAPPING(of_controllers, "{network: {link: 1ms}}");
MAPPING(of_repair, "{crews: 2}");
MAPPING(of_control_plane, "{kube-scheduler: {replicas: 2}}");
MAPPING(of_target, "{nodes: each}");
MAPPING(of_labels, "{disk: ssd}");
MAPPING(of_reserved, "{cpu: 100m, memory: 1Gi}");
MAPPING(of_threshold, "{memory.available: 100Mi}");
LIST(of_taints, "[{key: gpu, effect: NoSchedule}]");
MAPPING(of_selector, "{app: web}");
TEXT(of_version, "\"1.36\"");
TEXT(of_ticks, "real");
TEXT(of_pool_name, "worker");
TEXT(of_service, "web");
TEXT(of_demand_kind, "constant");
TEXT(of_fault_name, "crashes");
TEXT(of_fault_kind, "node-crash");
TEXT(of_action_name, "release");
TEXT(of_action_kind, "set-image");
TEXT(of_program_name, "report");
TEXT(of_workload, "job/report");
TEXT(of_container, "main");
TEXT(of_mode, "each");
TEXT(of_zone, "a");
TEXT(of_one, "worker-1");

#define SCENARIO(name) offsetof(struct scenario_settings, name)
static const struct parameter scenario_parameters[] = {
    RUN_PARAMETERS("1y", "200", "Service's unavailability"),
    {"warmUp", &of_warm_up, SCENARIO(plan.warm_up), "",
     "simulated before the horizon, and not measured; auto: found by MSER-5"},
    {"kubernetes", &of_version, SCENARIO(kubernetes), "1.36",
     "the version whose rules and defaults hold: 1.25 to 1.36"},
    {"nodes", &of_pools, SCENARIO(nodes), "",
     "pools of machines (see nodes); Node manifests are added to them"},
    {"manifests", &of_paths, SCENARIO(manifests), "",
     "files and folders of Kubernetes objects, from the scenario's folder"},
    {"traffic", &of_traffic, SCENARIO(traffic), "",
     "what is asked of each Service (see traffic)"},
    {"faults", &of_faults, SCENARIO(faults), "",
     "what goes wrong (see faults)"},
    {"actions", &of_actions, SCENARIO(actions), "",
     "what people do (see actions)"},
    {"programs", &of_programs, SCENARIO(programs), "",
     "what runs in containers (see programs)"},
    {"controllers", &of_controllers, SCENARIO(controllers), "",
     "settings of controllers, kubelet, kube-proxy and network, by name"},
    {"repair", &of_repair, SCENARIO(repair), "",
     "who repairs what broke (see repair)"},
    {"controlPlane", &of_control_plane, SCENARIO(control_plane), "",
     "how the control plane's components run, by name (see controlPlane)"},
    {"ticks", &of_ticks, SCENARIO(ticks), "",
     "elided, or real: every heartbeat is simulated (slow; to check elision)"},
    {0},
};

#define POOL(name) offsetof(struct pool_settings, name)
static const struct parameter pool_parameters[] = {
    {"name", &of_pool_name, POOL(name), NULL,
     "its machines are NAME-1, NAME-2, ..."},
    {"count", &of_count, POOL(count), NULL, "how many machines"},
    {"zones", &of_zones, POOL(zones), "",
     "names of zones; machine i stands in the i-th, round and round"},
    {"racks", &of_count, POOL(racks), "",
     "how many racks there are, over all zones: those of zone a are a-1, a-2, "
     "...; a zone's machines stand in its racks round and round"},
    {"most", &of_count, POOL(most), "",
     "how many there may ever be, where machines are added; if not given: "
     "count, and what actions add once"},
    {"boot", &of_law, POOL(boot), "",
     "of a machine that is added: until its kubelet starts; " POOL_BOOT
     " if not given (a choice: 30 to 180 s are usual)"},
    {"cpu", &of_cpu, POOL(cpu_milli), NODE_CPU,
     "cores of each: allocatable, but for what is reserved"},
    {"memory", &of_memory, POOL(memory_bytes), NODE_MEMORY,
     "memory of each, likewise"},
    {"kubeReserved", &of_reserved, POOL(kube_reserved), "",
     "of these, for Kubernetes' daemons"},
    {"systemReserved", &of_reserved, POOL(system_reserved), "",
     "of these, for the system's"},
    {"evictionHard", &of_threshold, POOL(eviction_hard), "",
     "of these, what is never given out: memory.available"},
    {"overhead", &of_cpu, POOL(overhead_milli), "",
     "cores that the system of each uses itself"},
    {"pods", &of_count, POOL(pods), NODE_PODS, "the most pods on each"},
    {"price", &of_price, POOL(price), "", "what each costs"},
    {"labels", &of_labels, POOL(labels), "",
     "labels beside those that a kubelet sets"},
    {"taints", &of_taints, POOL(taints), "", "taints of each, as a Node's"},
    {0},
};

#define TRAFFIC(name) offsetof(struct traffic_settings, name)
static const struct parameter traffic_parameters[] = {
    {"service", &of_service, TRAFFIC(service), NULL, "the Service's name"},
    {"kind", &of_demand_kind, TRAFFIC(kind), "",
     "how requests come: constant, diurnal, ...; its parameters stand beside"},
    {"cpuPerRequest", &of_seconds, TRAFFIC(cpu_per_request), "1ms",
     "what one request takes, in seconds of one core"},
    {"availableAt", &of_fraction, TRAFFIC(available_at), "99%",
     "available: at least this share of requests would succeed"},
    {"minReady", &of_count, TRAFFIC(min_ready), "",
     "instead: at least so many endpoints serve and are listed"},
    {0},
};

#define FAULT(name) offsetof(struct fault_settings, name)
static const struct parameter fault_parameters[] = {
    {"name", &of_fault_name, FAULT(name), NULL,
     "names it in results, and its random numbers"},
    {"kind", &of_fault_kind, FAULT(kind), NULL,
     "node-crash, container-crash, ..."},
    {"every", &of_law, FAULT(every), NULL,
     "from the moment that the target is well"},
    {"lasts", &of_law, FAULT(lasts), "", "until it is mended"},
    {"target", &of_target, FAULT(target), "",
     "whom it befalls (see target); each one, on its own clock, if not given"},
    {0},
};

#define TARGET(name) offsetof(struct target_settings, name)
static const struct parameter target_parameters[] = {
    {"nodes", &of_mode, TARGET(nodes), "", "each, one, all, 3 or 20%"},
    {"pods", &of_mode, TARGET(pods), "",
     "each (of faults alone), one, all, 3 or 20%"},
    {"containers", &of_mode, TARGET(containers), "",
     "each, one, all, 3 or 20%"},
    {"racks", &of_mode, TARGET(racks), "", "each, one, all, 3 or 20%"},
    {"zones", &of_mode, TARGET(zones), "", "each, one, all, 3 or 20%"},
    {"components", &of_mode, TARGET(components), "",
     "each, one, all: kube-controller-manager and kube-scheduler"},
    {"zone", &of_zone, TARGET(zone), "", "only in this zone"},
    {"selector", &of_selector, TARGET(selector), "",
     "only with these labels: of nodes, or of pods"},
    {"name", &of_one, TARGET(name), "",
     "only this one: a node, a rack, a zone, a component, a workload "
     "(deployment/web), or a StatefulSet's pod (pod/db-1)"},
    {0},
};

#define ACTION(name) offsetof(struct action_settings, name)
static const struct parameter action_parameters[] = {
    {"name", &of_action_name, ACTION(name), NULL,
     "names it in results, and its random numbers"},
    {"kind", &of_action_kind, ACTION(kind), NULL,
     "scale, set-image, drain, ...; its parameters stand beside"},
    {"at", &of_duration, ACTION(at), "",
     "when, from the beginning of the horizon"},
    {"every", &of_law, ACTION(every), "",
     "again and again: the time between; the first, after `at` if that is "
     "given"},
    {"target", &of_whom, ACTION(target), "",
     "whom it is about: deployment/web, node/worker-1, a StatefulSet's "
     "pod/db-1, or (see target) {nodes: one}, {pods: one, selector: {app: "
     "web}}"},
    {0},
};

#define PROGRAM(name) offsetof(struct program_settings, name)
static const struct parameter program_parameters[] = {
    {"name", &of_program_name, PROGRAM(name), NULL, "names it in addresses"},
    {"workload", &of_workload, PROGRAM(workload), NULL,
     "whose containers it runs in: deployment/web, job/report, pod/one"},
    {"container", &of_container, PROGRAM(container), "",
     "in this one alone, which may be an init container; else in all but the "
     "init containers"},
    {"startUp", &of_law, PROGRAM(start_up), "",
     "from its container's start until it answers requests and probes; at once "
     "if not given"},
    {"runTime", &of_law, PROGRAM(run_time), "",
     "from its container's start until it exits; if not given: for ever, an "
     "init container's not at all"},
    {"readinessGates", &of_law, PROGRAM(readiness_gates), "",
     "from when a pod's containers are ready until somebody outside opens its "
     "readiness gates, once and for its life; never if not given"},
    {"failures", &of_fraction, PROGRAM(failures), "",
     "the share of its exits that are failures (exit code 1, else 0)"},
    {0},
};

static const struct parameter repair_parameters[] = {
    {"crews", &of_count, offsetof(struct repair_settings, crews), "",
     "how many repairs go on at once; 0: as many as there are"},
    {0},
};

static const struct parameter network_parameters[] = {
    {"link", &of_duration, offsetof(struct network, link), "1ms",
     "from a machine to the control plane, one way (a choice)"},
    {"watch", &of_law, offsetof(struct network, watch), "5ms",
     "from a write at the API server to whoever watches (a choice)"},
    {"call", &of_law, offsetof(struct network, call), "5ms",
     "a controller's call to the API server (a choice)"},
    {"work", &of_law, offsetof(struct network, work), "0s",
     "and what the API server and etcd do for one call after the other: those "
     "made meanwhile wait (a choice)"},
    {"after", &of_law, offsetof(struct network, after), "0s",
     "likewise, once the call is answered: telling the watches, its Event (a "
     "choice)"},
    {0},
};

#define ELECTION(name) offsetof(struct election, name)
static const struct parameter control_plane_parameters[] = {
    {"replicas", &of_some, ELECTION(replicas), "3",
     "how many processes there are, of which one leads (a choice)"},
    {"leaseDuration", &of_period, ELECTION(lease_duration), "15s",
     "how long another one must have seen no renewal before it leads "
     "(--leader-elect-lease-duration)"},
    {"renewDeadline", &of_period, ELECTION(renew_deadline), "10s",
     "how long a leader tries to renew its lease before it exits: shorter "
     "than leaseDuration (--leader-elect-renew-deadline)"},
    {"retryPeriod", &of_period, ELECTION(retry_period), "2s",
     "between two renewals; the others look at the lease after as much and up "
     "to 1.2 of it more (--leader-elect-retry-period)"},
    {"start", &of_law, ELECTION(start), "1.5s",
     "from the lease until its controllers work (a choice: 1.4 to 2.2 s were "
     "measured on a small cluster, and large ones have more to list)"},
    {"restart", &of_law, ELECTION(restart), "2s",
     "from a process' exit until its kubelet has started it again (a choice)"},
    {0},
};

const struct plugin scenario_part = {"scenario", "the question that is asked",
                                     scenario_parameters};
const struct plugin pool_part = {"nodes", "a pool of machines that are alike",
                                 pool_parameters};
const struct plugin traffic_part = {
    "traffic", "what is asked of a Service, and when it counts as available",
    traffic_parameters};
const struct plugin fault_part = {
    "faults", "something that goes wrong: what, when, whom, for how long",
    fault_parameters};
const struct plugin target_part = {
    "target", "whom a fault befalls, or an action is about", target_parameters};
const struct plugin action_part = {
    "actions", "something that people do: what, when, to whom",
    action_parameters};
const struct plugin program_part = {
    "programs", "what runs in a workload's containers, as far as time goes",
    program_parameters};
const struct plugin repair_part = {"repair", "who repairs what broke",
                                   repair_parameters};
const struct plugin network_part = {"network", "how late news are",
                                    network_parameters};
const struct plugin control_plane_part = {
    "controlPlane",
    "a component's processes, and how one of them comes to lead",
    control_plane_parameters};

/* In the order in which they are told of, and where each is written. */
enum { PARTS = 10 };

static const struct plugin *const parts[PARTS + 1] = {
    &scenario_part, &pool_part,          &traffic_part, &fault_part,
    &target_part,   &action_part,        &program_part, &repair_part,
    &network_part,  &control_plane_part, NULL};

static const char *const written[PARTS] = {
    "in a Scenario's spec",
    "in an item of spec.nodes",
    "in an item of spec.traffic",
    "in an item of spec.faults",
    "as `target` in an item of spec.faults or spec.actions",
    "in an item of spec.actions",
    "in an item of spec.programs",
    "in spec.repair",
    "in spec.controllers.network",
    "under kube-controller-manager or kube-scheduler in spec.controlPlane"};

const struct plugin_list scenario_part_list = {"part of a scenario", parts};

bool scenario_key_is_list(const char *key)
{
    const struct parameter *each = scenario_parameters;

    while (each->name != NULL && strcmp(each->name, key) != 0)
        each++;
    return each->name != NULL && each->kind->read == read_list;
}

const char *scenario_part_written(const struct plugin *part)
{
    int i = 0;

    while (parts[i] != part)
        i++;
    return written[i];
}

const char *const scenario_later_keys[] = {
    "topology", "autoscalers", "healing", "monitoring", "calls",
    "vary",     "targets",     "rare",    NULL};
