/* CrashLoopBackOff against Kubernetes' own rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/cluster/kubelet.h"
#include "tests/sheet.h"
#include "tests/suite.h"

static sim_time seconds_of(const struct sheet *sheet, int row,
                           const char *column)
{
    return time_from_seconds(sheet_number(sheet, row, column));
}

static void check(const struct sheet *sheet, int row)
{
    const char *runs = sheet_text(sheet, row, "runs");
    const char *expect_wait = sheet_text(sheet, row, "expect_wait");
    struct kubelet_settings settings = {
        .back_off_first = seconds_of(sheet, row, "first"),
        .back_off_most = seconds_of(sheet, row, "most"),
        .back_off_reset = seconds_of(sheet, row, "reset")};
    struct container container = {.back_off = 0};
    sim_time wait = 0;

    for (const char *at = *runs == '-' ? NULL : runs; at != NULL;
         at = strchr(at, ',')) {
        at += *at == ',';
        container.finished = container.restarted + SECONDS(atoi(at));
        wait = container_back_off(&container, &settings, container.finished);
    }
    if (container.back_off != seconds_of(sheet, row, "expect_entry"))
        printf("%s: %g s ", sheet_text(sheet, row, "id"),
               time_seconds(container.back_off));
    CU_ASSERT_EQUAL(container.back_off, seconds_of(sheet, row, "expect_entry"));
    if (*expect_wait != '-')
        CU_ASSERT_EQUAL(wait, seconds_of(sheet, row, "expect_wait"));
}

static void sequences(void)
{
    struct sheet sheet;

    sheet_open(&sheet, "tests/conformance/back_off.tsv");
    CU_ASSERT(sheet.rows >= 34);
    for (int i = 0; i < sheet.rows; i++)
        check(&sheet, i);
    sheet_close(&sheet);
}

/* An exit that is noticed late waits only for what is left. */
static void late_notice(void)
{
    struct kubelet_settings settings = {.back_off_first = SECONDS(10),
                                        .back_off_most = SECONDS(300),
                                        .back_off_reset = SECONDS(600)};
    struct container container = {.finished = SECONDS(1)};

    CU_ASSERT_EQUAL(container_back_off(&container, &settings, SECONDS(1)), 0);
    container.finished = SECONDS(2);
    CU_ASSERT_EQUAL(container_back_off(&container, &settings, SECONDS(5)),
                    SECONDS(7));
    CU_ASSERT_EQUAL(container.restarted, SECONDS(12));
    container.finished = SECONDS(20);
    CU_ASSERT_EQUAL(container_back_off(&container, &settings, SECONDS(60)), 0);
    CU_ASSERT_EQUAL(container.restarted, SECONDS(60));
}

SUITE("conformance/back-off", {"sequences", sequences},
      {"an exit noticed late", late_notice})
