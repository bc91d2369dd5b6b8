/* Kubernetes' rows of the ReplicaSet controller, and of which pods go first. */
#include <string.h>

#include "models/controllers/deletion_rank.h"
#include "models/controllers/pod_availability.h"
#include "models/controllers/slow_start.h"
#include "tests/conformance/conformance.h"

enum { MOST_IN_ROW = 64 };

static int count(const struct tree *in, const char *name)
{
    int64_t value = row_integer(in, name);

    return value == UNSET ? 0 : (int)value;
}

static enum pod_phase phase(const struct tree *in)
{
    const char *name = row_text(in, "phase");

    return strcmp(name, "Pending") == 0   ? POD_PENDING
           : strcmp(name, "Running") == 0 ? POD_RUNNING
                                          : POD_UNKNOWN;
}

static struct ranked_pod pod(const struct tree *in)
{
    return (struct ranked_pod){.assigned = *row_text(in, "node") != '\0',
                               .phase = phase(in),
                               .ready = row_true(in, "ready"),
                               .cost = count(in, "deletion_cost"),
                               .together = count(in, "rank"),
                               .ready_since = row_seconds(in, "ready_since_s"),
                               .created = row_seconds(in, "created_s"),
                               .restarts = count(in, "restarts"),
                               .sidecar_restarts =
                                   count(in, "sidecar_restarts")};
}

void deletion_rank_pairs_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct ranked_pod first = pod(tree_get(in, "first"));
    struct ranked_pod second = pod(tree_get(in, "second"));
    struct ranking ranking = {.now = row_true(in, "gate_logarithmic_scale_down")
                                         ? row_seconds(in, "now_s")
                                         : NEVER,
                              .sidecars = true};

    if (!row_true(in, "gate_pod_deletion_cost"))
        first.cost = second.cost = 0;
    expect_text(
        row, "order", row_text(in, "expect"),
        deletion_before(&ranking, &first, &second)   ? "first_before_second"
        : deletion_before(&ranking, &second, &first) ? "second_before_first"
                                                     : "equal");
}

/* Pods of a row, in its order, and their names. */
struct pods {
    struct ranked_pod pods[MOST_IN_ROW];
    const struct tree *trees[MOST_IN_ROW];
    int count;
};

static void pods_read(struct pods *pods, const struct tree *list)
{
    pods->count = 0;
    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL && pods->count < MOST_IN_ROW; each = each->next) {
        pods->pods[pods->count] = pod(each);
        pods->trees[pods->count++] = each;
    }
}

/* As a list, the last of the row first. */
static struct ranked_pod *reversed(struct pods *pods)
{
    struct ranked_pod *first = NULL;

    for (int i = 0; i < pods->count; i++) {
        pods->pods[i].next = first;
        first = &pods->pods[i];
    }
    return first;
}

static const char *name_of(const struct pods *pods,
                           const struct ranked_pod *ranked)
{
    return ranked == NULL ? NULL
                          : row_text(pods->trees[ranked - pods->pods], "name");
}

void active_pods_sort_order_row(struct row *row)
{
    const struct tree *order = tree_get(row->tree, "expect_order");
    struct ranking exactly = {.now = NEVER, .sidecars = true};
    struct pods pods;
    struct ranked_pod *at;

    pods_read(&pods, tree_get(row->tree, "pods"));
    at = deletion_heap(&exactly, reversed(&pods));
    for (const struct tree *each = order->first; each != NULL;
         each = each->next) {
        expect_text(row, "next", tree_text(each, NULL), name_of(&pods, at));
        at = at != NULL ? deletion_rest(&exactly, at) : NULL;
    }
}

/* (IsPodActive) */
static bool active(const struct tree *in)
{
    const char *name = row_text(in, "phase");

    return strcmp(name, "Succeeded") != 0 && strcmp(name, "Failed") != 0;
}

/* How many related pods are on each pod's node. */
static void count_together(struct pods *pods, const struct tree *related)
{
    if (related == NULL)
        return;
    for (int i = 0; i < pods->count; i++)
        for (const struct tree *each = related->first; each != NULL;
             each = each->next)
            pods->pods[i].together +=
                active(each) && strcmp(row_text(each, "node"),
                                       row_text(pods->trees[i], "node")) == 0;
}

static int times(const struct tree *list, const char *name)
{
    int number = 0;

    for (const struct tree *each = list->first; each != NULL; each = each->next)
        number += tree_is(each, name);
    return number;
}

void pods_to_delete_row(struct row *row)
{
    const struct tree *expected = tree_get(row->tree, "expect_delete");
    struct ranking ranking = {.now = SECONDS(1000000000), .sidecars = true};
    struct pods pods;
    struct tree *deleted = tree_new(row->arena, TREE_SEQUENCE);
    struct ranked_pod *at;

    pods_read(&pods, tree_get(row->tree, "pods"));
    count_together(&pods, tree_get(row->tree, "related_pods"));
    at = deletion_heap(&ranking, reversed(&pods));
    for (int i = count(row->tree, "diff"); i > 0 && at != NULL;
         i--, at = deletion_rest(&ranking, at))
        tree_append(deleted, tree_scalar(row->arena, name_of(&pods, at)));
    expect_integer(row, "deleted", tree_count(expected), tree_count(deleted));
    for (const struct tree *each = expected->first; each != NULL;
         each = each->next)
        expect_integer(row, each->text, times(expected, each->text),
                       times(deleted, each->text));
}

void slow_start_row(struct row *row)
{
    const struct tree *in = row->tree;
    int64_t good = row_integer(in, "calls_that_succeed"), calls = 0;
    struct slow_start start;

    slow_start_begin(&start, count(in, "count"), count(in, "initial_batch"));
    while (start.batch > 0)
        slow_start_answer(&start, calls++ < good);
    expect_integer(row, "calls", row_integer(in, "expect_calls"), calls);
    expect_integer(row, "successes", row_integer(in, "expect_successes"),
                   start.successes);
    expect_true(row, "error", row_true(in, "expect_error"), start.failed);
}

void pod_availability_row(struct row *row)
{
    const struct tree *in = row->tree;
    sim_time now = SECONDS(1000000), ready_for = row_seconds(in, "ready_for_s");

    expect_seconds(
        row, "next look", row_seconds(in, "expect_next_check_s"),
        pod_available_after(row_true(in, "ready"),
                            ready_for == NEVER ? NEVER : now - ready_for,
                            row_seconds(in, "min_ready_s"), now));
}
