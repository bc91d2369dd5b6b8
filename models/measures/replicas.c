/* Counts of the Services behind a pod, in constant time per change. */
#include "models/measures/replicas.h"

#include "models/measures/wanted.h"

static void add(struct replicas *self, const struct pod_template *template,
                int serving, int desired)
{
    for (int i = 0; i < template->service_count; i++) {
        int service = template->services[i]->ordinal;

        if (service < 0)
            continue;
        self->services[service].serving += serving;
        self->services[service].desired += desired;
        if (self->changed != NULL)
            self->changed(self->context, service);
    }
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    const struct sandbox *sandbox = subject;

    (void)cause;
    add(context, sandbox->pod->template, sandbox->serving ? 1 : -1, 0);
}

static void look(void *context, struct pod *pod)
{
    if (pod_serves(pod))
        add(context, pod->template, 1, 0);
}

static void want_more(struct replicas *self, const struct owner *owner,
                      int more)
{
    if (owner->parent != NULL || more == 0)
        return;
    self->wanted[owner->workload->ordinal] += more;
    add(self, owner->state.spec.template, 0, more);
}

static void want(struct replicas *self, const struct owner *owner)
{
    want_more(self, owner,
              wanted_pods(self->observation->cluster->api, owner) -
                  self->wanted[owner->workload->ordinal]);
}

/* A node came or went. */
static void want_daemons(struct replicas *self, const struct node *node,
                         int more)
{
    const struct owner *each = self->observation->cluster->api->owners;

    for (; each != NULL; each = each->next)
        if (each->kind == WORKLOAD_DAEMON_SET && wanted_on(each, node))
            want_more(self, each, more);
}

static void written(void *context, void *subject, struct cause cause)
{
    struct replicas *self = context;
    const struct change *change = subject;

    (void)cause;
    switch (change->kind) {
    case OWNER_CREATED:
    case OWNER_SCALED:
    case OWNER_UPDATED:
        want(self, change->object);
        break;
    case NODE_CREATED:
    case NODE_GONE:
        want_daemons(self, change->object,
                     change->kind == NODE_CREATED ? 1 : -1);
        break;
    default:
        break;
    }
}

void replicas_open(struct replicas *replicas,
                   const struct observation *observation,
                   void (*changed)(void *context, int service), void *context)
{
    const struct measured *measured = observation->measured;
    const struct cluster *cluster = observation->cluster;
    struct arena *arena = cluster->sim->arena;

    *replicas = (struct replicas){.observation = observation};
    replicas->services =
        ARENA_ARRAY(arena, struct service_replicas, measured->service_count);
    for (int i = 0; i < measured->service_count; i++)
        replicas->services[i].desired = measured->services[i].service->desired;
    replicas->wanted = ARENA_ARRAY(arena, int, measured->workload_count);
    for (int i = 0; i < measured->workload_count; i++)
        if (!measured->workloads[i].later)
            replicas->wanted[i] = measured->workloads[i].replicas;
    for (const struct owner *each = cluster->api->owners; each != NULL;
         each = each->next)
        want(replicas, each);
    visit_pods(cluster, look, replicas);
    replicas->changed = changed;
    replicas->context = context;
    replicas->serving_changed =
        (struct listener){serving_changed, replicas, NULL};
    hook_listen(&observation->cluster->kubelets.serving_changed,
                &replicas->serving_changed);
    replicas->written = (struct listener){written, replicas, NULL};
    hook_listen(cluster->api->written, &replicas->written);
}
