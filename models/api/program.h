/*
 * What runs in a container, as far as time goes: how long until it answers, how
 * long it runs, and how it exits. Constant, in the scenario.
 */
#ifndef MODELS_API_PROGRAM_H
#define MODELS_API_PROGRAM_H

#include "sim/law.h"

struct program {
    struct law start_up; /* from its container's start until it answers; no
                            kind: at once */
    struct law run_time; /* until it exits; no kind: for ever */
    double failures;     /* the share of its exits that are not 0 */
};

#endif
