/* Budgets and evictions. */
#include <string.h>

#include "models/api/budget.h"
#include "tests/conformance/conformance.h"

/* Without a budget of its own a row has none of the two bounds. */
static struct budget_design design_of(struct row *row)
{
    struct budget_design design = {
        .least_given = row_text(row->tree, "min_available") != NULL,
        .most_given = row_text(row->tree, "max_unavailable") != NULL};

    row_bound(row, row->tree,
              design.most_given ? "max_unavailable" : "min_available",
              &design.bound);
    return design;
}

void budget_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct budget_design design = design_of(row);
    struct budget_status status = {.healthy = (int)row_integer(in, "healthy"),
                                   .expected = (int)row_integer(in, "wanted")};

    status.desired = budget_desired(&design, status.expected);
    expect_integer(row, "desired", row_integer(in, "expect_desired"),
                   status.desired);
    expect_integer(row, "allowed", row_integer(in, "expect_allowed"),
                   budget_allowed(&status));
}

void eviction_row(struct row *row)
{
    static const char *const names[] = {"spends", "ignores", "refuses"};
    const struct tree *in = row->tree;
    struct budget_design design = {
        .always_allow = tree_is(tree_get(in, "policy"), "AlwaysAllow")};
    struct budget_status status = {
        .healthy = (int)row_integer(in, "current_healthy"),
        .desired = (int)row_integer(in, "desired_healthy"),
        .allowed = (int)row_integer(in, "disruptions_allowed")};

    expect_text(row, "answer", row_text(in, "expect"),
                names[budget_verdict(&design, &status, row_true(in, "ready"))]);
}
