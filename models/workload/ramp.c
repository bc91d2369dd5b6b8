/* A rate that grows or falls steadily from one given point to the next. */
#include "models/workload/polyline.h"

static const struct parameter parameters[] = {
    {"points", &of_points, 0, NULL,
     "which rate is offered when; straight in between"},
    {NULL, NULL, 0, NULL, NULL}};

const struct demand_kind demand_ramp = {
    .plugin = {"ramp", "a rate that goes straight from point to point",
               parameters},
    .settings_size = sizeof(struct polyline),
    .rate = polyline_rate,
    .volume = polyline_volume,
    .range = polyline_range,
    .crosses = polyline_crosses};
