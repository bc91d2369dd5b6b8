/* A rate that changes at given times, and is constant in between. */
#include "models/workload/polyline.h"

static const struct parameter parameters[] = {
    {"steps", &of_steps, 0, NULL,
     "from when on which rate is offered; before the first, its rate too"},
    {NULL, NULL, 0, NULL, NULL}};

const struct demand_kind demand_steps = {
    .plugin = {"steps", "a rate that changes at given times", parameters},
    .settings_size = sizeof(struct polyline),
    .rate = polyline_rate,
    .volume = polyline_volume,
    .range = polyline_range,
    .crosses = polyline_crosses};
