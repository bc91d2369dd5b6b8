/*
 * What a Scenario's spec may hold: each of its parts as a plug-in, so that
 * reading, "did you mean" and explain-kind come from one table.
 */
#ifndef MODELS_SCENARIO_PARTS_H
#define MODELS_SCENARIO_PARTS_H

#include "models/api/client.h"
#include "models/api/program.h"
#include "sim/model.h"

/* No duration is negative. */
#define WARM_UP_AUTO ((sim_time)-1)

/* Of the spec itself; lists and mappings are NULL if they are not given. */
struct scenario_settings {
    struct run_plan plan; /* without name and layout; warm_up is WARM_UP_AUTO
                             where it is to be found */
    const char *kubernetes;
    const char *ticks;
    const struct tree *nodes;
    const struct tree *manifests;
    const struct tree *traffic;
    const struct tree *faults;
    const struct tree *actions;
    const struct tree *programs;
    const struct tree *controllers;
    const struct tree *repair;
    const struct tree *control_plane;
};

#define POOL_BOOT "60s"

struct pool_settings {
    const char *name;
    int count;
    const struct tree *zones;
    int racks; /* over all zones */
    int64_t cpu_milli;
    int64_t memory_bytes;
    int pods;
    double price; /* per hour */
    const struct tree *labels;
    const struct tree *taints;
    int most;
    struct law boot;
    const struct tree *kube_reserved;
    const struct tree *system_reserved;
    const struct tree *eviction_hard;
    int64_t overhead_milli;
};

struct traffic_settings {
    const char *service;
    const char *kind; /* of demand; NULL: none */
    double cpu_per_request;
    double available_at;
    int min_ready;
};

struct fault_settings {
    const char *name;
    const char *kind;
    struct law every;
    struct law lasts; /* without kind if not given */
    const struct tree *target;
};

struct target_settings {
    const char *nodes;
    const char *pods;
    const char *containers;
    const char *racks;
    const char *zones;
    const char *components;
    const char *zone;
    const struct tree *selector;
    const char *name;
};

struct action_settings {
    const char *name;
    const char *kind;
    sim_time at;
    struct law every; /* without kind if not given */
    const struct tree *target;
};

struct program_settings {
    const char *name;
    const char *workload;
    const char *container;
    struct law start_up; /* these two without kind if not given */
    struct law run_time;
    struct law readiness_gates; /* likewise */
    double failures;
};

struct repair_settings {
    int crews;
};

extern const struct plugin scenario_part;
extern const struct plugin pool_part;
extern const struct plugin traffic_part;
extern const struct plugin fault_part;
extern const struct plugin target_part;
extern const struct plugin action_part;
extern const struct plugin program_part;
extern const struct plugin repair_part;
extern const struct plugin network_part;
extern const struct plugin control_plane_part; /* of a struct election */

/* All of them, for look-up by name. */
extern const struct plugin_list scenario_part_list;

/* Whether the spec's value of that key is a list. */
bool scenario_key_is_list(const char *key);

/* Where one of them is written: "in an item of spec.nodes". */
const char *scenario_part_written(const struct plugin *part);

/* Keys of the spec that are designed and not modelled yet; ends with NULL. */
extern const char *const scenario_later_keys[];

#endif
