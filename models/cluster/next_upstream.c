/* Tries: those that refuse in a row without replacement, then one that waits.
 */
#include "models/cluster/next_upstream.h"

#include <math.h>

/* How many may wait in vain until no other is tried; INT64_MAX: any number. */
static int64_t waits_of(const struct next_upstream *rules)
{
    if (!rules->timeout)
        return 1;
    if (rules->time == 0 || rules->connect == 0)
        return INT64_MAX;
    return (rules->time - 1) / rules->connect + 1;
}

/* Whoever refuses is passed by until one serves, or waits. */
static double without_limit(int64_t waits, int serving, int silent)
{
    if (serving == 0)
        return 0;
    return waits == INT64_MAX
               ? 1
               : 1 - pow((double)silent / (serving + silent), (double)waits);
}

/* So many tries are left; `later[t]` is the share served after a wait that
 * leaves t of them. */
static double from_now(const struct next_upstream *rules, int tries, int listed,
                       int refusing, int silent, const double *later)
{
    double reached = 1, served = 0;

    for (int i = 0; i < tries && i <= refusing && i < listed; i++) {
        double each = reached / (listed - i);

        served += each * (listed - refusing - silent) +
                  each * silent * later[tries - i - 1];
        if (!rules->error)
            break;
        reached = each * (refusing - i);
    }
    return served;
}

double next_upstream_success(const struct next_upstream *rules, int listed,
                             int refusing, int silent)
{
    double served[MOST_TRIES + 1] = {0}, later[MOST_TRIES + 1] = {0};
    bool limited = rules->tries > 0 && rules->tries <= MOST_TRIES;
    int most = limited ? rules->tries : MOST_TRIES;
    int64_t waits = waits_of(rules);

    if (listed == 0)
        return 0;
    if (!limited && rules->error)
        return without_limit(waits, listed - refusing - silent, silent);
    for (int64_t w = 0; w < waits && w < most; w++) {
        for (int tries = 1; tries <= most; tries++)
            served[tries] =
                from_now(rules, tries, listed, refusing, silent, later);
        for (int tries = 1; tries <= most; tries++)
            later[tries] = served[tries];
    }
    return served[most];
}
