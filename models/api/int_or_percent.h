/*
 * A number of things, or a share of them: 3, or "25%". (IntOrString,
 * k8s.io/apimachinery pkg/util/intstr)
 */
#ifndef MODELS_API_INT_OR_PERCENT_H
#define MODELS_API_INT_OR_PERCENT_H

#include "sim/plugin.h"

struct int_or_percent {
    int value; /* 0 or more */
    bool percent;
};

/* How many that is of so many; a share is rounded. */
int int_or_percent_up(struct int_or_percent given, int of);
int int_or_percent_down(struct int_or_percent given, int of);

/* Parameter: struct int_or_percent; a text must end with "%". */
extern const struct parameter_kind of_int_or_percent;

#endif
