/*
 * What the rows of the horizontal autoscaler have in common.
 */
#ifndef TESTS_CONFORMANCE_AUTOSCALER_H
#define TESTS_CONFORMANCE_AUTOSCALER_H

#include "models/autoscalers/reconcile.h"
#include "tests/conformance/conformance.h"

bool row_is(const struct tree *in, const char *name, const char *text);
bool row_null(const struct tree *in, const char *name);

/* A number of replicas, 0 if unset. */
int32_t row_size(const struct tree *in, const char *name);

/* The version of Kubernetes that the row is of: 1.36, where it does not say. */
int row_minor(const struct row *row);

struct initialization row_initialization(const struct tree *in);
struct scale_up_limit row_scale_up_limit(const struct tree *in);

/* A pod with its sample in the column of that name, and all that there are:
 * those of the row, samples of others, and the values of a metric of its own.
 */
struct observed_pod row_pod(const struct tree *pod, const char *metric);
struct observation row_observation(struct row *row, const struct tree *values,
                                   const char *metric);

/* Rules of scaling, with the defaults of what they leave out; and pairs of a
 * number and a time, with room for two more. */
struct scaling_rules row_rules(struct row *row, const struct tree *in, bool up);
struct journal row_journal(struct row *row, const char *name);

#endif
