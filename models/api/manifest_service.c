/* Services and what stands before them. */
#include "models/api/manifest_service.h"

#include <string.h>

#include "models/api/endpoint.h"
#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"

static const char *const policies[] = {"Cluster", "Local", NULL};

/* Whether the policy is Local, and of no use without a type that has one. */
static bool is_local(struct manifests *manifests, const struct tree *spec,
                     const char *name, bool external)
{
    int policy = field_choice(spec, name, policies, 0, manifests->errors);
    bool of_no_use = strcmp(name, "externalTrafficPolicy") == 0 && !external;

    if (policy >= 0 && of_no_use && tree_get(spec, name) != NULL)
        error_at(manifests->errors, tree_get(spec, name)->at,
                 "%s needs the type NodePort or LoadBalancer", name);
    return policy == 1 && !of_no_use;
}

/* Feature gates that are on since then: ServiceTrafficDistribution and
 * PreferSameTrafficDistribution. (pkg/features/kube_features.go) */
enum { DISTRIBUTION_KEPT = 31, SAME_ALLOWED = 34 };

/* Without its gate the API server drops the field, and refuses its newer
 * values. (pkg/registry/core/service/strategy.go, dropServiceDisabledFields;
 * pkg/apis/core/validation, validateServiceTrafficDistribution) */
static enum preference preference_read(struct manifests *manifests,
                                       const struct tree *spec)
{
    static const char *const names[] = {"PreferClose", "PreferSameZone",
                                        "PreferSameNode", NULL};
    static const enum preference preferences[] = {PREFER_ZONE, PREFER_ZONE,
                                                  PREFER_NODE, PREFER_NONE};
    const struct tree *field = tree_get(spec, "trafficDistribution");
    int choice =
        field_choice(spec, "trafficDistribution", names, 3, manifests->errors);

    if (choice < 0 || choice == 3)
        return PREFER_NONE;
    if (manifests->minor < DISTRIBUTION_KEPT)
        warning_at(manifests->errors, tree_place(field),
                   "Kubernetes drops trafficDistribution before 1.%d",
                   DISTRIBUTION_KEPT);
    else if (choice > 0 && manifests->minor < SAME_ALLOWED)
        error_at(manifests->errors, field->at,
                 "Kubernetes knows trafficDistribution: %s since 1.%d, before "
                 "that PreferClose alone",
                 names[choice], SAME_ALLOWED);
    return manifests->minor < DISTRIBUTION_KEPT ? PREFER_NONE
                                                : preferences[choice];
}

/* What is assumed of where requests enter, if that makes a difference. */
static void remark_entrance(struct manifests *manifests,
                            const struct service *service)
{
    if (service->routing.preference != PREFER_NONE)
        remark(&manifests->assumed,
               service->routing.entrance == THROUGH_BALANCER
                   ? "requests enter evenly at the nodes that pass the load "
                     "balancer's checks, which go to "
                   : "requests come evenly from pods on all nodes that are up, "
                     "which go to ",
               service->object, "");
}

/* No proxy knows it: who calls it asks the DNS for its addresses, those that
 * are ready. (CoreDNS, plugin/kubernetes) */
static bool is_headless(struct manifests *manifests, const struct tree *spec,
                        const char *object)
{
    bool headless = tree_is(tree_get(spec, "clusterIP"), "None");

    if (headless)
        remark(&manifests->assumed,
               "callers ask the DNS anew for each request, which is as late as "
               "a kube-proxy, and go to any address of ",
               object, "");
    return headless;
}

/* MaxClientIPServiceAffinitySeconds (pkg/apis/core/validation) */
enum { DEFAULT_STAY = 10800, LONGEST_STAY = 86400 };

/* A node's proxy sends a client that was there less than the timeout ago to the
 * endpoint that it had, while the node's rules have that: each mode forgets its
 * clients with the endpoint. (pkg/proxy/iptables/proxier.go: one list `recent`
 * for each endpoint's chain; nftables/proxier.go: one set for each; ipvs/
 * proxier.go: expire_quiescent_template 1.) So an endpoint that is dead and
 * listed loses its share of the clients, which is the same for all, on average
 * over which of them dies: what it would lose of the connections otherwise. */
static void affinity_check(struct manifests *manifests, const struct tree *spec,
                           const char *object)
{
    static const char *const affinities[] = {"None", "ClientIP", NULL};
    const struct tree *settings = field_mapping(
        field_mapping(spec, "sessionAffinityConfig", manifests->errors),
        "clientIP", manifests->errors);
    sim_time stay = field_seconds(settings, "timeoutSeconds", DEFAULT_STAY,
                                  manifests->errors);
    int choice =
        field_choice(spec, "sessionAffinity", affinities, 0, manifests->errors);

    if (stay <= 0 || stay > SECONDS(LONGEST_STAY))
        error_at(manifests->errors, tree_get(settings, "timeoutSeconds")->at,
                 "timeoutSeconds must be from 1 to %d", LONGEST_STAY);
    else if (settings != NULL && choice == 0)
        error_at(manifests->errors, tree_place(settings),
                 "sessionAffinityConfig needs sessionAffinity: ClientIP");
    if (choice == 1 && *object != '\0')
        remark(&manifests->assumed,
               "clients that stay at an endpoint are many, and as many at each "
               "of ",
               object, "");
}

/* Its hints share the endpoints of all zones out by the zones' CPUs, and go
 * before trafficDistribution. (staging/src/k8s.io/endpointslice/topologycache)
 */
static void remark_topology(struct manifests *manifests,
                            const struct manifest *manifest)
{
    static const char *const names[] = {
        "service.kubernetes.io/topology-mode",
        "service.kubernetes.io/topology-aware-hints", NULL};
    const struct tree *annotations = field_mapping(
        tree_get(manifest->tree, "metadata"), "annotations", manifests->errors);

    for (int i = 0; names[i] != NULL; i++)
        if (tree_is(tree_get(annotations, names[i]), "Auto") ||
            tree_is(tree_get(annotations, names[i]), "auto"))
            remark(&manifests->unmodelled,
                   "topology-mode: Auto is not modelled yet (",
                   manifest->object, ")");
}

bool routing_read(struct manifests *manifests, const struct manifest *manifest,
                  const struct tree *spec, struct service *into)
{
    static const char *const types[] = {"ClusterIP", "NodePort", "LoadBalancer",
                                        "ExternalName", NULL};
    int type = field_choice(spec, "type", types, 0, manifests->errors);
    bool external = type != 0 && type != 3; /* or something unknown */
    bool headless = type == 0 && is_headless(manifests, spec, into->object);
    bool local[2] = {
        is_local(manifests, spec, "internalTrafficPolicy", external),
        is_local(manifests, spec, "externalTrafficPolicy", external)};
    enum preference preference =
        local[external] ? ONLY_NODE : preference_read(manifests, spec);

    if (type == 3) {
        warning_at(
            manifests->errors, into->place,
            "%s is of type ExternalName, which leads out of the cluster; "
            "it is not measured",
            into->object);
        return false;
    }
    into->routing = (struct routing){
        .entrance = type == 2 ? THROUGH_BALANCER : FROM_WITHIN,
        .preference = headless ? PREFER_NONE : preference,
        .last_resort = !headless && endpoint_last_resort(manifests->minor)};
    field_read(spec, "publishNotReadyAddresses", &of_flag,
               &into->publish_not_ready_addresses, manifests->errors);
    remark_topology(manifests, manifest);
    affinity_check(manifests, spec, headless ? "" : into->object);
    remark_entrance(manifests, into);
    return true;
}

#define NGINX "nginx.ingress.kubernetes.io/"

/* -1 where the annotation is not there. */
static int number_read(struct manifests *manifests,
                       const struct tree *annotations, const char *name)
{
    const struct tree *value = tree_get(annotations, name);
    const char *text = tree_text(value, "");
    int number = 0;

    if (value == NULL || value->kind == TREE_NULL)
        return -1;
    for (const char *c = text; *c >= '0' && *c <= '9' && number < 100000; c++)
        number = number * 10 + (*c - '0');
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0')
        error_at(manifests->errors, value->at,
                 "\"%s\" is no %s, which is a whole number", text,
                 name + sizeof(NGINX) - 1);
    return number;
}

static struct upstream_wishes wishes_read(struct manifests *manifests,
                                          const struct tree *annotations)
{
    const char *when = tree_text(
        tree_get(annotations, NGINX "proxy-next-upstream"), "error timeout");

    return (struct upstream_wishes){
        .tries = number_read(manifests, annotations,
                             NGINX "proxy-next-upstream-tries"),
        .time = number_read(manifests, annotations,
                            NGINX "proxy-next-upstream-timeout"),
        .connect =
            number_read(manifests, annotations, NGINX "proxy-connect-timeout"),
        .error = strstr(when, "error") != NULL,
        .timeout = strstr(when, "timeout") != NULL};
}

static void backend_read(struct manifests *manifests,
                         const struct manifest *manifest,
                         const struct tree *backend,
                         const struct upstream_wishes *wishes)
{
    const struct tree *name =
        tree_get(field_mapping(backend, "service", manifests->errors), "name");
    struct ingress_backend *into;

    if (name == NULL)
        name = tree_get(backend, "serviceName"); /* of networking/v1beta1 */
    if (name == NULL || name->kind != TREE_SCALAR)
        return;
    into = ARENA_NEW(manifests->arena, struct ingress_backend);
    *into = (struct ingress_backend){
        manifest->namespace, name->text, manifest->object, name->at, *wishes,
        manifests->backends};
    manifests->backends = into;
}

static void rule_read(struct manifests *manifests,
                      const struct manifest *manifest, const struct tree *rule,
                      const struct upstream_wishes *wishes)
{
    const struct tree *paths =
        field_sequence(field_mapping(rule, "http", manifests->errors), "paths",
                       manifests->errors);

    for (const struct tree *each = paths != NULL ? paths->first : NULL;
         each != NULL; each = each->next)
        backend_read(manifests, manifest,
                     field_mapping(each, "backend", manifests->errors), wishes);
}

static void remark_ingress(struct manifests *manifests,
                           const struct manifest *manifest,
                           const struct tree *spec,
                           const struct tree *annotations)
{
    const char *class = tree_text(
        tree_get(spec, "ingressClassName"),
        tree_text(tree_get(annotations, "kubernetes.io/ingress.class"), ""));

    if (*class != '\0' && strstr(class, "nginx") == NULL)
        remark(&manifests->assumed,
               "an Ingress does as ingress-nginx does: ", manifest->object, "");
    if (tree_is(tree_get(annotations, NGINX "service-upstream"), "true"))
        remark(&manifests->unmodelled, "service-upstream is not modelled yet (",
               manifest->object, ")");
}

void ingress_read(struct manifests *manifests, const struct manifest *manifest,
                  const struct tree *spec)
{
    const struct tree *annotations = field_mapping(
        tree_get(manifest->tree, "metadata"), "annotations", manifests->errors);
    const struct tree *rules = field_sequence(spec, "rules", manifests->errors);
    struct upstream_wishes wishes = wishes_read(manifests, annotations);

    remark_ingress(manifests, manifest, spec, annotations);
    backend_read(manifests, manifest,
                 field_mapping(spec, "defaultBackend", manifests->errors),
                 &wishes);
    for (const struct tree *each = rules != NULL ? rules->first : NULL;
         each != NULL; each = each->next)
        rule_read(manifests, manifest, each, &wishes);
}

static void apply(struct manifests *manifests,
                  const struct ingress_backend *backend)
{
    for (int i = 0; i < manifests->service_count; i++) {
        struct service *service = &manifests->services[i];

        if (strcmp(service->name, backend->service) != 0 ||
            strcmp(service->namespace, backend->namespace) != 0)
            continue;
        service->routing = (struct routing){.entrance = THROUGH_INGRESS,
                                            .wishes = backend->wishes};
        remark(
            &manifests->assumed,
            "all requests come through the Ingress, which does not fail, to ",
            service->object, "");
        return;
    }
    if (manifests->errors->mistakes == 0)
        warning_at(manifests->errors, backend->place,
                   "%s sends requests to the Service \"%s\", which selects no "
                   "pods that are simulated",
                   backend->object, backend->service);
}

void ingresses_apply(struct manifests *manifests)
{
    for (const struct ingress_backend *each = manifests->backends; each != NULL;
         each = each->next)
        apply(manifests, each);
}
