/*
 * Who hears of a change of state: a list of listeners, called in the order in
 * which they asked. Hooks are exact and immediate; they carry truth upward.
 * The struct that owns a hook says what its subject is.
 */
#ifndef SIM_HOOK_H
#define SIM_HOOK_H

#include <stddef.h>

#include "sim/cause.h"

struct listener {
    void (*heard)(void *context, void *subject, struct cause cause);
    void *context;
    struct listener *next;
};

struct hook {
    struct listener *first;
};

/* The listener belongs to the caller and must outlive the hook. */
static inline void hook_listen(struct hook *hook, struct listener *listener)
{
    struct listener **last = &hook->first;

    while (*last != NULL)
        last = &(*last)->next;
    listener->next = NULL;
    *last = listener;
}

static inline void hook_call(const struct hook *hook, void *subject,
                             struct cause cause)
{
    for (struct listener *each = hook->first; each != NULL; each = each->next)
        each->heard(each->context, subject, cause);
}

#endif
