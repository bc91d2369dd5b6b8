/*
 * The taints of nodes, as bits: those that Kubernetes sets itself, and what
 * else a question's nodes have and its actions may bring.
 */
#ifndef MODELS_API_TAINT_H
#define MODELS_API_TAINT_H

#include <stdint.h>

#include "models/api/template.h"

enum {
    TAINT_NOT_READY_NO_SCHEDULE = 1,
    TAINT_NOT_READY_NO_EXECUTE = 2,
    TAINT_UNREACHABLE_NO_SCHEDULE = 4,
    TAINT_UNREACHABLE_NO_EXECUTE = 8,
    TAINT_UNSCHEDULABLE = 16, /* spec.unschedulable too: it is cordoned */
    TAINT_OUT_OF_SERVICE = 32,
    TAINT_MEMORY_PRESSURE = 64,
    TAINTS_NO_SCHEDULE =
        TAINT_NOT_READY_NO_SCHEDULE | TAINT_UNREACHABLE_NO_SCHEDULE,
    TAINTS_NO_EXECUTE =
        TAINT_NOT_READY_NO_EXECUTE | TAINT_UNREACHABLE_NO_EXECUTE,
    STANDARD_TAINTS = 7, /* how many bits */
    MOST_TAINTS = 63
};

/* Beside the standard ones; constant, in the scenario. */
struct taint_list {
    int count;
    struct taint all[MOST_TAINTS - STANDARD_TAINTS];
};

/* Its bit; what is not there yet is added. 0: there is no room for it. */
uint64_t taint_add(struct taint_list *list, const struct taint *taint);

/* The taint that a bit stands for; `more` may be NULL. */
const struct taint *taint_of(const struct taint_list *more, int bit);

#define ALL_TAINTS UINT64_MAX

/* Those of these that are of that effect; of a key, and of that effect or of
 * any. */
uint64_t taints_of_effect(const struct taint_list *more, uint64_t taints,
                          enum taint_effect effect);
uint64_t taints_of_key(const struct taint_list *more, uint64_t taints,
                       const char *key, enum taint_effect effect);

/* The bit of one taint; a standard one's whatever its value; 0 if it is not
 * among them. */
uint64_t taint_bit(const struct taint_list *more, const struct taint *taint);

/* "NoSchedule". */
const char *taint_effect_name(enum taint_effect effect);

#endif
