/* Kubernetes' rows of the Deployment controller. */
#include <math.h>
#include <string.h>

#include "models/controllers/progress.h"
#include "models/controllers/rollout.h"
#include "tests/conformance/conformance.h"

enum { MOST_REVISIONS = 16 };

static int integer(const struct tree *in, const char *name)
{
    return (int)row_integer(in, name);
}

/* A Deployment of so many replicas with the strategy of the row. */
static bool rollout_of(struct row *row, const struct tree *in,
                       const char *replicas, struct rollout *rollout)
{
    const char *strategy = row_text(row->tree, "strategy");
    struct int_or_percent surge, unavailable;
    bool good = row_bound(row, in, "max_surge", &surge);

    good = row_bound(row, in, "max_unavailable", &unavailable) && good;
    *rollout = (struct rollout){.replicas = integer(in, replicas)};
    rollout->recreate = strategy != NULL && strcmp(strategy, "Recreate") == 0;
    if (good)
        strategy_bounds(surge, unavailable, rollout->replicas, &rollout->surge,
                        &rollout->unavailable);
    return good;
}

static struct rollout_set revision_of(int64_t replicas, int64_t available)
{
    return (struct rollout_set){.replicas = (int)replicas,
                                .available =
                                    available == UNSET ? 0 : (int)available,
                                .desired = -1};
}

/* An old ReplicaSet, and the current one of the row. */
static bool two(struct row *row, struct rollout_set pair[2],
                struct rollout *rollout)
{
    const struct tree *in = row->tree;
    bool good = rollout_of(row, in, "deployment_replicas", rollout);

    pair[0] = revision_of(row_integer(in, "old_rs_replicas"),
                          row_integer(in, "old_rs_available"));
    pair[1] = revision_of(row_integer(in, "new_rs_replicas"),
                          row_integer(in, "new_rs_available"));
    pair[0].next = &pair[1];
    rollout->first = &pair[0];
    rollout->current = &pair[1];
    return good;
}

/* An old ReplicaSet alone. */
static void one(struct row *row, struct rollout_set *old,
                struct rollout *rollout)
{
    *old = revision_of(row_integer(row->tree, "old_rs_replicas"),
                       row_integer(row->tree, "old_rs_available"));
    rollout->first = old;
}

void fenceposts_row(struct row *row)
{
    struct rollout rollout;
    bool good = rollout_of(row, row->tree, "desired", &rollout);

    expect_true(row, "error", row_true(row->tree, "expect_error"), !good);
    expect_integer(row, "surge", row_integer(row->tree, "expect_surge"),
                   rollout.surge);
    expect_integer(row, "unavailable",
                   row_integer(row->tree, "expect_unavailable"),
                   rollout.unavailable);
}

void max_unavailable_row(struct row *row)
{
    struct rollout rollout;

    rollout_of(row, row->tree, "replicas", &rollout);
    expect_integer(row, "unavailable", row_integer(row->tree, "expect"),
                   rollout_unavailable(&rollout));
}

void min_available_row(struct row *row)
{
    struct rollout rollout;

    rollout_of(row, row->tree, "replicas", &rollout);
    expect_integer(row, "available", row_integer(row->tree, "expect"),
                   rollout_least_available(&rollout));
}

void new_rs_replicas_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout_set pair[2];
    struct rollout rollout;

    two(row, pair, &rollout);
    pair[0] = revision_of(
        row_integer(in, "all_rs_replicas_total") - pair[1].replicas, 0);
    pair[0].next = &pair[1];
    expect_integer(row, "replicas", row_integer(in, "expect_new_rs_replicas"),
                   rollout_growth(&rollout));
}

void rolling_new_rs_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout_set pair[2];
    struct rollout rollout;

    two(row, pair, &rollout);
    expect_true(row, "scaled", row_true(in, "expect_scaled"),
                rollout_scale_current(&rollout));
    expect_integer(row, "replicas", row_integer(in, "expect_new_rs_replicas"),
                   pair[1].replicas);
}

void rolling_old_rs_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout_set pair[2];
    struct rollout rollout;

    two(row, pair, &rollout);
    expect_true(row, "scaled", row_true(in, "expect_scaled"),
                rollout_scale_old(&rollout));
    expect_integer(row, "replicas", row_integer(in, "expect_old_rs_replicas"),
                   pair[0].replicas);
}

void scale_down_old_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout_set old;
    struct rollout rollout;

    rollout_of(row, in, "deployment_replicas", &rollout);
    one(row, &old, &rollout);
    expect_true(row, "scaled", row_true(in, "expect_scaled"),
                rollout_scale_down(&rollout) > 0);
    expect_integer(row, "replicas", row_integer(in, "expect_old_rs_replicas"),
                   old.replicas);
}

void cleanup_unhealthy_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout rollout = {.replicas = integer(in, "old_rs_replicas")};
    struct rollout_set old;

    one(row, &old, &rollout);
    expect_integer(row, "cleaned", row_integer(in, "expect_cleaned"),
                   rollout_clean_up(&rollout, integer(in, "max_cleanup")));
}

static int or_nothing(int64_t value, int nothing)
{
    return value == UNSET ? nothing : (int)value;
}

void rs_fraction_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct rollout_set revision =
        revision_of(row_integer(in, "rs_replicas"), 0);
    struct rollout rollout;

    rollout_of(row, in, "deployment_replicas", &rollout);
    rollout.counted = integer(in, "deployment_status_replicas");
    revision.most =
        or_nothing(row_integer(in, "rs_max_replicas_annotation"), 0);
    expect_integer(row, "fraction", row_integer(in, "expect_fraction"),
                   rollout_fraction(&rollout, &revision));
}

/* The ReplicaSets of a row, by age. */
struct sets {
    struct rollout_set revisions[MOST_REVISIONS];
    const struct tree *trees[MOST_REVISIONS];
    int count;
};

static void sets_add(struct row *row, struct sets *sets,
                     const struct tree *tree)
{
    struct rollout_set revision = revision_of(row_integer(tree, "replicas"), 0);
    int at = sets->count++;

    revision.most =
        or_nothing(row_integer(row->tree, "max_replicas_annotation"), 0);
    revision.desired =
        or_nothing(row_integer(row->tree, "desired_replicas_annotation"), -1);
    for (; at > 0 && row_integer(sets->trees[at - 1], "created") >
                         row_integer(tree, "created");
         at--) {
        sets->revisions[at] = sets->revisions[at - 1];
        sets->trees[at] = sets->trees[at - 1];
    }
    sets->revisions[at] = revision;
    sets->trees[at] = tree;
}

/* Reads the row's ReplicaSets into the rollout. */
static void sets_read(struct row *row, struct sets *sets,
                      struct rollout *rollout)
{
    const struct tree *now = tree_get(row->tree, "new_rs");
    const struct tree *all = tree_get(row->tree, "old_rss");

    sets->count = 0;
    if (now != NULL && now->kind == TREE_MAPPING)
        sets_add(row, sets, now);
    for (const struct tree *each = all != NULL ? all->first : NULL;
         each != NULL && sets->count < MOST_REVISIONS; each = each->next)
        sets_add(row, sets, each);
    for (int i = 0; i < sets->count; i++) {
        struct rollout_set *each = &sets->revisions[i];

        each->next = i + 1 < sets->count ? each + 1 : NULL;
        if (sets->trees[i] != now)
            continue;
        rollout->current = each;
        each->available = integer(row->tree, "available_replicas");
    }
    rollout->first = sets->count > 0 ? &sets->revisions[0] : NULL;
}

void proportional_scale_row(struct row *row)
{
    const struct tree *expected = tree_get(row->tree, "expect_sizes");
    struct rollout rollout;
    struct sets sets;

    rollout_of(row, tree_get(row->tree, "deployment"), "replicas", &rollout);
    sets_read(row, &sets, &rollout);
    rollout_resize(&rollout);
    for (const struct tree *each = expected->first; each != NULL;
         each = each->next) {
        int64_t got = UNSET;

        for (int i = 0; i < sets.count; i++)
            if (strcmp(row_text(sets.trees[i], "name"), each->key) == 0)
                got = sets.revisions[i].replicas;
        expect_integer(row, each->key, tree_integer(each), got);
    }
}

static struct owner_status status_of(const struct tree *in,
                                     const char *replicas)
{
    return (struct owner_status){
        .replicas = or_nothing(row_integer(in, replicas), 0),
        .updated = or_nothing(row_integer(in, "updated"), 0),
        .ready = or_nothing(row_integer(in, "ready"), 0),
        .available = or_nothing(row_integer(in, "available"), 0)};
}

/* The condition Progressing, if there is one. */
static struct progress_condition condition_of(const struct tree *in)
{
    const char *reason = row_text(in, "reason");
    struct progress_condition condition = {PROGRESS_UNKNOWN, 0};
    sim_time updated = row_seconds(in, "last_update_s");

    if (reason == NULL)
        return condition;
    condition.reason =
        strcmp(reason, "NewReplicaSetAvailable") == 0     ? PROGRESS_COMPLETE
        : strcmp(reason, "ProgressDeadlineExceeded") == 0 ? PROGRESS_EXCEEDED
                                                          : PROGRESS_UPDATED;
    condition.updated = updated == NEVER ? 0 : updated;
    return condition;
}

/* As manifests have it: the largest number is no deadline either. */
static sim_time deadline_of(const struct tree *in)
{
    int64_t seconds = row_integer(in, "progress_deadline_s");

    return seconds == UNSET || seconds == INT32_MAX ? NEVER : SECONDS(seconds);
}

/* In whole microseconds, rounded up: a later instant stays later. */
static sim_time now_of(const struct tree *in)
{
    double seconds = row_number(in, "now_s");

    return isnan(seconds) ? 0 : (sim_time)ceil(seconds * 1e6);
}

void complete_progressing_row(struct row *row)
{
    const struct tree *in = row->tree;
    const char *function = row_text(in, "function");
    bool expected = row_true(in, "expect");

    if (strcmp(function, "complete") == 0) {
        struct owner_status status = status_of(in, "current");

        expect_true(row, function, expected,
                    rollout_complete(&status, integer(in, "desired")));
    } else if (strcmp(function, "progressing") == 0) {
        struct owner_status before = status_of(tree_get(in, "old"), "current");
        struct owner_status after = status_of(tree_get(in, "new"), "current");

        expect_true(row, function, expected,
                    rollout_progressed(&before, &after));
    } else if (strcmp(function, "timed_out") == 0) {
        struct progress_condition condition = condition_of(in);

        expect_true(
            row, function, expected,
            progress_timed_out(&condition, deadline_of(in), now_of(in)));
    } else {
        row_skip(row);
    }
}

void requeue_stuck_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct owner_status status = status_of(tree_get(in, "status"), "replicas");
    struct progress_condition condition =
        condition_of(tree_get(in, "condition"));
    sim_time expected = row_seconds(in, "expect_requeue_after_s");

    expect_seconds(row, "again after", expected < 0 ? NEVER : expected,
                   progress_check_after(&condition, &status,
                                        integer(in, "replicas"),
                                        deadline_of(in), now_of(in)));
}
