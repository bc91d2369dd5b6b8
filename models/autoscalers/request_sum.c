/* What a pod asks for of a resource. */
#include "models/autoscalers/request_sum.h"

#include <string.h>

#include "models/autoscalers/conversion.h"

void request_add(struct request_sum *sum, const char *name, bool given,
                 int64_t request)
{
    if (sum->container != NULL && strcmp(sum->container, name) != 0)
        return;
    sum->found = true;
    sum->missing = sum->missing || !given;
    sum->request = sum_64(sum->request, request);
}

enum request_fault request_end(const struct request_sum *sum)
{
    if (sum->missing)
        return REQUEST_MISSING;
    return sum->found || sum->container == NULL ? REQUEST_KNOWN
                                                : REQUEST_WITHOUT_CONTAINER;
}

static void add(struct request_sum *sum, const struct container_template *each,
                bool cpu)
{
    if (cpu)
        request_add(sum, each->name, requests_cpu(each),
                    each->cpu_request_milli);
    else
        request_add(sum, each->name, requests_memory(each),
                    product_64(each->memory_request_bytes, 1000));
}

enum request_fault template_request(const struct pod_template *template,
                                    const struct metric_design *metric,
                                    int64_t *request)
{
    struct request_sum sum = {.container = metric->container};
    bool cpu = strcmp(metric->name, "cpu") == 0;

    for (int i = 0; i < template->container_count; i++)
        add(&sum, &template->containers[i], cpu);
    for (int i = 0; i < template->init_count; i++)
        if (template->init_containers[i].sidecar)
            add(&sum, &template->init_containers[i], cpu);
    *request = sum.request;
    return request_end(&sum);
}
