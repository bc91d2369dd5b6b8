/* Volumes. */
#include "models/api/volume.h"

#include <string.h>

#include "models/api/api.h"

static void *grown(struct arena *arena, const void *old, size_t size, int count,
                   int capacity)
{
    void *all = arena_allocate(arena, size * (size_t)capacity);

    if (count > 0)
        memcpy(all, old, size * (size_t)count);
    return all;
}

static int enough(int capacity, int index)
{
    int wanted = capacity > 0 ? capacity : INITIAL_SIZE(4);

    while (wanted <= index)
        wanted *= 2;
    return wanted;
}

static struct volume **place_of(struct api *api, int design, int ordinal)
{
    struct arena *arena = api->sim->arena;
    struct volume_set *set;

    if (design >= api->volume_capacity) {
        int capacity = enough(api->volume_capacity, design);

        api->volumes = grown(arena, api->volumes, sizeof(*api->volumes),
                             api->volume_capacity, capacity);
        api->volume_capacity = capacity;
    }
    set = &api->volumes[design];
    if (ordinal >= set->capacity) {
        int capacity = enough(set->capacity, ordinal);

        set->all = grown(arena, set->all, sizeof(struct volume *),
                         set->capacity, capacity);
        set->capacity = capacity;
    }
    return &set->all[ordinal];
}

static int zone_named(const struct api *api, const char *name)
{
    for (int i = 0; name != NULL && i < api->zone_count; i++)
        if (strcmp(api->zones[i], name) == 0)
            return i;
    return -1;
}

struct volume *api_volume(struct api *api, const struct pod *pod, int i)
{
    const struct claim *claim = &pod->template->claims[i];
    int ordinal = claim->own && pod->ordinal >= 0 ? pod->ordinal : 0;
    struct volume **place = place_of(api, claim->design->ordinal, ordinal);

    if (*place == NULL) {
        struct volume *volume = ARENA_NEW(api->sim->arena, struct volume);

        volume->design = claim->design;
        volume->ordinal = claim->own ? ordinal : -1;
        volume->identity = identity_child(identity_of(claim->design->object),
                                          (uint64_t)ordinal, 0);
        volume->zone = zone_named(api, claim->design->zone);
        *place = volume;
    }
    return *place;
}

static bool allows(const struct volume *volume, const struct node_design *node)
{
    const struct volume_design *design = volume->design;

    if (design->node != NULL && strcmp(design->node, node->name) != 0)
        return false;
    if (!design->zonal)
        return true;
    return volume->zone >= 0 ? volume->zone == node->zone
                             : design->zone == NULL;
}

bool volumes_allow(struct api *api, const struct pod *pod,
                   const struct node_design *node)
{
    for (int i = 0; i < pod->template->claim_count; i++)
        if (!allows(api_volume(api, pod, i), node))
            return false;
    return true;
}

void volumes_bind(struct api *api, const struct pod *pod)
{
    for (int i = 0; i < pod->template->claim_count; i++) {
        struct volume *volume = api_volume(api, pod, i);

        if (volume->zone < 0)
            volume->zone = pod->status.node->design->zone;
    }
}

static void write(struct api *api, struct volume *volume, enum change_kind kind)
{
    struct change *change =
        log_change(&api->volume_log, kind, volume, NO_CAUSE);

    change->volume = volume->state;
    api_publish(api, &api->volume_log, change);
}

void api_attach(struct api *api, struct volume *volume, struct node *node)
{
    volume->state = (struct volume_state){node, false};
    write(api, volume, node != NULL ? VOLUME_ATTACHED : VOLUME_DETACHED);
}

void api_use(struct api *api, struct volume *volume, bool in_use)
{
    if (volume->state.in_use == in_use)
        return;
    volume->state.in_use = in_use;
    write(api, volume, VOLUME_USED);
}
