/* How long a pod bears taints, where Kubernetes' own rows say nothing. */
#include "models/api/template.h"

#include "tests/suite.h"

static void edges(void)
{
    static const struct taint taint = {"a", "b", NO_EXECUTE};
    struct toleration tolerations[] = {{"a", "b", NO_EXECUTE, SECONDS(-5)},
                                       {"a", "other", NO_EXECUTE, SECONDS(1)},
                                       {"other", NULL, ANY_EFFECT, SECONDS(1)},
                                       {"a", NULL, NO_SCHEDULE, SECONDS(1)},
                                       {NULL, NULL, ANY_EFFECT, SECONDS(7)}};
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
static void first(void)
{
    static const struct taint taint = {"a", "b", NO_EXECUTE};
    struct toleration tolerations[] = {{"a", "b", NO_EXECUTE, SECONDS(30)},
                                       {NULL, NULL, ANY_EFFECT, SECONDS(7)}};
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
    struct toleration tolerations[] = {{"a", "", NO_EXECUTE, SECONDS(30)},
                                       {"b", "", NO_EXECUTE, SECONDS(20)}};
    struct pod_template template = {.tolerations = tolerations,
                                    .toleration_count = 2};

    CU_ASSERT_EQUAL(template_bears(&template, taints, 0), NEVER);
    CU_ASSERT_EQUAL(template_bears(&template, taints, 1), SECONDS(30));
    CU_ASSERT_EQUAL(template_bears(&template, taints, 3), SECONDS(20));
    CU_ASSERT_EQUAL(template_bears(&template, taints, 4), 0);
}

SUITE("models/template", {"edges", edges}, {"the first that matches", first},
      {"several taints", several})
