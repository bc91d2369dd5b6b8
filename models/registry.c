/* plugins.def, compiled. */
#include "models/registry.h"

#define CONTROLLER(name) extern const struct controller_kind controller_##name;
#define FAULT(name) extern const struct fault_kind fault_##name;
#define ACTION(name) extern const struct action_kind action_##name;
#define DEMAND(name) extern const struct demand_kind demand_##name;
#define MEASURE(name) extern const struct measure_kind measure_##name;
#include "models/plugins.def"
#undef CONTROLLER
#undef FAULT
#undef ACTION
#undef DEMAND
#undef MEASURE

#define NOTHING(name)

#define CONTROLLER(name) &controller_##name.plugin,
#define FAULT NOTHING
#define ACTION NOTHING
#define DEMAND NOTHING
#define MEASURE NOTHING
static const struct plugin *const controllers[] = {
#include "models/plugins.def"
    NULL};
#undef CONTROLLER
#undef FAULT
#define CONTROLLER NOTHING
#define FAULT(name) &fault_##name.plugin,
static const struct plugin *const faults[] = {
#include "models/plugins.def"
    NULL};
#undef FAULT
#undef ACTION
#define FAULT NOTHING
#define ACTION(name) &action_##name.plugin,
static const struct plugin *const actions[] = {
#include "models/plugins.def"
    NULL};
#undef ACTION
#undef DEMAND
#define ACTION NOTHING
#define DEMAND(name) &demand_##name.plugin,
static const struct plugin *const demands[] = {
#include "models/plugins.def"
    NULL};
#undef DEMAND
#undef MEASURE
#define DEMAND NOTHING
#define MEASURE(name) &measure_##name.plugin,
static const struct plugin *const measures[] = {
#include "models/plugins.def"
    NULL};

const struct plugin_list controller_list = {"controller", controllers};
const struct plugin_list fault_list = {"fault", faults};
const struct plugin_list action_list = {"action", actions};
const struct plugin_list demand_list = {"traffic", demands};
const struct plugin_list measure_list = {"measure", measures};
