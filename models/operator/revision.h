/*
 * What a workload's template has become after what people did to it: an
 * applied one, with other images, restarted so many times. All revisions that
 * there can be are known before time zero, each with a template of its own.
 */
#ifndef MODELS_OPERATOR_REVISION_H
#define MODELS_OPERATOR_REVISION_H

#include "models/api/template.h"

struct revision {
    const struct pod_template *applied;
    const char **images; /* of its containers; may be written to */
    int restarts;        /* in turn, below `most_restarts`: when as many have
                            followed, nobody remembers the first any more */
    int most_restarts;
};

#endif
