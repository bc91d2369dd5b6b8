/*
 * The EndpointSlice controller: a pod's address is in its Services' slices
 * while it is Ready and not being deleted. (staging/src/k8s.io/endpointslice)
 */
#include "models/api/component.h"

struct endpoints {
    struct controller controller;
    struct component *component;
};

static bool routed(const struct pod_status *status)
{
    return pod_active(status) && status->ready;
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct endpoints *self = context;
    const struct pod_template *template = pod->template;

    if (routed(before) == routed(now))
        return;
    for (int i = 0; i < template->service_count; i++)
        api_set_endpoint(self->component->api, template->services[i], pod,
                         routed(now), cause);
}

static void start(struct component *component, const void *settings)
{
    struct endpoints *self = ARENA_NEW(component->sim->arena, struct endpoints);

    (void)settings;
    self->component = component;
    self->controller =
        (struct controller){.pod_changed = pod_changed, .self = self};
    component_join(component, &self->controller);
}

const struct controller_kind controller_endpoints = {
    {"endpoints", "keeps the Services' EndpointSlices", no_parameters},
    CONTROLLER_MANAGER,
    0,
    start,
    NULL};
