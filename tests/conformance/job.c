/* Rows of the controllers of Jobs and CronJobs. */
#include "models/controllers/cron_due.h"
#include "models/controllers/job_back_off.h"
#include "tests/conformance/conformance.h"

void job_back_off_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct job_back_off back_off = {
        .failures = (int)row_integer(in, "failures_after_last_success"),
        .last_failure = row_seconds(in, "last_failure_s")};

    expect_seconds(row, "wait", row_seconds(in, "expect_remaining_s"),
                   job_back_off_left(&back_off,
                                     row_seconds(in, "default_backoff_s"),
                                     row_seconds(in, "max_backoff_s"),
                                     row_seconds(in, "now_s")));
}

void cron_due_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct errors errors = {.arena = row->arena};
    struct cron schedule;
    struct cron_clock clock = {&schedule, row_seconds(in, "since_s"),
                               row_seconds(in, "deadline_s")};
    sim_time now = row_seconds(in, "now_s");

    if (!of_cron.read(tree_get(in, "schedule"), &schedule, &errors))
        return;
    expect_seconds(row, "due", row_seconds(in, "expect_due_s"),
                   cron_due(&clock, now));
    expect_seconds(row, "again after", row_seconds(in, "expect_again_after_s"),
                   cron_due_after(&clock, now));
}
