/*
 * Failure domains: what stands in a rack or a zone shares its fate.
 */
#ifndef MODELS_INFRASTRUCTURE_DOMAIN_H
#define MODELS_INFRASTRUCTURE_DOMAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/hook.h"

struct machine;
struct clock;

/* What a domain is made as; constant, in the scenario. */
struct domain_design {
    const char *name;   /* "a-1" */
    const char *object; /* "rack/a-1" */
    int zone;           /* that it stands in; a zone's is its own */
};

struct domain {
    const struct domain_design *design;
    uint64_t identity;
    int broken; /* how many faults hold it down */
    struct machine **machines;
    int machine_count;
    struct hook *changed; /* those of its kind call this one */
    struct clock *clocks; /* what may befall it; known to faults alone */
};

static inline bool domain_up(const struct domain *domain)
{
    return domain->broken == 0;
}

#endif
