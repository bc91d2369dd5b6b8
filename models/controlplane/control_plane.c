/* The control plane's processes, assembled. */
#include "models/controlplane/control_plane.h"

struct control_plane *
control_plane_open(struct sim *sim, const struct election *elections, int count)
{
    struct control_plane *made = ARENA_NEW(sim->arena, struct control_plane);

    made->leaderships = ARENA_ARRAY(sim->arena, struct leadership, count);
    made->leadership_count = count;
    for (int i = 0; i < count; i++)
        leadership_open(&made->leaderships[i], sim, &elections[i],
                        &made->leadership_changed);
    return made;
}
