/*
 * PodDisruptionBudgets, and whose pods they select.
 */
#ifndef MODELS_API_MANIFEST_BUDGET_H
#define MODELS_API_MANIFEST_BUDGET_H

#include "models/api/manifest.h"

/* What Kubernetes refuses (pkg/apis/policy/validation) is a mistake; one that
 * allows no eviction whatever happens is warned of. */
void budget_read(struct manifests *manifests, const struct manifest *manifest,
                 const struct tree *spec);

/* Lists, in the workload's template, the budgets that select its pods. */
void budgets_link(const struct manifests *manifests, struct workload *workload);

#endif
