/* How long taints are borne, against Kubernetes' own rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/api/node.h"
#include "tests/sheet.h"
#include "tests/suite.h"

enum { MOST = 8, UNREACHABLE_NO_EXECUTE = 3 };

/* A pod whose tolerations all match one taint. */
static sim_time bears(const char *list)
{
    struct toleration tolerations[MOST];
    struct pod_template template = {.tolerations = tolerations};

    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        tolerations[template.toleration_count++] = (struct toleration){
            .effect = NO_EXECUTE,
            .seconds = *at == '-' ? NEVER : SECONDS(atoi(at))};
    }
    return template_tolerates(&template,
                              lifecycle_taint(UNREACHABLE_NO_EXECUTE));
}

static void least(void)
{
    struct sheet sheet;

    sheet_open(&sheet, "tests/conformance/tolerations.tsv");
    CU_ASSERT(sheet.rows >= 4);
    for (int i = 0; i < sheet.rows; i++) {
        double expect = sheet_number(&sheet, i, "expect");

        CU_ASSERT_EQUAL(bears(sheet_text(&sheet, i, "seconds")),
                        expect < 0 ? NEVER : time_from_seconds(expect));
    }
    sheet_close(&sheet);
}

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

SUITE("conformance/tolerations", {"least of those used", least},
      {"edges", edges})
