/* Kubernetes' rows of the Job controller. */
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
