/*
 * Renewals that nobody simulates. Real ones wait the interval and up to a
 * jitter more, each time anew, so that their phase wanders. Here the k-th is
 * known at once: the phase wanders out and back within each span of renewals,
 * at a pace drawn for the span, between offsets drawn for its ends; and each
 * renewal is moved by a draw of its own. Every wait stays within the jitter,
 * and leases that began together soon have nothing in common.
 */
#include "models/api/lease.h"

enum { SPAN = 2048 }; /* renewals: 5.8 h at the defaults */

/* Shares of the jitter; the pace both ways, the slope between two offsets and
 * a renewal's own draw add up to at most the half of it, either way. */
static const double pace_share = 0.225;
static const double slope_share = 0.0125;
static const double own_share = 0.25;

/* A draw in [0, 1) of the given purpose; the same in every branch, for past
 * renewals are computed after a branch was taken. */
static double draw(const struct lease *lease, const struct seed *seed,
                   uint64_t purpose, int64_t index)
{
    const struct seed trunk = {seed->seed, seed->replication, 0};

    return uniform_at(&trunk, lease->identity + purpose, (uint64_t)index);
}

/* The lease begins at its phase, without offset. */
static double offset(const struct lease *lease, const struct seed *seed,
                     int64_t span)
{
    return span == 0 ? 0
                     : draw(lease, seed, 1, span) * slope_share * SPAN *
                           (double)lease->jitter;
}

static void enter(const struct lease *lease, const struct seed *seed,
                  int64_t number, struct lease_span *span)
{
    span->number = number;
    span->from = offset(lease, seed, number);
    span->to = offset(lease, seed, number + 1);
    span->pace = (2 * draw(lease, seed, 2, number) - 1) * pace_share *
                 (double)lease->jitter;
}

sim_time lease_renewal_in(const struct lease *lease, const struct seed *seed,
                          int64_t k, struct lease_span *span)
{
    int64_t within = k % SPAN;
    int64_t away = within < SPAN / 2 ? within : SPAN - within;
    double moved;

    if (lease->jitter == 0 || k == 0)
        return lease->phase + k * lease->period;
    if (span->number != k / SPAN)
        enter(lease, seed, k / SPAN, span);
    moved = span->from + (span->to - span->from) * (double)within / SPAN;
    moved += span->pace * (double)away;
    moved += draw(lease, seed, 0, k) * own_share * (double)lease->jitter;
    return lease->phase + k * lease->period + (sim_time)moved;
}

sim_time lease_renewal(const struct lease *lease, const struct seed *seed,
                       int64_t k)
{
    struct lease_span span = NO_SPAN;

    return lease_renewal_in(lease, seed, k, &span);
}

/* The greatest k whose renewal is at or before t, or -1. */
static int64_t index_at(const struct lease *lease, const struct seed *seed,
                        sim_time t)
{
    struct lease_span span = NO_SPAN;
    int64_t k;

    if (t < lease->phase)
        return -1;
    k = (t - lease->phase) / lease->period;
    for (int i = 0; i < 2; i++)
        k += (t - lease_renewal_in(lease, seed, k > 0 ? k : 0, &span)) /
             lease->period;
    k = k > 0 ? k : 0;
    while (k > 0 && lease_renewal_in(lease, seed, k, &span) > t)
        k--;
    while (lease_renewal_in(lease, seed, k + 1, &span) <= t)
        k++;
    return k;
}

sim_time lease_last(const struct lease *lease, const struct seed *seed,
                    sim_time now)
{
    int64_t k =
        index_at(lease, seed, now < lease->until ? now : lease->until - 1);

    return k < 0 ? NEVER : lease_renewal(lease, seed, k);
}
