/*
 * plugins.def, compiled: every plug-in there is, by its family. Each list ends
 * with NULL, and is also a struct plugin_list for look-up by name.
 */
#ifndef MODELS_REGISTRY_H
#define MODELS_REGISTRY_H

#include "models/api/component.h"
#include "models/cluster/demand.h"
#include "models/faults/fault.h"
#include "models/measures/measure.h"
#include "models/monitoring/scrape.h"
#include "models/operator/action.h"

extern const struct plugin_list controller_list; /* struct controller_kind */
extern const struct plugin_list fault_list;      /* struct fault_kind */
extern const struct plugin_list action_list;     /* struct action_kind */
extern const struct plugin_list demand_list;     /* struct demand_kind */
extern const struct plugin_list measure_list;    /* struct measure_kind */

#endif
