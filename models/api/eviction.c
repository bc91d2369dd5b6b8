/* The eviction API. */
#include "models/api/eviction.h"

enum eviction eviction_ask(struct api *api, struct pod *pod, sim_time grace,
                           const char *by, struct cause cause)
{
    if (pod->status.exists && !pod->status.deleted)
        api_delete(api, pod, grace, by, cause);
    return EVICTION_MADE;
}
