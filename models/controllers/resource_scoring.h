/*
 * How NodeResourcesFit scores, as settings: the scoringStrategy of a
 * KubeSchedulerConfiguration.
 */
#ifndef MODELS_CONTROLLERS_RESOURCE_SCORING_H
#define MODELS_CONTROLLERS_RESOURCE_SCORING_H

#include "models/api/score.h"
#include "sim/plugin.h"

struct resource_scoring {
    enum fit_strategy strategy;
    struct shape shape; /* scores from 0 to 100 */
};

extern const struct parameter_kind of_strategy; /* enum fit_strategy */
extern const struct parameter_kind of_shape;    /* struct shape */

#endif
