/*
 * An action in the making: what its item in the scenario says.
 */
#ifndef MODELS_SCENARIO_ACTION_H
#define MODELS_SCENARIO_ACTION_H

#include "models/scenario/draft.h"

struct reading {
    struct draft *draft;
    const struct tree *item;
    const char *what; /* "action \"release\"" */
    struct action_settings settings;
    struct action_design *design;
    bool good;      /* its settings could be read, and likewise */
    bool verb_good; /* those of its verb */
};

/* The place of what it says of a key, or its own. */
struct place action_place(const struct reading *reading, const char *key);

/* Reads whom it is about, as far as its kind is known. */
void action_whom(const struct reading *reading);

#endif
