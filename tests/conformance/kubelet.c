/* The kubelet's decisions: back-offs, graces, when it looks again. */
#include <stdlib.h>
#include <string.h>

#include "models/cluster/crash_loop.h"
#include "models/cluster/grace.h"
#include "tests/conformance/conformance.h"

static struct backoff backoff_of(const struct row *row)
{
    struct backoff backoff = {row_seconds(row->tree, "initial_s"),
                              row_seconds(row->tree, "max_s"),
                              row_seconds(row->tree, "reset_after_s")};

    if (backoff.reset == NEVER)
        backoff.reset = 2 * backoff.most;
    return backoff;
}

/* A second after another, it is asked, and goes on whenever it does not wait.
 */
void backoff_in_window_row(struct row *row)
{
    struct backoff backoff = backoff_of(row);
    struct backoff_entry entry = {0};
    sim_time asked = row_seconds(row->tree, "now_s");
    sim_time wait = row_seconds(row->tree, "expect_backoff_s");
    bool waits = false;

    for (sim_time now = 0; now <= asked; now += SECONDS(1)) {
        waits = backoff_waits_since_update(&backoff, &entry, now);
        if (now == asked && waits && wait != NEVER)
            expect_seconds(row, "back-off", wait, entry.wait);
        if (!waits)
            backoff_next(&backoff, &entry, now, now);
    }
    expect_true(row, "in back-off", row_true(row->tree, "expect_in_backoff"),
                waits);
    expect_text(row, "then", row_text(row->tree, "then"),
                waits ? "none" : "next(now)");
}

void backoff_sequence_row(struct row *row)
{
    struct backoff backoff = backoff_of(row);
    struct backoff_entry entry = {0};
    int64_t step = row_integer(row->tree, "step");
    sim_time first = row_seconds(row->tree, "now_s") - SECONDS(step);

    for (int64_t i = 0; i < step; i++)
        backoff_next(&backoff, &entry, first + SECONDS(i), first + SECONDS(i));
    expect_seconds(row, "back-off", row_seconds(row->tree, "expect_backoff_s"),
                   entry.wait);
}

/* "next at 0, next at 5 s, next at 106 s"; "> 100 s" or ">= 8 s". */
static void check_moments(struct row *row, const char *rule)
{
    struct backoff backoff = backoff_of(row);
    struct backoff_entry entry = {0};
    const char *at = row_text(row->tree, "description");
    double limit = atof(rule + strcspn(rule, "0123456789"));
    int count = 0;

    backoff.reset = time_from_seconds(limit) - (strstr(rule, ">=") != NULL);
    while ((at = strstr(at, "next at ")) != NULL) {
        sim_time now = time_from_seconds(atof(at += strlen("next at ")));

        backoff_next(&backoff, &entry, now, now);
        if (++count == 2)
            expect_true(
                row, "long enough", true,
                entry.wait >=
                    row_seconds(row->tree,
                                "expect_backoff_after_second_at_least_s"));
    }
    expect_seconds(row, "back-off after the third",
                   row_seconds(row->tree, "expect_backoff_after_third_s"),
                   entry.wait);
}

/* "6 nexts one per second", then asked of what happened at event_s, or one
 * more. */
static void check_many(struct row *row)
{
    struct backoff backoff = backoff_of(row);
    struct backoff_entry entry = {0};
    sim_time event = row_seconds(row->tree, "event_s");
    sim_time now = row_seconds(row->tree, "now_s");
    sim_time wait = row_seconds(row->tree, "expect_backoff_s");
    int count = atoi(row_text(row->tree, "description"));

    for (int i = 1; i <= count; i++)
        backoff_next(&backoff, &entry, SECONDS(i), SECONDS(i));
    if (wait == NEVER) {
        expect_true(row, "in back-off",
                    row_true(row->tree, "expect_in_backoff"),
                    backoff_waits(&backoff, &entry, event, now));
        return;
    }
    backoff_next(&backoff, &entry, event, now);
    expect_seconds(row, "back-off", wait, entry.wait);
}

/* What the kubelet asks of a container that exited now, or never did. */
static void check_container(struct row *row, const char *state)
{
    const sim_time now = HOURS(1);
    struct backoff backoff = backoff_of(row);
    struct backoff_entry entry = {0};
    sim_time after = row_seconds(row->tree, "expect_backoff_until_after_s");
    sim_time end = now;
    bool waits = false;

    if (row_true(row->tree, "had_next"))
        backoff_next(&backoff, &entry, now, now);
    if (strncmp(state, "exited", strlen("exited")) == 0)
        waits = crash_loop_waits(&backoff, &entry, now, now, &end);
    expect_true(row, "in back-off", row_true(row->tree, "expect_in_backoff"),
                waits);
    if (after != NEVER)
        expect_true(row, "until", true, end >= now + after);
}

void backoff_scenario_row(struct row *row)
{
    const char *state = row_text(row->tree, "state");
    const char *rule = row_text(row->tree, "reset_rule");

    if (state != NULL)
        check_container(row, state);
    else if (rule != NULL)
        check_moments(row, rule);
    else
        check_many(row);
}

void crash_loop_row(struct row *row)
{
    sim_time most = row_seconds(row->tree, "configured_max_s");
    struct backoff backoff = crash_loop_backoff(
        row_true(row->tree, "gate_reduce_default"), most, 36);

    expect_seconds(row, "first", row_seconds(row->tree, "expect_initial_s"),
                   backoff.first);
    expect_seconds(row, "most", row_seconds(row->tree, "expect_max_s"),
                   backoff.most);
}

static sim_time grace_in(const struct row *row, const char *name)
{
    sim_time grace = row_seconds(row->tree, name);

    return grace == NEVER ? NO_GRACE : grace;
}

void grace_row(struct row *row)
{
    expect_seconds(row, "grace", row_seconds(row->tree, "expect_grace_s"),
                   grace_of_pod(grace_in(row, "spec_grace_s"),
                                grace_in(row, "deletion_grace_s"),
                                grace_in(row, "override_grace_s")));
}

void requeue_row(struct row *row)
{
    const struct requeue_periods periods = {
        row_seconds(row->tree, "default_backoff_s"),
        row_seconds(row->tree, "resync_s")};
    const struct tree *ends = tree_get(row->tree, "backoff_expiries_s");
    struct look look = {
        .phase_changed = row_true(row->tree, "phase_transition"),
        .network_not_ready = row_true(row->tree, "network_not_ready"),
        .failed = row_true(row->tree, "network_not_ready") ||
                  row_true(row->tree, "other_error") || tree_count(ends) > 0,
        .backoff_end = NEVER};

    for (const struct tree *end = ends == NULL ? NULL : ends->first;
         end != NULL; end = end->next)
        if (tree_seconds(end) < look.backoff_end)
            look.backoff_end = tree_seconds(end);
    expect_seconds(row, "least", row_seconds(row->tree, "expect_min_delay_s"),
                   requeue_wait(&periods, &look, 0, 0));
    expect_seconds(row, "most", row_seconds(row->tree, "expect_max_delay_s"),
                   requeue_wait(&periods, &look, 0, 1));
}
