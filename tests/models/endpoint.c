/* Endpoints' conditions, and what a proxy makes of them. */
#include "models/api/endpoint.h"

#include "tests/suite.h"

static const struct pod_status well = {
    .exists = true, .ready = true, .phase = POD_RUNNING};

static void check(struct pod_status status, bool publish, bool exists,
                  bool serving, bool terminating, bool ready)
{
    struct endpoint_conditions is = endpoint_conditions(&status, publish);

    CU_ASSERT_EQUAL(is.exists, exists);
    CU_ASSERT_EQUAL(is.serving, serving);
    CU_ASSERT_EQUAL(is.terminating, terminating);
    CU_ASSERT_EQUAL(is.ready, ready);
}

static void conditions(void)
{
    struct pod_status status = well;

    check(status, false, true, true, false, true);
    status.deleted = true;
    check(status, false, true, true, true, false);
    check(status, true, true, true, true, true);
    status.ready = false;
    check(status, false, true, false, true, false);
    status.deleted = false;
    check(status, false, true, false, false, false);
    check(status, true, true, false, false, true);
}

/* What has no address, or has ended, is in no slice. */
static void in_no_slice(void)
{
    struct pod_status status = well;

    status.phase = POD_SUCCEEDED;
    check(status, true, false, false, false, false);
    status.phase = POD_PENDING;
    status.ready = false;
    check(status, true, false, false, false, false);
    status = well;
    status.exists = false;
    check(status, true, false, false, false, false);
}

static void uses(void)
{
    struct pod_status status = well;

    CU_ASSERT_EQUAL(endpoint_use(endpoint_conditions(&status, false)),
                    READY_ENDPOINT);
    status.deleted = true;
    CU_ASSERT_EQUAL(endpoint_use(endpoint_conditions(&status, false)),
                    TERMINATING_ENDPOINT);
    CU_ASSERT_EQUAL(endpoint_use(endpoint_conditions(&status, true)),
                    READY_ENDPOINT);
    status.ready = false;
    CU_ASSERT_EQUAL(endpoint_use(endpoint_conditions(&status, false)),
                    NO_ENDPOINT);
}

/* (ProxyTerminatingEndpoints: alpha and off in 1.25) */
static void versions(void)
{
    CU_ASSERT_FALSE(endpoint_last_resort(25));
    CU_ASSERT_TRUE(endpoint_last_resort(26));
    CU_ASSERT_TRUE(endpoint_last_resort(36));
}

SUITE("models/endpoint", {"conditions", conditions},
      {"in no slice", in_no_slice}, {"uses", uses}, {"versions", versions})
