/*
 * What a year may promise: the targets of availability that results tell of.
 */
#ifndef MODELS_MEASURES_PROMISE_H
#define MODELS_MEASURES_PROMISE_H

struct promise_target {
    const char *percent; /* "99.9" */
    double lost;         /* what of a year may be lost at most */
};

enum { PROMISE_TARGETS = 3 };

extern const struct promise_target promise_targets[PROMISE_TARGETS];

#endif
