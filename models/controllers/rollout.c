/* One step of a rollout. */
#include "models/controllers/rollout.h"

#include <math.h>
#include <stdint.h>

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

void strategy_bounds(struct int_or_percent max_surge,
                     struct int_or_percent max_unavailable, int replicas,
                     int *surge, int *unavailable)
{
    *surge = int_or_percent_up(max_surge, replicas);
    *unavailable = int_or_percent_down(max_unavailable, replicas);
    /* With neither, no step would ever be allowed. */
    if (*surge == 0 && *unavailable == 0)
        *unavailable = 1;
}

int rollout_surge(const struct rollout *rollout)
{
    return rollout->recreate ? 0 : rollout->surge;
}

int rollout_unavailable(const struct rollout *rollout)
{
    return rollout->recreate ? 0
                             : smaller(rollout->unavailable, rollout->replicas);
}

int rollout_least_available(const struct rollout *rollout)
{
    return rollout->recreate ? 0
                             : rollout->replicas - rollout_unavailable(rollout);
}

static int total(const struct rollout *rollout)
{
    int sum = 0;

    for (const struct rollout_set *each = rollout->first; each != NULL;
         each = each->next)
        sum += each->replicas;
    return sum;
}

static void size(const struct rollout *rollout, struct rollout_set *revision,
                 int replicas)
{
    revision->replicas = replicas;
    revision->desired = rollout->replicas;
    revision->most = rollout->replicas + rollout_surge(rollout);
}

int rollout_growth(const struct rollout *rollout)
{
    int now = rollout->current->replicas;
    int room = rollout->replicas + rollout->surge - total(rollout);

    if (rollout->recreate)
        return rollout->replicas;
    return room <= 0 ? now : now + smaller(room, rollout->replicas - now);
}

bool rollout_scale_current(struct rollout *rollout)
{
    int before = rollout->current->replicas;
    int after = before < rollout->replicas ? rollout_growth(rollout)
                                           : rollout->replicas;

    if (after != before)
        size(rollout, rollout->current, after);
    return after != before;
}

static void take(const struct rollout *rollout, struct rollout_set *revision,
                 int number)
{
    size(rollout, revision, revision->replicas - number);
}

/* The next old one that has replicas, from this one on. */
static struct rollout_set *old(const struct rollout *rollout,
                               struct rollout_set *from)
{
    while (from != NULL && (from == rollout->current || from->replicas == 0))
        from = from->next;
    return from;
}

int rollout_clean_up(struct rollout *rollout, int most)
{
    int taken = 0;

    for (struct rollout_set *each = old(rollout, rollout->first);
         each != NULL && taken < most; each = old(rollout, each->next)) {
        int number = smaller(each->replicas - each->available, most - taken);

        /* Its status is of before it was last scaled down. */
        if (number < 0)
            return -1;
        if (number > 0)
            take(rollout, each, number);
        taken += number;
    }
    return taken;
}

static int take_oldest(struct rollout *rollout, int most)
{
    int taken = 0;

    for (struct rollout_set *each = old(rollout, rollout->first);
         each != NULL && taken < most; each = old(rollout, each->next)) {
        int number = smaller(each->replicas, most - taken);

        take(rollout, each, number);
        taken += number;
    }
    return taken;
}

int rollout_scale_down(struct rollout *rollout)
{
    int available = rollout->current == NULL ? 0 : rollout->current->available;

    for (struct rollout_set *each = old(rollout, rollout->first); each != NULL;
         each = old(rollout, each->next))
        available += each->available;
    return take_oldest(rollout, available - rollout_least_available(rollout));
}

bool rollout_scale_old(struct rollout *rollout)
{
    const struct rollout_set *current = rollout->current;
    int most = total(rollout) - rollout_least_available(rollout) -
               (current->replicas - current->available);
    int cleaned;

    if (total(rollout) == current->replicas || most <= 0)
        return false;
    cleaned = rollout_clean_up(rollout, most);
    return cleaned >= 0 && rollout_scale_down(rollout) + cleaned > 0;
}

bool rollout_end_old(struct rollout *rollout)
{
    return take_oldest(rollout, total(rollout)) > 0;
}

bool rollout_resized(const struct rollout *rollout)
{
    for (const struct rollout_set *each = rollout->first; each != NULL;
         each = each->next)
        if (each->replicas > 0 && each->desired >= 0 &&
            each->desired != rollout->replicas)
            return true;
    return false;
}

static int sized(const struct rollout *rollout)
{
    int count = 0;

    for (const struct rollout_set *each = rollout->first; each != NULL;
         each = each->next)
        count += each->replicas > 0;
    return count;
}

/* The only one with replicas, else the current one, else the newest; NULL
 * where several have some. (FindActiveOrLatest) */
static struct rollout_set *sole(const struct rollout *rollout)
{
    int count = sized(rollout);
    struct rollout_set *last = NULL;

    for (struct rollout_set *each = rollout->first; each != NULL;
         each = each->next) {
        if (each->replicas > 0 && count == 1)
            return each;
        last = each;
    }
    if (count > 1)
        return NULL;
    return rollout->current != NULL ? rollout->current : last;
}

/* (IsSaturated) */
static bool saturated(const struct rollout *rollout)
{
    const struct rollout_set *current = rollout->current;

    return current != NULL && current->replicas == rollout->replicas &&
           current->desired == rollout->replicas &&
           current->available == rollout->replicas;
}

int rollout_fraction(const struct rollout *rollout,
                     const struct rollout_set *revision)
{
    int most = rollout->replicas + rollout_surge(rollout);
    int before = revision->most > 0 ? revision->most : rollout->counted;
    int32_t product = (int32_t)((uint32_t)revision->replicas * (uint32_t)most);

    if (rollout->replicas == 0)
        return -revision->replicas;
    if (before == 0)
        return 0;
    return (int)round((double)product / before) - revision->replicas;
}

/* The largest with replicas whose share is not known; of equal ones the newest,
 * or the oldest. (ReplicaSetsBySizeNewer, ReplicaSetsBySizeOlder) */
static struct rollout_set *largest(const struct rollout *rollout, bool newest)
{
    struct rollout_set *best = NULL;

    for (struct rollout_set *each = rollout->first; each != NULL;
         each = each->next)
        if (each->replicas > 0 && !each->shared &&
            (best == NULL || each->replicas > best->replicas ||
             (newest && each->replicas == best->replicas)))
            best = each;
    return best;
}

/* (GetReplicaSetProportion) */
static int proportion(const struct rollout *rollout,
                      const struct rollout_set *revision, int left, bool up)
{
    int fraction = rollout_fraction(rollout, revision);

    if (left == 0)
        return 0;
    return (fraction < left) == up ? fraction : left;
}

static void share_out(struct rollout *rollout)
{
    int allowed =
        rollout->replicas > 0 ? rollout->replicas + rollout_surge(rollout) : 0;
    int wanted = allowed - total(rollout), left = wanted;
    struct rollout_set *first = largest(rollout, wanted > 0), *each;

    while ((each = largest(rollout, wanted > 0)) != NULL) {
        each->share = proportion(rollout, each, left, wanted > 0);
        each->shared = true;
        left -= each->share;
    }
    first->share += left;
    for (each = rollout->first; each != NULL; each = each->next) {
        int after = each->replicas + each->share;

        if (each->shared)
            size(rollout, each, after > 0 ? after : 0);
        each->shared = false;
    }
}

void rollout_resize(struct rollout *rollout)
{
    struct rollout_set *only = sole(rollout);

    if (only != NULL) {
        if (only->replicas != rollout->replicas)
            size(rollout, only, rollout->replicas);
    } else if (saturated(rollout)) {
        rollout_end_old(rollout);
    } else if (!rollout->recreate && rollout->first != NULL) {
        share_out(rollout);
    }
}
