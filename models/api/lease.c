/* Renewals that nobody simulates. */
#include "models/api/lease.h"

sim_time lease_renewal(const struct lease *lease, const struct seed *seed,
                       int64_t k)
{
    double jitter = lease->jitter == 0 || k == 0
                        ? 0
                        : uniform_at(seed, lease->identity, (uint64_t)k);

    return lease->phase + k * lease->period +
           (sim_time)(jitter * (double)lease->jitter);
}

sim_time lease_last(const struct lease *lease, const struct seed *seed,
                    sim_time now)
{
    sim_time end = now < lease->until ? now : lease->until - 1;
    int64_t k;

    if (end < lease->phase)
        return NEVER;
    k = (end - lease->phase) / lease->period;
    while (lease_renewal(lease, seed, k) > end)
        k--;
    return lease_renewal(lease, seed, k);
}
