/* Controllers of owners: their beginning. */
#include "models/controllers/owner_controller.h"

const struct parameter owner_controller_parameters[] = {
    KEEPER_PARAMETERS(struct owner_controller_settings, "5"),
    {NULL, NULL, 0, NULL, NULL}};

void owner_controller_open(struct owner_controller *self,
                           struct component *component, const void *settings,
                           const struct owner_controller_kind *kind)
{
    const struct owner_controller_settings *given = settings;
    struct sim *sim = component->sim;
    uint64_t identity = identity_of(kind->by);

    self->component = component;
    self->controller.owner_changed = kind->owner_changed;
    self->controller.self = self;
    pool_open(&self->pool, sim->arena, kind->size);
    component_client(component, &self->client, given->keeper.qps,
                     given->keeper.burst, identity);
    component_queue(component, &self->queue, given->keeper.workers, kind->look,
                    self, identity);
    component_join(component, &self->controller);
}

const char *owner_controller_check(const void *settings, sim_time heartbeat)
{
    const struct owner_controller_settings *given = settings;

    (void)heartbeat;
    return keeper_check(&given->keeper);
}
