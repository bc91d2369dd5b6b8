/* Taints as bits. */
#include "models/api/taint.h"

#include <string.h>

static const struct taint standard[STANDARD_TAINTS] = {
    {"node.kubernetes.io/not-ready", "", NO_SCHEDULE},
    {"node.kubernetes.io/not-ready", "", NO_EXECUTE},
    {"node.kubernetes.io/unreachable", "", NO_SCHEDULE},
    {"node.kubernetes.io/unreachable", "", NO_EXECUTE},
    {"node.kubernetes.io/unschedulable", "", NO_SCHEDULE},
    {"node.kubernetes.io/out-of-service", "", NO_EXECUTE},
    {"node.kubernetes.io/memory-pressure", "", NO_SCHEDULE}};

static int count(const struct taint_list *more)
{
    return STANDARD_TAINTS + (more == NULL ? 0 : more->count);
}

const struct taint *taint_of(const struct taint_list *more, int bit)
{
    return bit < STANDARD_TAINTS ? &standard[bit]
                                 : &more->all[bit - STANDARD_TAINTS];
}

/* Those of these that there are. */
static uint64_t known(const struct taint_list *more, uint64_t taints)
{
    return taints & (((uint64_t)1 << count(more)) - 1);
}

uint64_t taints_of_effect(const struct taint_list *more, uint64_t taints,
                          enum taint_effect effect)
{
    uint64_t bits = 0;

    for (uint64_t left = known(more, taints); left != 0; left &= left - 1)
        if (taint_of(more, __builtin_ctzll(left))->effect == effect)
            bits |= left & -left;
    return bits;
}

uint64_t taints_of_key(const struct taint_list *more, uint64_t taints,
                       const char *key, enum taint_effect effect)
{
    uint64_t bits = 0;

    for (uint64_t left = known(more, taints); left != 0; left &= left - 1) {
        const struct taint *taint = taint_of(more, __builtin_ctzll(left));

        if (strcmp(taint->key, key) == 0 &&
            (effect == ANY_EFFECT || effect == taint->effect))
            bits |= left & -left;
    }
    return bits;
}

uint64_t taint_bit(const struct taint_list *more, const struct taint *taint)
{
    for (int i = 0; i < count(more); i++) {
        const struct taint *each = taint_of(more, i);

        if (strcmp(each->key, taint->key) == 0 &&
            each->effect == taint->effect &&
            (i < STANDARD_TAINTS || strcmp(each->value, taint->value) == 0))
            return (uint64_t)1 << i;
    }
    return 0;
}

uint64_t taint_add(struct taint_list *list, const struct taint *taint)
{
    if (taint_bit(list, taint) == 0 &&
        list->count < MOST_TAINTS - STANDARD_TAINTS)
        list->all[list->count++] = *taint;
    return taint_bit(list, taint);
}

const char *taint_effect_name(enum taint_effect effect)
{
    static const char *const names[] = {"NoSchedule", "PreferNoSchedule",
                                        "NoExecute", ""};

    return names[effect];
}
