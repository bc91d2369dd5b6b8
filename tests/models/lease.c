/* Leases that are renewed without events. */
#include "models/api/lease.h"

#include "tests/suite.h"

static const struct seed seed = {3, 1, 0};

static const struct lease held = {.identity = 77,
                                  .phase = SECONDS(-100),
                                  .period = MILLISECONDS(10200),
                                  .jitter = MILLISECONDS(400),
                                  .until = NEVER};

static void intervals(void)
{
    sim_time least = NEVER, most = 0;

    CU_ASSERT_EQUAL(lease_renewal(&held, &seed, 0), held.phase);
    for (int64_t k = 0; k < 10000; k++) {
        sim_time wait =
            lease_renewal(&held, &seed, k + 1) - lease_renewal(&held, &seed, k);

        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    CU_ASSERT(least >= MILLISECONDS(10000) && least < MILLISECONDS(10040));
    CU_ASSERT(most <= MILLISECONDS(10400) && most > MILLISECONDS(10360));
}

/* The last one, by looking at each in turn. */
static sim_time search(const struct lease *lease, sim_time now)
{
    sim_time last = NEVER;

    for (int64_t k = 0;; k++) {
        sim_time renewal = lease_renewal(lease, &seed, k);

        if (renewal > now || renewal >= lease->until)
            return last;
        last = renewal;
    }
}

static void last(void)
{
    struct lease lease = held;
    struct stream stream;

    stream_open(&stream, &seed, 1);
    for (int i = 0; i < 2000; i++) {
        sim_time now = lease.phase - SECONDS(5) +
                       (sim_time)stream_below(&stream, 2000000000);

        lease.until =
            i % 2 == 0
                ? NEVER
                : lease.phase + (sim_time)stream_below(&stream, 2000000000);
        CU_ASSERT_EQUAL(lease_last(&lease, &seed, now), search(&lease, now));
    }
}

/* Over the seams of its spans, back and forth. */
static void far(void)
{
    struct stream stream;

    stream_open(&stream, &seed, 2);
    for (int i = 0; i < 100; i++) {
        sim_time now =
            held.phase + MILLISECONDS(1) * stream_below(&stream, 100000000);

        CU_ASSERT_EQUAL(lease_last(&held, &seed, now), search(&held, now));
    }
}

/* With the span kept, and at once: the same. */
static void in_turn(void)
{
    struct lease_span span = NO_SPAN;

    for (int64_t k = 0; k < 10000; k++)
        CU_ASSERT_EQUAL(lease_renewal_in(&held, &seed, k, &span),
                        lease_renewal(&held, &seed, k));
}

/* However regular what looks at it is, it meets every age of the lease. */
static void ages(void)
{
    int young = 0, count = 4000;

    for (int i = 0; i < count; i++) {
        struct lease lease = held;
        sim_time now = lease.phase + HOURS(1);

        lease.identity = identity_child(5, (uint64_t)i, 0);
        young += now - lease_last(&lease, &seed, now) < held.period / 2;
    }
    CU_ASSERT_DOUBLE_EQUAL((double)young / count, 0.5, 0.03);
}

static void edges(void)
{
    struct lease lease = held;
    sim_time third = lease_renewal(&lease, &seed, 3);

    CU_ASSERT_EQUAL(lease_last(&lease, &seed, lease.phase - 1), NEVER);
    CU_ASSERT_EQUAL(lease_last(&lease, &seed, lease.phase), lease.phase);
    CU_ASSERT_EQUAL(lease_last(&lease, &seed, third), third);
    CU_ASSERT(lease_last(&lease, &seed, third - 1) < third);
    /* None at the instant from which on there is none. */
    lease.until = third;
    CU_ASSERT_EQUAL(lease_last(&lease, &seed, SECONDS(1000)),
                    lease_renewal(&lease, &seed, 2));
    lease.until = lease.phase;
    CU_ASSERT_EQUAL(lease_last(&lease, &seed, SECONDS(1000)), NEVER);
}

SUITE("models/lease", {"intervals", intervals}, {"the last renewal", last},
      {"far away", far}, {"in turn", in_turn}, {"ages", ages}, {"edges", edges})
