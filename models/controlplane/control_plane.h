/*
 * The control plane's processes as they truly are. What they believe and do is
 * api/component's business, which hears of them.
 */
#ifndef MODELS_CONTROLPLANE_CONTROL_PLANE_H
#define MODELS_CONTROLPLANE_CONTROL_PLANE_H

#include "models/controlplane/leadership.h"

struct control_plane {
    struct leadership *leaderships; /* one for each election */
    int leadership_count;
    struct hook leadership_changed; /* with subject struct leadership */
};

struct control_plane *control_plane_open(struct sim *sim,
                                         const struct election *elections,
                                         int count);

#endif
