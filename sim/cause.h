/*
 * Why something happens: handed on from what happens to what follows from it.
 * Opaque to all that act; only measures read it. Whoever remembers a cause
 * beyond the event at hand keeps it, so that its root lasts as long.
 */
#ifndef SIM_CAUSE_H
#define SIM_CAUSE_H

#include <stddef.h>
#include <stdint.h>

/* Who began it: a member of what the world knows about that. It may be used
 * again for another once nobody keeps it. */
struct root {
    uint32_t keepers;
};

struct cause {
    struct root *root;   /* NULL is nobody */
    const char *setting; /* the address that set the last delay, or NULL */
};

#define NO_CAUSE ((struct cause){NULL, NULL})

/* The same root, after a delay that `setting` decided. */
static inline struct cause cause_after(struct cause cause, const char *setting)
{
    return (struct cause){cause.root, setting};
}

/* Keeps a cause, instead of the one kept there before; memory that was zeroed
 * keeps none. */
static inline void cause_keep(struct cause *kept, struct cause cause)
{
    if (cause.root != NULL)
        cause.root->keepers++;
    if (kept->root != NULL)
        kept->root->keepers--;
    *kept = cause;
}

static inline void cause_drop(struct cause *kept)
{
    cause_keep(kept, NO_CAUSE);
}

#endif
