/*
 * A scenario in the making: what the files of this folder share. They run in
 * this order, and each fills its part of `scenario`.
 */
#ifndef MODELS_SCENARIO_DRAFT_H
#define MODELS_SCENARIO_DRAFT_H

#include "models/api/manifest.h"
#include "models/scenario/parts.h"
#include "models/scenario/scenario.h"

struct given_program;

struct draft {
    const struct question *question;
    struct arena *arena;
    struct errors *errors;
    struct tree *document; /* the Scenario; a copy, for settings change it */
    struct tree *spec;     /* its spec */
    struct place place;    /* of the Scenario; none if it is the preset's */
    bool preset;           /* nobody gave a Scenario: it is the preset's */
    bool empty;            /* nothing was read but the preset */
    bool objects_sound;    /* all objects could be read, and likewise */
    bool nodes_sound;      /* all nodes: what is missing is truly missing */
    struct manifests manifests;
    struct scenario_settings settings;
    struct given_program *programs;
    int program_count;
    struct remarks assumed; /* of the scenario itself, and likewise */
    struct remarks unmodelled;
    struct scenario *scenario;
};

/* Applies the question's settings (--set) to the Scenario, or to the objects
 * of the manifests; see address.h. */
void draft_set(struct draft *draft, bool objects);

void draft_configurations(struct draft *draft);
void draft_nodes(struct draft *draft);
void draft_daemons(struct draft *draft);
void draft_traffic(struct draft *draft);
void draft_control_plane(struct draft *draft);
void draft_control_plane_assumed(struct draft *draft); /* after the faults */
void draft_faults(struct draft *draft);
void draft_actions(struct draft *draft);
void draft_programs(struct draft *draft);
void draft_controllers(struct draft *draft);

/* What a KubeletConfiguration says of every pool, where the pool says nothing.
 */
void draft_configure_pool(struct draft *draft, struct tree *pool);

/* The list of pools to read, or NULL; and each read (its name is NULL after a
 * mistake), with the number of all their machines. */
const struct tree *draft_pools_given(struct draft *draft);
int64_t draft_pools(struct draft *draft, const struct tree *list,
                    struct pool_settings *pools);

/* What runs in a workload's containers, as draft_programs() has read it; and
 * whether all that was read runs somewhere. */
void draft_give_programs(struct draft *draft, struct workload *workload);
void draft_check_programs(struct draft *draft);

/* Whether what was read makes a question that can be answered. */
void draft_check(struct draft *draft);

/* All that are applied later; see actions.c. Makes templates of all that
 * workloads can become. */
void draft_applied(struct draft *draft, struct action_design *design,
                   const struct tree *item);
void draft_revisions(struct draft *draft, struct action_design *actions,
                     int count);

/* each, one, all, 3 or 20%; a zone; a StatefulSet's pod ("pod/db-1"), if it is
 * one; labels of nodes or pods. */
bool target_mode_read(struct draft *draft, const struct tree *value,
                      struct target *target);
bool target_zone_read(struct draft *draft, const struct tree *value,
                      struct target *target);
bool target_pod_read(struct draft *draft, const struct tree *value,
                     const char *object, struct target *target);
struct selector target_selector_read(struct draft *draft,
                                     const struct tree *mapping);

/* The names of a plug-in's parameters; all keys of a mapping, for somebody else
 * to look at. Both end with NULL. */
const char *const *parameter_names(struct arena *arena,
                                   const struct plugin *plugin);
const char *const *key_names(struct arena *arena, const struct tree *mapping);

/* Remarks, "BEFORE: PREFIXname default", on each parameter that was not given
 * and has a default; with `choices`, on those that nobody could measure. */
void draft_defaults(struct draft *draft, const struct plugin *plugin,
                    const struct tree *mapping, const char *before,
                    const char *prefix, bool choices);

/* How many things a fault may befall; at most so many if that is not known
 * before it happens: of containers in a zone, which are where they are put. */
int64_t fault_targets(const struct scenario *scenario,
                      const struct fault_design *fault);
bool fault_targets_known(const struct fault_design *fault);

#endif
