/* What a pod template asks for and bears. */
#include "models/api/template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SCORED_CPU_MILLI = 100 };
#define SCORED_MEMORY_BYTES ((int64_t)200 * 1024 * 1024)

static void add(struct requests *sum, const struct container_template *each)
{
    sum->cpu_milli += each->cpu_request_milli;
    sum->memory_bytes += each->memory_request_bytes;
    sum->scored_cpu_milli +=
        requests_cpu(each) ? each->cpu_request_milli : SCORED_CPU_MILLI;
    sum->scored_memory_bytes += requests_memory(each)
                                    ? each->memory_request_bytes
                                    : SCORED_MEMORY_BYTES;
}

static void raise(int64_t *most, int64_t to)
{
    if (to > *most)
        *most = to;
}

/* An init container runs beside the side-cars before it, and alone otherwise.
 * (component-helpers/resource/helpers.go, AggregateContainerRequests) */
struct requests template_requests(const struct pod_template *template)
{
    struct requests most = {0}, sum = {0};

    for (int i = 0; i < template->init_count; i++) {
        const struct container_template *each = &template->init_containers[i];
        struct requests with = sum;

        add(&with, each);
        if (each->sidecar)
            sum = with;
        raise(&most.cpu_milli, with.cpu_milli);
        raise(&most.memory_bytes, with.memory_bytes);
        raise(&most.scored_cpu_milli, with.scored_cpu_milli);
        raise(&most.scored_memory_bytes, with.scored_memory_bytes);
    }
    for (int i = 0; i < template->container_count; i++)
        add(&sum, &template->containers[i]);
    raise(&sum.cpu_milli, most.cpu_milli);
    raise(&sum.memory_bytes, most.memory_bytes);
    raise(&sum.scored_cpu_milli, most.scored_cpu_milli);
    raise(&sum.scored_memory_bytes, most.scored_memory_bytes);
    sum.cpu_milli += template->overhead_cpu_milli;
    sum.memory_bytes += template->overhead_memory_bytes;
    sum.scored_cpu_milli += template->overhead_cpu_milli;
    sum.scored_memory_bytes += template->overhead_memory_bytes;
    return sum;
}

/* A whole number as it is written, without a sign or zeros that say nothing.
 * (staging/src/k8s.io/apimachinery/pkg/api/validate/content/decimal_int.go) */
static bool read_integer(const char *text, long long *into)
{
    const char *digits = text + (*text == '-');
    char *end;

    if (digits[0] < '0' || digits[0] > '9' ||
        (digits[0] == '0' && (digits[1] != '\0' || digits != text)))
        return false;
    errno = 0;
    *into = strtoll(text, &end, 10);
    return *end == '\0' && errno == 0;
}

/* What is no whole number compares with nothing.
 * (staging/src/k8s.io/api/core/v1/toleration.go, 1.36) */
static bool compares(const struct toleration *toleration,
                     const struct taint *taint)
{
    long long limit, value;

    if (!read_integer(toleration->value, &limit) ||
        !read_integer(taint->value, &value))
        return false;
    return toleration->operator== TOLERATES_GREATER ? value > limit
                                                    : value<limit;
}

int template_lasting(const struct pod_template *template)
{
    int count = template->container_count;

    for (int i = 0; i < template->init_count; i++)
        count += template->init_containers[i].sidecar;
    return count;
}

static bool tolerates(const struct toleration *toleration,
                      const struct taint *taint)
{
    if (toleration->effect != ANY_EFFECT && toleration->effect != taint->effect)
        return false;
    if (toleration->key != NULL && *toleration->key != '\0' &&
        strcmp(toleration->key, taint->key) != 0)
        return false;
    if (toleration->operator!= TOLERATES_EQUAL)
        return compares(toleration, taint);
    return toleration->value == NULL ||
           strcmp(toleration->value, taint->value) == 0;
}

sim_time template_tolerates(const struct pod_template *template,
                            const struct taint *taint)
{
    for (int i = 0; i < template->toleration_count; i++) {
        const struct toleration *each = &template->tolerations[i];

        if (tolerates(each, taint))
            return each->seconds > 0 ? each->seconds : 0;
    }
    return UNTOLERATED;
}

sim_time template_bears(const struct pod_template *template,
                        const struct taint *taints, int count)
{
    sim_time least = NEVER;

    for (int i = 0; i < count; i++) {
        sim_time time;

        if (taints[i].effect != NO_EXECUTE)
            continue;
        time = template_tolerates(template, &taints[i]);
        if (time == UNTOLERATED)
            return 0;
        least = time < least ? time : least;
    }
    return least;
}
