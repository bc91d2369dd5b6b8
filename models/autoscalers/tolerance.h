/*
 * How far usage may be from its target before anything is done.
 * (Kubernetes 1.36, pkg/controller/podautoscaler/replica_calculator.go,
 * Tolerances)
 */
#ifndef MODELS_AUTOSCALERS_TOLERANCE_H
#define MODELS_AUTOSCALERS_TOLERANCE_H

#include <stdbool.h>

struct tolerance {
    double down; /* shares of the target */
    double up;
};

/* Whether usage that is `ratio` times its target is as good as on it. The
 * bounds count as within; before 1.33 it was the distance from 1 that counted,
 * so that the upper one, 1.1, was outside by a rounding error. */
bool tolerance_bears(struct tolerance tolerance, double ratio, int minor);

#endif
