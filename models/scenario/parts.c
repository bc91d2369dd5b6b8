/* The parts of a Scenario, as tables. */
#include "models/scenario/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "models/api/quantity.h"

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

static bool read_seed(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = tree_text(value, "");
    unsigned long long seed;

    errno = 0;
    seed = strtoull(text, NULL, 10);
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0' ||
        errno != 0) {
        error_at(errors, value->at,
                 "a seed is a whole number below 2^64 (for example 1)");
        return false;
    }
    *(uint64_t *)into = seed;
    return true;
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

static const struct parameter_kind of_list = {"list", "[...]", read_list};
static const struct parameter_kind of_mapping = {"mapping", "{...}",
                                                 read_mapping};
static const struct parameter_kind of_seed = {"seed", "1", read_seed};
static const struct parameter_kind of_price = {"price", "0.19/h", read_price};

#define SCENARIO(name) offsetof(struct scenario_settings, name)
static const struct parameter scenario_parameters[] = {
    {"horizon", &of_duration, SCENARIO(horizon), "1y",
     "how long each replication is"},
    {"replications", &of_count, SCENARIO(replications), "200",
     "how often the horizon is simulated"},
    {"seed", &of_seed, SCENARIO(seed), "1", "the same seed, the same chance"},
    {"kubernetes", &of_text, SCENARIO(kubernetes), "1.36",
     "the version whose rules and defaults hold: 1.25 to 1.36"},
    {"nodes", &of_list, SCENARIO(nodes), "",
     "pools of machines (see nodes); Node manifests are added to them"},
    {"manifests", &of_list, SCENARIO(manifests), "",
     "files and folders of Kubernetes objects, from the scenario's folder"},
    {"traffic", &of_list, SCENARIO(traffic), "",
     "what is asked of each Service (see traffic)"},
    {"faults", &of_list, SCENARIO(faults), "", "what goes wrong (see faults)"},
    {"controllers", &of_mapping, SCENARIO(controllers), "",
     "settings of controllers, kubelet, kube-proxy and network, by name"},
    {"repair", &of_mapping, SCENARIO(repair), "",
     "who repairs what broke (see repair)"},
    {"ticks", &of_text, SCENARIO(ticks), "",
     "elided, or real: every heartbeat is simulated (slow; to check elision)"},
    {0},
};

#define POOL(name) offsetof(struct pool_settings, name)
static const struct parameter pool_parameters[] = {
    {"name", &of_text, POOL(name), NULL,
     "its machines are NAME-1, NAME-2, ..."},
    {"count", &of_count, POOL(count), NULL, "how many machines"},
    {"zones", &of_list, POOL(zones), "",
     "names of zones; machine i stands in the i-th, round and round"},
    {"cpu", &of_cpu, POOL(cpu_milli), "4", "allocatable cores of each"},
    {"memory", &of_memory, POOL(memory_bytes), "16Gi",
     "allocatable memory of each"},
    {"pods", &of_count, POOL(pods), "110", "the most pods on each"},
    {"price", &of_price, POOL(price), "", "what each costs"},
    {"labels", &of_mapping, POOL(labels), "",
     "labels beside those that a kubelet sets"},
    {0},
};

#define TRAFFIC(name) offsetof(struct traffic_settings, name)
static const struct parameter traffic_parameters[] = {
    {"service", &of_text, TRAFFIC(service), NULL, "the Service's name"},
    {"kind", &of_text, TRAFFIC(kind), "",
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
    {"name", &of_text, FAULT(name), NULL,
     "names it in results, and its random numbers"},
    {"kind", &of_text, FAULT(kind), NULL, "node-crash, container-crash, ..."},
    {"every", &of_law, FAULT(every), NULL,
     "from the moment that the target is well"},
    {"lasts", &of_law, FAULT(lasts), "", "until it is mended"},
    {"target", &of_mapping, FAULT(target), "",
     "whom it befalls (see target); each one, on its own clock, if not given"},
    {0},
};

#define TARGET(name) offsetof(struct target_settings, name)
static const struct parameter target_parameters[] = {
    {"nodes", &of_text, TARGET(nodes), "", "each, one, all, 3 or 20%"},
    {"containers", &of_text, TARGET(containers), "",
     "each, one, all, 3 or 20%"},
    {"zone", &of_text, TARGET(zone), "", "only in this zone"},
    {"selector", &of_mapping, TARGET(selector), "",
     "only with these labels: of nodes, or of pods"},
    {"name", &of_text, TARGET(name), "",
     "only this one: a node, or a workload (deployment/web)"},
    {0},
};

static const struct parameter repair_parameters[] = {
    {"crews", &of_count, offsetof(struct repair_settings, crews), "",
     "how many repairs go on at once; 0: as many as there are"},
    {0},
};

static const struct parameter network_parameters[] = {
    {"link", &of_duration, offsetof(struct network_settings, link), "1ms",
     "from a machine to the control plane, one way (a choice)"},
    {"watch", &of_duration, offsetof(struct network_settings, watch), "5ms",
     "from a write at the API server to whoever watches (a choice)"},
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
    "target", "whom a fault befalls (in its item of faults)",
    target_parameters};
const struct plugin repair_part = {"repair", "who repairs what broke",
                                   repair_parameters};
const struct plugin network_part = {
    "network", "how late news are (in controllers.network)",
    network_parameters};

static const struct plugin *const parts[] = {
    &scenario_part, &pool_part,   &traffic_part, &fault_part,
    &target_part,   &repair_part, &network_part, NULL};

const struct plugin_list scenario_part_list = {"part of a scenario", parts};

const char *const scenario_later_keys[] = {
    "topology", "controlPlane", "autoscalers", "healing", "monitoring", "calls",
    "actions",  "vary",         "targets",     "rare",    "precision",  NULL};
