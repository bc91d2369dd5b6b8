/*
 * Labels, and selectors that match them (Kubernetes' label selectors:
 * matchLabels and matchExpressions with In, NotIn, Exists, DoesNotExist).
 */
#ifndef MODELS_API_SELECTOR_H
#define MODELS_API_SELECTOR_H

#include <stdbool.h>

#include "sim/tree.h"

struct label {
    const char *key;
    const char *value;
};

struct labels {
    int count;
    const struct label *all;
};

enum selector_operator {
    SELECTOR_IN,
    SELECTOR_NOT_IN,
    SELECTOR_EXISTS,
    SELECTOR_DOES_NOT_EXIST,
    SELECTOR_GREATER, /* the last two: of node affinities alone */
    SELECTOR_LESS
};

struct requirement {
    const char *key;
    enum selector_operator operator;
    int count;
    const char *const *values;
};

/* All requirements must hold; a selector that was not given matches nothing,
 * an empty one everything. */
struct selector {
    bool given;
    int count;
    const struct requirement *all;
};

/* The value, or NULL. */
const char *label_value(const struct labels *labels, const char *key);
bool selector_matches(const struct selector *selector,
                      const struct labels *labels);

/* A mapping of labels; anything else is reported as a mistake. */
struct labels labels_read(struct arena *arena, const struct tree *mapping,
                          struct errors *errors);

/* A plain mapping (a Service's selector, a nodeSelector), or a LabelSelector
 * with matchLabels and matchExpressions. */
struct selector selector_of_labels(struct arena *arena,
                                   const struct tree *mapping,
                                   struct errors *errors);
struct selector selector_read(struct arena *arena, const struct tree *selector,
                              struct errors *errors);

/* The requirements of a sequence of expressions, as a node affinity has them;
 * not given if there are none. */
struct selector node_expressions_read(struct arena *arena,
                                      const struct tree *expressions,
                                      struct errors *errors);

/* The same selector with one more requirement. */
struct selector selector_and(struct arena *arena,
                             const struct selector *selector,
                             const struct requirement *requirement);

/* "app=web,tier in (a,b)": for messages. */
const char *selector_describe(struct arena *arena,
                              const struct selector *selector);

#endif
