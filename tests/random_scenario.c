/* Small questions at random. What is registered is found, not listed. */
#include "tests/random_scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/registry.h"
#include "models/scenario/parts.h"
#include "sim/failure.h"

struct draw {
    struct stream stream;
    FILE *to;
    double horizon; /* in seconds */
    int minor;      /* of Kubernetes */
    bool ticked;
};

static int below(struct draw *draw, int n)
{
    return (int)stream_below(&draw->stream, (uint32_t)n);
}

static bool happens(struct draw *draw, int percent)
{
    return below(draw, 100) < percent;
}

static double between(struct draw *draw, double low, double high)
{
    return low * pow(high / low, stream_uniform(&draw->stream));
}

/* Of that mean, or about so. */
static void put_law(struct draw *draw, double mean)
{
    static const char *const texts[] = {
        "{law: exponential, mean: %.3fs}",
        "{law: weibull, shape: 0.7, scale: %.3fs}",
        "{law: lognormal, median: %.3fs, sigma: 1}",
        "{law: gamma, shape: 2.5, mean: %.3fs}",
        "{law: uniform, high: %.3fs, offset: 1ms}",
        "{law: normal, mean: %.3fs, sigma: 1s, offset: 1ms}",
        "{law: exponential, mean: %.3fs, offset: 2s}",
        "{law: constant, value: %.3fs}"};
    int law = below(draw, sizeof(texts) / sizeof(*texts));

    fprintf(draw->to, texts[law], mean);
}

static void put_parameter(struct draw *draw, const struct parameter *parameter)
{
    static const double factors[] = {0.3, 1, 1, 3};
    const char *text = parameter->standard != NULL ? parameter->standard
                                                   : parameter->kind->example;
    double factor = factors[below(draw, 4)], number;
    bool whole = parameter->kind == &of_count || parameter->kind == &of_some;
    char *unit;

    number = strtod(text, &unit);
    if (parameter->kind == &of_fraction && factor > 1)
        factor = 0.7;
    if (whole)
        number = floor(number / factor) * factor + 1;
    fprintf(draw->to, "%s: ", parameter->name);
    if (unit == text)
        fputs(text, draw->to);
    else if (parameter->kind == &of_law)
        put_law(draw, number * factor);
    else if (whole)
        fprintf(draw->to, "%d", (int)(number * factor) + (number * factor < 1));
    else
        fprintf(draw->to, "%.4g%s", number * factor, unit);
}

/* All that must be given, and some of what has a default. */
static void put_parameters(struct draw *draw, const struct plugin *plugin,
                           const char *indent)
{
    for (const struct parameter *each = plugin->parameters; each->name; each++)
        if (each->standard == NULL ||
            (*each->standard != '\0' && happens(draw, 25))) {
            fputs(indent, draw->to);
            put_parameter(draw, each);
            fputs("\n", draw->to);
        }
}

static int count_of(const struct plugin_list *list)
{
    int count = 0;

    while (list->plugins[count] != NULL)
        count++;
    return count;
}

static void put_settings(struct draw *draw, const struct plugin *plugin)
{
    fprintf(draw->to, "    %s:\n", plugin->name);
    put_parameters(draw, plugin, "      ");
    /* It has no default to vary, and what it bounds is varied. */
    if (strcmp(plugin->name, "node-lifecycle") == 0)
        fputs("      grace: 55s\n", draw->to);
}

static void put_controllers(struct draw *draw)
{
    static const char *const links[] = {"1ms", "30ms", "700ms"};

    fputs("  controllers:\n", draw->to);
    for (int i = 0; controller_list.plugins[i] != NULL; i++)
        put_settings(draw, controller_list.plugins[i]);
    put_settings(draw, &kubelet_plugin);
    put_settings(draw, &kube_proxy_plugin);
    put_settings(draw, &load_balancer_plugin);
    put_settings(draw, &ingress_nginx_plugin);
    put_settings(draw, &metrics_server_plugin);
    fprintf(draw->to, "    network: {link: %s}\n", links[below(draw, 3)]);
}

static void put_pools(struct draw *draw)
{
    static const char *const zones[] = {"[a]", "[a, b]", "[a, b, c]"};
    int zone_count = 1 + below(draw, 3);

    fprintf(draw->to,
            "  nodes:\n"
            "  - {name: worker, count: %d, zones: %s, racks: %d, cpu: %d, "
            "memory: 8Gi, labels: {app: web}}\n",
            zone_count + below(draw, 5), zones[zone_count - 1],
            zone_count * (1 + below(draw, 2)), 1 + below(draw, 4));
    if (happens(draw, 30))
        fprintf(draw->to,
                "  - {name: spare, count: %d, cpu: 2, memory: 4Gi, pods: %d, "
                "price: 0.1/h}\n",
                1 + below(draw, 2), 1 + below(draw, 9));
}

static void put_target(struct draw *draw, const struct fault_kind *kind)
{
    static const char *const modes[] = {"each", "each", "one",
                                        "2",    "40%",  "all"};
    const char *things = befallen_many[kind->befalls];

    fprintf(draw->to, "    target: {%s: %s", things, modes[below(draw, 6)]);
    if (kind->befalls != BEFALLS_COMPONENTS && happens(draw, 20))
        fputs(", zone: a", draw->to);
    if (kind->befalls <= BEFALLS_SANDBOXES && happens(draw, 20))
        fputs(", selector: {app: web}", draw->to);
    fputs("}\n", draw->to);
}

static void put_faults(struct draw *draw)
{
    int count = below(draw, 5), kinds = count_of(&fault_list);

    if (count > 0)
        fputs("  faults:\n", draw->to);
    for (int i = 0; i < count; i++) {
        const struct fault_kind *kind =
            (const void *)fault_list.plugins[below(draw, kinds)];

        fprintf(draw->to, "  - name: fault-%d\n    kind: %s\n    every: ", i,
                kind->plugin.name);
        put_law(draw, draw->horizon * between(draw, 0.05, 1));
        if (kind->lasting) {
            fputs("\n    lasts: ", draw->to);
            put_law(draw, between(draw, 1, draw->horizon / 5));
        }
        fputs("\n", draw->to);
        if (happens(draw, 70))
            put_target(draw, kind);
    }
}

static const char *const names[] = {"web", "cart", "mail"};

static void put_traffic(struct draw *draw, int services)
{
    static const char *const bars[] = {"", "    availableAt: 60%\n",
                                       "    minReady: 1\n"};

    fputs("  traffic:\n", draw->to);
    for (int i = 0; i < services; i++) {
        const struct plugin *kind =
            demand_list.plugins[below(draw, count_of(&demand_list))];

        fprintf(draw->to, "  - service: %s\n%s", names[i],
                bars[below(draw, 3)]);
        if (happens(draw, 80)) {
            fprintf(draw->to, "    cpuPerRequest: %dms\n    kind: %s\n",
                    1 + below(draw, 20), kind->name);
            /* A weekend has no default to vary, and needs a period of a day. */
            if (strcmp(kind->name, "diurnal") == 0 && happens(draw, 50))
                fputs("    mean: 150/s\n    weekend: 30%\n"
                      "    first-day: monday\n",
                      draw->to);
            else
                put_parameters(draw, kind, "    ");
        }
    }
}

/* Of any kind, so that a container that is well passes them. What starts up
 * slowly is given the time. */
static void put_probes(struct draw *draw, const char *indent, bool slow)
{
    if (happens(draw, 40))
        fprintf(draw->to,
                "%s  livenessProbe: {tcpSocket: {port: 80}, "
                "initialDelaySeconds: %d, periodSeconds: %d, "
                "timeoutSeconds: %d, failureThreshold: %d}\n",
                indent, below(draw, 20), 1 + below(draw, 15),
                1 + below(draw, 5), 1 + below(draw, 4));
    if (slow || happens(draw, 20))
        fprintf(draw->to,
                "%s  startupProbe: {exec: {command: [true]}, "
                "periodSeconds: %d, failureThreshold: 300}\n",
                indent, 1 + below(draw, 9));
}

static void put_container(struct draw *draw, const char *indent, int index,
                          bool slow)
{
    fprintf(draw->to, "%s- name: container-%d\n%s  image: nginx\n", indent,
            index, indent);
    if (happens(draw, 60))
        fprintf(draw->to,
                "%s  resources: {requests: {cpu: %dm, memory: 1Gi}}\n", indent,
                50 * (1 + below(draw, 20)));
    if (happens(draw, 50))
        fprintf(draw->to,
                "%s  readinessProbe: {httpGet: {port: 80}, "
                "initialDelaySeconds: %d, periodSeconds: %d, "
                "successThreshold: %d}\n",
                indent, below(draw, 6), 1 + below(draw, 10),
                1 + below(draw, 3));
    put_probes(draw, indent, slow);
    if (happens(draw, 20))
        fprintf(draw->to, "%s  lifecycle: {preStop: {sleep: {seconds: %d}}}\n",
                indent, below(draw, 20));
}

static void put_init_containers(struct draw *draw, const char *indent)
{
    if (!happens(draw, 25))
        return;
    fprintf(draw->to, "%sinitContainers:\n%s- {name: init, image: nginx}\n",
            indent, indent);
    if (happens(draw, 50))
        fprintf(draw->to,
                "%s- {name: side-car, image: nginx, restartPolicy: Always, "
                "readinessProbe: {httpGet: {port: 80}}}\n",
                indent);
}

/* Where it would like to run, if that can be. */
static void put_wishes(struct draw *draw, const char *indent)
{
    static const char *const affinities[] = {
        "nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
        "[{weight: 9, preference: {matchExpressions: [{key: app, operator: "
        "Exists}]}}]}",
        "nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        "{nodeSelectorTerms: [{matchExpressions: [{key: none, operator: "
        "DoesNotExist}]}]}}",
        "podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
        "[{weight: 5, podAffinityTerm: {topologyKey: kubernetes.io/hostname, "
        "labelSelector: {}}}]}"};

    if (happens(draw, 30))
        fprintf(draw->to, "%saffinity: {%s}\n", indent,
                affinities[below(draw, 3)]);
    if (happens(draw, 15))
        fprintf(draw->to,
                "%stopologySpreadConstraints: [{maxSkew: 1, topologyKey: "
                "topology.kubernetes.io/zone, whenUnsatisfiable: "
                "ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]\n",
                indent);
}

static void put_pod_spec(struct draw *draw, const char *indent, bool slow)
{
    int containers = 1 + happens(draw, 30);

    fprintf(draw->to, "%sterminationGracePeriodSeconds: %d\n", indent,
            below(draw, 60));
    if (happens(draw, 40))
        fprintf(
            draw->to,
            "%stolerations: [{key: node.kubernetes.io/unreachable, "
            "operator: Exists, effect: NoExecute, tolerationSeconds: %d}]\n",
            indent, below(draw, 100));
    put_wishes(draw, indent);
    put_init_containers(draw, indent);
    if (slow)
        fprintf(draw->to, "%sreadinessGates: [{conditionType: listed}]\n",
                indent);
    fprintf(draw->to, "%scontainers:\n", indent);
    for (int i = 0; i < containers; i++)
        put_container(draw, indent, i, slow);
}

/* How requests come to a Service's pods. */
enum { WAYS = 8 };
static const char *const ways[WAYS] = {
    "",
    "",
    ", type: LoadBalancer",
    ", type: LoadBalancer, externalTrafficPolicy: Local",
    ", internalTrafficPolicy: Local",
    ", trafficDistribution: PreferClose",
    ", type: LoadBalancer, trafficDistribution: PreferClose",
    ", publishNotReadyAddresses: true"};
static const char *const newer_ways[WAYS] = {
    "",
    ", clusterIP: None",
    ", type: LoadBalancer",
    ", type: LoadBalancer, externalTrafficPolicy: Local",
    ", internalTrafficPolicy: Local",
    ", trafficDistribution: PreferSameZone",
    ", type: LoadBalancer, trafficDistribution: PreferSameNode",
    ", publishNotReadyAddresses: true"};

/* A Deployment, or a ReplicaSet, and its Service. */
static void put_workload(struct draw *draw, const char *name, const char *kind,
                         bool slow)
{
    fprintf(draw->to,
            "---\napiVersion: apps/v1\nkind: %s\nmetadata: {name: %s}\n"
            "spec:\n  replicas: %d\n  selector: {matchLabels: {app: %s}}\n"
            "  template:\n    metadata: {labels: {app: %s}}\n    spec:\n",
            kind, name, 1 + below(draw, 4), name, name);
    put_pod_spec(draw, "      ", slow);
    fprintf(draw->to,
            "---\napiVersion: v1\nkind: Service\nmetadata: {name: %s}\n"
            "spec: {selector: {app: %s}, ports: [{port: 80}]%s}\n",
            name, name,
            (draw->minor < 34 ? ways : newer_ways)[below(draw, WAYS)]);
}

/* How slowly the Deployments' programs start, by bits: those that are given. */
static unsigned put_programs(struct draw *draw, int services)
{
    unsigned slow = 0;

    for (int i = 0; i < services; i++) {
        if (!happens(draw, 30))
            continue;
        fputs(slow == 0 ? "  programs:\n" : "", draw->to);
        slow |= 1u << i;
        fprintf(draw->to,
                "  - name: %s-starts\n    workload: deployment/%s\n"
                "    startUp: ",
                names[i], names[i]);
        put_law(draw, between(draw, 0.1, 30));
        fputs("\n    readinessGates: ", draw->to);
        put_law(draw, between(draw, 0.1, 30));
        fputs("\n", draw->to);
    }
    return slow;
}

static void put_scenario(struct draw *draw)
{
    enum { WORKLOADS = 6 };
    static const char *const kinds[WORKLOADS] = {"Deployment",  "Deployment",
                                                 "Deployment",  "ReplicaSet",
                                                 "StatefulSet", "DaemonSet"};
    int services = 1 + below(draw, 3);
    unsigned slow;

    draw->minor = 25 + below(draw, 12);
    fprintf(draw->to,
            "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
            "  horizon: %.0fs\n  ticks: %s\n  kubernetes: \"1.%d\"\n"
            "  repair: {crews: %d}\n",
            draw->horizon, draw->ticked ? "real" : "elided", draw->minor,
            below(draw, 3));
    put_pools(draw);
    put_controllers(draw);
    put_faults(draw);
    put_traffic(draw, services);
    slow = put_programs(draw, services);
    for (int i = 0; i < services; i++)
        put_workload(draw, names[i],
                     slow >> i & 1 ? "Deployment"
                                   : kinds[below(draw, WORKLOADS)],
                     slow >> i & 1);
    if (happens(draw, 20)) {
        fputs("---\napiVersion: v1\nkind: Pod\nmetadata: {name: alone, labels: "
              "{app: web}}\nspec:\n",
              draw->to);
        put_pod_spec(draw, "  ", false);
    }
}

const char *random_scenario(struct arena *arena, uint64_t number)
{
    const struct seed seed = {.seed = number};
    struct draw draw;
    char *text;
    const char *copy;
    size_t length;

    draw.to = open_memstream(&text, &length);
    if (draw.to == NULL)
        machine_failed("no memory for a scenario");
    stream_open(&draw.stream, &seed, identity_of("random scenario"));
    draw.ticked = happens(&draw, 5);
    draw.horizon =
        draw.ticked ? between(&draw, 600, 3600) : between(&draw, 3600, 86400);
    put_scenario(&draw);
    fclose(draw.to);
    copy = arena_copy(arena, text);
    free(text);
    return copy;
}
