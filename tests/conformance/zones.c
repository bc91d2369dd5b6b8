/* The states of zones against Kubernetes' own rows. */
#include <stdio.h>
#include <string.h>

#include "models/controllers/zone.h"
#include "tests/sheet.h"
#include "tests/suite.h"

static void states(void)
{
    static const char *const names[] = {"Normal", "PartialDisruption",
                                        "FullDisruption"};
    struct sheet sheet;

    sheet_open(&sheet, "tests/conformance/zones.tsv");
    CU_ASSERT(sheet.rows >= 19);
    for (int i = 0; i < sheet.rows; i++) {
        enum zone_state state =
            zone_state((int)sheet_number(&sheet, i, "nodes"),
                       (int)sheet_number(&sheet, i, "not_ready"),
                       sheet_number(&sheet, i, "threshold"));
        const char *expect = sheet_text(&sheet, i, "expect");

        if (strcmp(names[state], expect) != 0)
            printf("%s: %s ", sheet_text(&sheet, i, "id"), names[state]);
        CU_ASSERT_STRING_EQUAL(names[state], expect);
    }
    sheet_close(&sheet);
}

SUITE("conformance/zones", {"zone states", states})
