/*
 * What to tell of many objects at once: one sentence for all that it is true
 * of, with their names, in the order in which it was found out.
 */
#ifndef MODELS_API_REMARK_H
#define MODELS_API_REMARK_H

#include "sim/arena.h"

struct remark_object;

struct remark {
    const char *before; /* "no CPU request in " */
    const char *after;  /* ": 100m is assumed" */
    const char *many;   /* instead of `after` for several objects, or NULL */
    struct remark_object *first;
    struct remark_object *last;
    int count; /* of objects */
    struct remark *next;
};

struct remarks {
    struct arena *arena;
    struct remark *first;
    struct remark *last;
};

/* Adds an object to the remark of these words; once, if it comes again at
 * once. The texts must outlive the remarks. */
void remark(struct remarks *remarks, const char *before, const char *object,
            const char *after);

/* Likewise, for words that change with the number of objects. */
void remark_number(struct remarks *remarks, const char *before,
                   const char *object, const char *after, const char *many);

/* The sentence; it names at most seven objects. */
const char *remark_text(struct arena *arena, const struct remark *remark);

#endif
