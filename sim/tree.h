/*
 * A configuration, whatever its format, and any result that a program prints:
 * scalars, sequences and mappings, each of which knows where it was read.
 */
#ifndef SIM_TREE_H
#define SIM_TREE_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/error.h"

enum tree_kind { TREE_NULL, TREE_SCALAR, TREE_SEQUENCE, TREE_MAPPING };

/* Nodes live in the arena in which they were made. */
struct tree {
    enum tree_kind kind;
    bool quoted;         /* a scalar that was written in quotes: text */
    bool bare;           /* a scalar that JSON writes without quotes */
    const char *key;     /* in its mapping, else NULL */
    const char *text;    /* of a scalar */
    struct place key_at; /* of the key */
    struct place at;     /* of the value */
    struct tree *first;  /* child */
    struct tree *last;
    struct tree *next; /* sibling */
};

/* Reading. A NULL tree has no children and no text: look-ups chain. */
struct tree *tree_get(const struct tree *mapping, const char *key);
int tree_count(const struct tree *tree);
bool tree_is(const struct tree *tree, const char *text);
const char *tree_text(const struct tree *scalar, const char *otherwise);

/* "a mapping", "a sequence", "a scalar", "nothing": for messages. */
const char *tree_kind_name(const struct tree *tree);

/* The key's (or value's) place with which to report a node. */
struct place tree_place(const struct tree *tree);

/* Warns of, or reports, each key of the mapping that is not among the known
 * ones (ends with NULL): `unknown field "X" in WHAT; did you mean ...?`. */
void tree_check_keys(const struct tree *mapping, const char *const *known,
                     const char *what, bool mistake, struct errors *errors);

/* Building. The texts are copied; numbers are written so that they read back
 * the same. tree_append() moves `child` to the end of a sequence, tree_put()
 * of a mapping (a key that exists is replaced). */
struct tree *tree_new(struct arena *arena, enum tree_kind kind);
struct tree *tree_scalar(struct arena *arena, const char *text);
struct tree *tree_append(struct tree *sequence, struct tree *child);
struct tree *tree_put(struct arena *arena, struct tree *mapping,
                      const char *key, struct tree *child);
struct tree *tree_put_text(struct arena *arena, struct tree *mapping,
                           const char *key, const char *text);
struct tree *tree_put_number(struct arena *arena, struct tree *mapping,
                             const char *key, double number);
struct tree *tree_put_count(struct arena *arena, struct tree *mapping,
                            const char *key, long long count);
struct tree *tree_put_null(struct arena *arena, struct tree *mapping,
                           const char *key);
struct tree *tree_put_mapping(struct arena *arena, struct tree *mapping,
                              const char *key);
struct tree *tree_put_sequence(struct arena *arena, struct tree *mapping,
                               const char *key);

/* Whether they say the same, in whatever order their mappings do. */
bool tree_same(const struct tree *a, const struct tree *b);

/* A deep copy, with the places. */
struct tree *tree_copy(struct arena *arena, const struct tree *tree);

/* Whether JSON writes the text without quotes: a number, true or false. */
bool tree_bare(const char *text);

/* Writes JSON, indented by two spaces, and no newline at the end. NaN and
 * infinities are written as null. */
void tree_write_json(const struct tree *tree, FILE *to);

#endif
