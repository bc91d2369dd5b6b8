/* How well the Services' unavailability is known. */
#include "models/answer/answer.h"

/* The less something is known, the more it weighs; of two Services of which
 * nothing is, that with fewer outages. */
static bool is_known_less(const struct service_answer *a, double error_a,
                          const struct service_answer *b, double error_b)
{
    return error_a > error_b || (isinf(error_a) && a->outages < b->outages);
}

/* With few outages no interval is trusted to say when to stop. */
static double error_of(const struct service_answer *service)
{
    return service->outages < FEW_OUTAGES
               ? INFINITY
               : interval_error(&service->unavailability);
}

struct precision answer_precision(const struct scenario *scenario,
                                  const struct results *results,
                                  struct arena *arena)
{
    const struct answer *answer = answer_of(scenario, results, arena);
    const struct service_answer *least = &answer->services[0];
    struct precision precision = {.measure = "unavailability"};
    uint64_t seen;

    for (int i = 1; i < scenario->measured.service_count; i++)
        if (is_known_less(&answer->services[i], error_of(&answer->services[i]),
                          least, error_of(least)))
            least = &answer->services[i];
    precision.error = error_of(least);
    precision.object = least->service->object;
    seen = least->outages;
    if (seen < FEW_OUTAGES)
        precision.lack =
            arena_format(arena, "%s of the %d outages that it takes %s seen",
                         seen == 0 ? "none"
                                   : arena_format(arena, "only %llu",
                                                  (unsigned long long)seen),
                         FEW_OUTAGES, seen > 1 ? "were" : "was");
    return precision;
}
