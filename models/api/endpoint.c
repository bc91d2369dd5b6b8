/* Endpoints' conditions. */
#include "models/api/endpoint.h"

enum { TERMINATING_USED = 26 };

struct endpoint_conditions endpoint_conditions(const struct pod_status *status,
                                               bool publish_not_ready)
{
    bool has_address = status->phase != POD_PENDING || status->ready;
    bool exists = status->exists && has_address && !pod_ended(status);

    return (struct endpoint_conditions){
        .exists = exists,
        .serving = exists && status->ready,
        .terminating = exists && status->deleted,
        .ready = exists &&
                 (publish_not_ready || (status->ready && !status->deleted))};
}

enum endpoint endpoint_use(struct endpoint_conditions conditions)
{
    if (conditions.ready)
        return READY_ENDPOINT;
    return conditions.serving && conditions.terminating ? TERMINATING_ENDPOINT
                                                        : NO_ENDPOINT;
}

bool endpoint_last_resort(int minor)
{
    return minor >= TERMINATING_USED;
}
