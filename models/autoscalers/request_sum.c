/* What a pod asks for of a resource. */
#include "models/autoscalers/request_sum.h"

#include <string.h>

#include "models/autoscalers/conversion.h"

enum request_fault request_sum(const struct request_sum *of, int64_t *request)
{
    bool found = false;

    *request = 0;
    if (of->pod_level && of->container == NULL) {
        *request = of->pod_request;
        return REQUEST_KNOWN;
    }
    for (int i = 0; i < of->count; i++) {
        const struct container_request *each = &of->containers[i];

        if (of->container != NULL && strcmp(of->container, each->name) != 0)
            continue;
        if (!each->given) {
            *request = 0;
            return REQUEST_MISSING;
        }
        *request = sum_64(*request, each->request);
        found = true;
    }
    return found || of->container == NULL ? REQUEST_KNOWN
                                          : REQUEST_WITHOUT_CONTAINER;
}
