/* What a Service says of its requests' way, in each version. */
#include "models/api/manifest_service.h"

#include <string.h>

#include "sim/io/yaml.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;
static struct manifests manifests;
static struct taint_list taints;

/* A Service of this spec, with a pod; and what comes after. */
static void begin(int minor, const char *spec, const char *more)
{
    const char *text;
    struct tree *documents, *next;

    arena_open(&arena);
    text = arena_format(
        &arena,
        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: "
        "{selector: {app: web}%s}}\n---\n"
        "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: "
        "web}}, spec: {containers: [{name: c}]}}\n%s",
        spec, more);
    taints.count = 0;
    errors = (struct errors){.arena = &arena};
    manifests_open(&manifests, &arena, &taints, &errors, minor);
    documents = yaml_read(&arena, "test", text, strlen(text), &errors);
    for (struct tree *each = documents->first; each != NULL; each = next) {
        next = each->next;
        manifests_add(&manifests, each);
    }
    manifests_sort(&manifests);
    manifests_read(&manifests);
}

static void end(void)
{
    arena_close(&arena);
}

static void check_distribution(int minor, const char *value,
                               enum preference preference, int warnings,
                               int mistakes)
{
    char spec[80];

    snprintf(spec, sizeof(spec), ", trafficDistribution: %s", value);
    begin(minor, spec, "");
    CU_ASSERT_EQUAL(errors.warnings, warnings);
    CU_ASSERT_EQUAL(errors.mistakes, mistakes);
    if (mistakes == 0)
        CU_ASSERT_EQUAL(manifests.services[0].routing.preference, preference);
    end();
}

static void distribution(void)
{
    check_distribution(36, "PreferClose", PREFER_ZONE, 0, 0);
    check_distribution(36, "PreferSameZone", PREFER_ZONE, 0, 0);
    check_distribution(36, "PreferSameNode", PREFER_NODE, 0, 0);
    check_distribution(34, "PreferSameNode", PREFER_NODE, 0, 0);
    check_distribution(33, "PreferSameNode", PREFER_NONE, 0, 1);
    check_distribution(33, "PreferSameZone", PREFER_NONE, 0, 1);
    check_distribution(31, "PreferClose", PREFER_ZONE, 0, 0);
    check_distribution(30, "PreferClose", PREFER_NONE, 1, 0);
    check_distribution(30, "PreferSameNode", PREFER_NONE, 1, 0);
}

/* Who uses endpoints that are terminating where none is ready: kube-proxy. */
static bool last_resort(int minor, const char *spec, const char *more)
{
    bool is;

    begin(minor, spec, more);
    CU_ASSERT_EQUAL(errors.mistakes + errors.warnings, 0);
    is = manifests.services[0].routing.last_resort;
    end();
    return is;
}

static void terminating(void)
{
    CU_ASSERT_TRUE(last_resort(36, "", ""));
    CU_ASSERT_TRUE(last_resort(26, ", type: LoadBalancer", ""));
    CU_ASSERT_FALSE(last_resort(25, "", ""));
    CU_ASSERT_FALSE(last_resort(36, ", clusterIP: None", ""));
    CU_ASSERT_FALSE(last_resort(
        36, "",
        "---\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: "
        "{name: web}, spec: {ingressClassName: nginx, defaultBackend: "
        "{service: {name: web, port: {number: 80}}}}}\n"));
}

/* The DNS knows no zones. */
static void headless(void)
{
    begin(36, ", clusterIP: None, trafficDistribution: PreferSameZone", "");
    CU_ASSERT_EQUAL(manifests.services[0].routing.preference, PREFER_NONE);
    CU_ASSERT_PTR_NOT_NULL(manifests.assumed.first);
    end();
    begin(36, ", clusterIP: 10.0.0.7, trafficDistribution: PreferSameZone", "");
    CU_ASSERT_EQUAL(manifests.services[0].routing.preference, PREFER_ZONE);
    end();
}

static bool told(const char *part)
{
    for (const struct remark *each = manifests.assumed.first; each != NULL;
         each = each->next)
        if (strstr(remark_text(&arena, each), part) != NULL)
            return true;
    return false;
}

static void check_stay(const char *spec, int mistakes, bool assumed)
{
    begin(36, spec, "");
    CU_ASSERT_EQUAL(errors.mistakes, mistakes);
    CU_ASSERT_EQUAL(told("clients that stay"), assumed);
    CU_ASSERT_PTR_NULL(manifests.unmodelled.first);
    end();
}

#define CLIENT_IP(seconds)                                                     \
    ", sessionAffinityConfig: {clientIP: {timeoutSeconds: " seconds "}}"

/* Of a headless Service it means nothing. */
static void affinity(void)
{
    check_stay("", 0, false);
    check_stay(", sessionAffinity: ClientIP", 0, true);
    check_stay(", sessionAffinity: ClientIP" CLIENT_IP("86400"), 0, true);
    check_stay(", sessionAffinity: ClientIP" CLIENT_IP("86401"), 1, true);
    check_stay(", sessionAffinity: ClientIP" CLIENT_IP("0"), 1, true);
    check_stay(CLIENT_IP("60"), 1, false);
    check_stay(", clusterIP: None, sessionAffinity: ClientIP", 0, false);
}

/* Hints by the zones' CPUs are told of, whatever the annotation's name. */
static void topology(void)
{
    begin(36, "",
          "---\n{apiVersion: v1, kind: Service, metadata: {name: near, "
          "annotations: {service.kubernetes.io/topology-mode: Auto}}, spec: "
          "{selector: {app: web}}}\n");
    CU_ASSERT_PTR_NOT_NULL(manifests.unmodelled.first);
    end();
    begin(26, "",
          "---\n{apiVersion: v1, kind: Service, metadata: {name: near, "
          "annotations: {service.kubernetes.io/topology-aware-hints: auto}}, "
          "spec: {selector: {app: web}}}\n");
    CU_ASSERT_PTR_NOT_NULL(manifests.unmodelled.first);
    end();
}

/* It has no endpoints, whatever it selects. */
static void external_name(void)
{
    begin(36, ", type: ExternalName, externalName: example.org", "");
    CU_ASSERT_EQUAL(errors.warnings, 1);
    CU_ASSERT_EQUAL(manifests.service_count, 0);
    CU_ASSERT_EQUAL(manifests.workloads[0].template.service_count, 0);
    end();
}

SUITE("models/manifest-service", {"distribution", distribution},
      {"terminating", terminating}, {"headless", headless},
      {"affinity", affinity}, {"topology", topology},
      {"external name", external_name})
