/*
 * Why something happens: handed on from what happens to what follows from it.
 * Opaque to all that act; only measures read it.
 */
#ifndef SIM_CAUSE_H
#define SIM_CAUSE_H

#include <stdint.h>

struct cause {
    uint32_t root; /* who began it: 0 is nobody, else named by the world */
    const char *setting; /* the address that set the last delay, or NULL */
};

#define NO_CAUSE ((struct cause){0, NULL})

/* The same root, after a delay that `setting` decided. */
static inline struct cause cause_after(struct cause cause, const char *setting)
{
    return (struct cause){cause.root, setting};
}

#endif
