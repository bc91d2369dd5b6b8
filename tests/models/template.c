/* How long a pod bears taints, where Kubernetes' own rows say nothing. */
#include "models/api/template.h"

#include "tests/suite.h"

static void edges(void)
{
    static const struct taint taint = {"a", "b", NO_EXECUTE};
    struct toleration tolerations[] = {
        {"a", "b", NO_EXECUTE, SECONDS(-5), TOLERATES_EQUAL},
        {"a", "other", NO_EXECUTE, SECONDS(1), TOLERATES_EQUAL},
        {"other", NULL, ANY_EFFECT, SECONDS(1), TOLERATES_EQUAL},
        {"a", NULL, NO_SCHEDULE, SECONDS(1), TOLERATES_EQUAL},
        {NULL, NULL, ANY_EFFECT, SECONDS(7), TOLERATES_EQUAL}};
    struct pod_template template = {.tolerations = tolerations,
                                    .toleration_count = 1};

    /* A negative time is none at all. */
    CU_ASSERT_EQUAL(template_tolerates(&template, &taint), 0);
    template.toleration_count = 0;
    CU_ASSERT_EQUAL(template_tolerates(&template, &taint), UNTOLERATED);
    /* Another value, key or effect does not count; no key stands for all. */
    template.tolerations = tolerations + 1;
    template.toleration_count = 3;
    CU_ASSERT_EQUAL(template_tolerates(&template, &taint), UNTOLERATED);
    template.toleration_count = 4;
    CU_ASSERT_EQUAL(template_tolerates(&template, &taint), SECONDS(7));
}

/* Of several that match one taint, the first counts, not the least. */
/* A reserve of a value above (or below) the taint's is not borne. */
static void numbers(void)
{
    static const struct taint taints[] = {{"sla", "950", NO_SCHEDULE},
                                          {"sla", "951", NO_SCHEDULE},
                                          {"sla", "949", NO_SCHEDULE},
                                          {"sla", "best", NO_SCHEDULE}};
    static const bool above[] = {false, true, false, false};
    static const bool below[] = {false, false, true, false};
    struct toleration toleration = {"sla", "950", ANY_EFFECT, NEVER,
                                    TOLERATES_GREATER};
    struct pod_template template = {.tolerations = &toleration,
                                    .toleration_count = 1};

    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(template_tolerates(&template, &taints[i]) == NEVER,
                        above[i]);
    toleration.operator= TOLERATES_LESS;
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(template_tolerates(&template, &taints[i]) == NEVER,
                        below[i]);
}

static void first(void)
{
    static const struct taint taint = {"a", "b", NO_EXECUTE};
    struct toleration tolerations[] = {
        {"a", "b", NO_EXECUTE, SECONDS(30), TOLERATES_EQUAL},
        {NULL, NULL, ANY_EFFECT, SECONDS(7), TOLERATES_EQUAL}};
    struct pod_template template = {.tolerations = tolerations,
                                    .toleration_count = 2};

    CU_ASSERT_EQUAL(template_tolerates(&template, &taint), SECONDS(30));
}

/* Only NoExecute taints drive a pod off, and each of them must be borne. */
static void several(void)
{
    static const struct taint taints[] = {{"a", "", NO_EXECUTE},
                                          {"b", "", NO_EXECUTE},
                                          {"c", "", NO_SCHEDULE},
                                          {"d", "", NO_EXECUTE}};
    struct toleration tolerations[] = {
        {"a", "", NO_EXECUTE, SECONDS(30), TOLERATES_EQUAL},
        {"b", "", NO_EXECUTE, SECONDS(20), TOLERATES_EQUAL}};
    struct pod_template template = {.tolerations = tolerations,
                                    .toleration_count = 2};

    CU_ASSERT_EQUAL(template_bears(&template, taints, 0), NEVER);
    CU_ASSERT_EQUAL(template_bears(&template, taints, 1), SECONDS(30));
    CU_ASSERT_EQUAL(template_bears(&template, taints, 3), SECONDS(20));
    CU_ASSERT_EQUAL(template_bears(&template, taints, 4), 0);
}

/* Side-cars count beside the others, an init container beside the side-cars
 * before it: the larger of both. (pkg/api/v1/resource/helpers_test.go) */
static void init_containers(void)
{
    static const struct container_template all[] = {
        {.cpu_request_milli = 500, .memory_request_bytes = 10},
        {.cpu_request_milli = 100, .memory_request_bytes = 20, .sidecar = true},
        {.cpu_request_milli = 700, .memory_request_bytes = 5},
        {.cpu_request_milli = 200, .memory_request_bytes = 30},
        {.cpu_request_milli = 300, .memory_request_bytes = 40}};
    const struct pod_template template = {.init_count = 3,
                                          .init_containers = all,
                                          .container_count = 2,
                                          .containers = all + 3};
    struct requests requests = template_requests(&template);

    CU_ASSERT_EQUAL(requests.cpu_milli, 800);
    CU_ASSERT_EQUAL(requests.memory_bytes, 90);
    CU_ASSERT_EQUAL(template_lasting(&template), 3);
}

SUITE("models/template", {"numbers", numbers}, {"edges", edges},
      {"the first that matches", first}, {"several taints", several},
      {"init containers", init_containers})
