/* The scheduler's scores of single nodes, its normalisation and its queue. */
#include <string.h>

#include "models/api/fit.h"
#include "models/api/image.h"
#include "models/controllers/backlog.h"
#include "tests/conformance/conformance.h"

enum { MOST = 16 };

static int64_t given(const struct tree *in, const char *name)
{
    int64_t value = row_integer(in, name);

    return value == UNSET ? 0 : value;
}

static bool named(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static int read_containers(const struct tree *list,
                           struct container_template *all)
{
    int count = 0;

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL && count < MOST; each = each->next)
        all[count++] = (struct container_template){
            .cpu_request_milli = given(each, "cpu_milli"),
            .memory_request_bytes = given(each, "memory"),
            .cpu_of_zero = row_integer(each, "cpu_milli") == 0,
            .memory_of_zero = row_integer(each, "memory") == 0};
    return count;
}

/* Of a resource that is neither cpu nor memory. */
static int64_t other_requested(const struct tree *pod, const char *resource)
{
    const struct tree *list = tree_get(pod, "containers");
    const struct tree *inits = tree_get(pod, "init_containers");
    int64_t sum = 0;

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL; each = each->next)
        sum += given(each, resource);
    for (const struct tree *each = inits == NULL ? NULL : inits->first;
         each != NULL; each = each->next)
        if (given(each, resource) > sum)
            sum = given(each, resource);
    return sum + given(tree_get(pod, "overhead"), resource);
}

/* What a pod requests of a resource: as the simulation sums cpu and memory,
 * with what is assumed where nothing was given. */
static int64_t requested(const struct tree *pod, const char *resource,
                         bool scored)
{
    const struct tree *overhead = tree_get(pod, "overhead");
    struct container_template containers[MOST], inits[MOST];
    struct pod_template template = {
        .containers = containers,
        .container_count =
            read_containers(tree_get(pod, "containers"), containers),
        .init_containers = inits,
        .init_count = read_containers(tree_get(pod, "init_containers"), inits),
        .overhead_cpu_milli = given(overhead, "cpu_milli"),
        .overhead_memory_bytes = given(overhead, "memory")};
    struct requests sum = template_requests(&template);

    if (named(resource, "cpu"))
        return scored ? sum.scored_cpu_milli : sum.cpu_milli;
    if (named(resource, "memory"))
        return scored ? sum.scored_memory_bytes : sum.memory_bytes;
    return other_requested(pod, resource);
}

/* The node's shares with the pod, or (NULL) without any. A resource that is
 * neither cpu nor memory counts where the pod asks for it. */
static int read_shares(const struct row *row, const struct tree *node,
                       bool with, bool scored, struct share *shares)
{
    const struct tree *pod = tree_get(row->tree, "pod");
    int count = 0;

    for (const struct tree *each = tree_get(row->tree, "resources")->first;
         each != NULL && count < MOST; each = each->next) {
        const char *name = row_text(each, "name");
        bool cpu = named(name, "cpu"), memory = named(name, "memory");
        int64_t asked = requested(pod, name, scored);
        struct share *share = &shares[count++];

        *share = (struct share){with ? asked : 0, 0, given(each, "weight")};
        if (cpu || memory || asked > 0)
            share->allocatable =
                given(tree_get(node, "alloc"), cpu ? "cpu_milli" : name);
        for (const struct tree *other =
                 tree_get(row->tree, "existing_pods")->first;
             other != NULL; other = other->next)
            if (tree_is(tree_get(other, "node"), row_text(node, "name")))
                share->requested += requested(other, name, scored);
    }
    return count;
}

static struct shape read_shape(const struct row *row, const char *name,
                               int64_t stretch, struct shape_point *points)
{
    const struct tree *list = tree_get(row->tree, name);
    struct shape shape = {0, points};

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL && shape.count < MOST; each = each->next)
        points[shape.count++] =
            (struct shape_point){tree_integer(each->first),
                                 stretch * tree_integer(each->first->next)};
    return shape;
}

static void expect_score(struct row *row, int place, int64_t got)
{
    const struct tree *each = tree_get(row->tree, "expect_scores")->first;

    for (int i = 0; i < place && each != NULL; i++)
        each = each->next;
    expect_integer(row, arena_format(row->arena, "node %d", place),
                   tree_integer(each), got);
}

/* Custom scores are from 0 to 10. */
static void fit_row(struct row *row, enum fit_strategy strategy)
{
    struct shape_point points[MOST];
    struct shape shape =
        read_shape(row, "shape", MOST_SCORE / MOST_CUSTOM_SCORE, points);
    struct share shares[MOST];
    int place = 0;

    for (const struct tree *node = tree_get(row->tree, "nodes")->first;
         node != NULL; node = node->next) {
        int count = read_shares(row, node, true, true, shares);

        expect_score(row, place++, score_fit(strategy, &shape, shares, count));
    }
}

void least_allocated_row(struct row *row)
{
    fit_row(row, LEAST_ALLOCATED);
}

void most_allocated_row(struct row *row)
{
    fit_row(row, MOST_ALLOCATED);
}

void capacity_ratio_row(struct row *row)
{
    fit_row(row, REQUESTED_TO_CAPACITY_RATIO);
}

void fit_score_row(struct row *row)
{
    int strategy = 0;

    while (
        !tree_is(tree_get(row->tree, "strategy"), fit_strategy_names[strategy]))
        strategy++;
    fit_row(row, (enum fit_strategy)strategy);
}

static void balance_row(struct row *row, bool since_1_36)
{
    struct share shares[MOST];
    int place = 0;

    for (const struct tree *node = tree_get(row->tree, "nodes")->first;
         node != NULL; node = node->next) {
        int count = read_shares(row, node, true, false, shares);
        int score = score_balance(shares, count);

        if (since_1_36) {
            read_shares(row, node, false, false, shares);
            score = score_balance_gained(score, score_balance(shares, count));
        }
        expect_score(row, place++, score);
    }
}

void balanced_row(struct row *row)
{
    balance_row(row, true);
}

void balanced_before_row(struct row *row)
{
    balance_row(row, false);
}

void broken_linear_row(struct row *row)
{
    struct shape_point points[MOST];
    struct shape shape = read_shape(row, "points", 1, points);

    expect_integer(row, "y", row_integer(row->tree, "expect"),
                   shape_at(&shape, row_integer(row->tree, "x")));
}

void normalize_row(struct row *row)
{
    const struct tree *wanted = tree_get(row->tree, "expect")->first;
    const struct tree *scores = tree_get(row->tree, "scores");
    int64_t most = 0;

    for (const struct tree *each = scores->first; each != NULL;
         each = each->next)
        most = tree_integer(each) > most ? tree_integer(each) : most;
    for (const struct tree *each = scores->first; each != NULL;
         each = each->next, wanted = wanted->next)
        expect_integer(row, each->text, tree_integer(wanted),
                       score_normalised(tree_integer(each), most,
                                        row_true(row->tree, "reverse")));
}

/* A profile's percentage goes before the global one. */
void nodes_to_find_row(struct row *row)
{
    int64_t percentage = row_integer(row->tree, "profile_percentage");

    if (percentage == UNSET)
        percentage = given(row->tree, "global_percentage");
    expect_integer(row, "nodes", row_integer(row->tree, "expect_nodes_to_find"),
                   fit_nodes_to_find((int)row_integer(row->tree, "nodes"),
                                     (int)percentage));
}

void queue_back_off_row(struct row *row)
{
    expect_integer(
        row, "back-off", row_integer(row->tree, "expect_backoff_ns"),
        backlog_wait(row_integer(row->tree, "initial_ns"),
                     row_integer(row->tree, "max_ns"),
                     (uint32_t)row_integer(row->tree, "unschedulable_count"),
                     (uint32_t)row_integer(row->tree, "consecutive_errors")));
}

static bool has_image(const struct tree *image, const char *name)
{
    for (const struct tree *each = tree_get(image, "names")->first;
         each != NULL; each = each->next)
        if (image_same(each->text, name))
            return true;
    return false;
}

static const struct tree *image_on(const struct tree *node, const char *name)
{
    for (const struct tree *each = tree_get(node, "images")->first;
         each != NULL; each = each->next)
        if (has_image(each, name))
            return each;
    return NULL;
}

/* What a list of images is worth on a node. */
static int64_t image_sum(const struct tree *nodes, const struct tree *node,
                         const struct tree *images)
{
    int64_t sum = 0;

    for (const struct tree *each = images == NULL ? NULL : images->first;
         each != NULL; each = each->next) {
        const struct tree *image = image_on(node, each->text);
        int count = 0;

        for (const struct tree *other = nodes->first; other != NULL;
             other = other->next)
            count += image_on(other, each->text) != NULL;
        if (image != NULL)
            sum += score_image(row_integer(image, "size"), count,
                               tree_count(nodes));
    }
    return sum;
}

void image_locality_row(struct row *row)
{
    const struct tree *nodes = tree_get(row->tree, "nodes");
    const struct tree *images = tree_get(row->tree, "container_images");
    int place = 0;

    for (const struct tree *node = nodes->first; node != NULL;
         node = node->next)
        expect_score(
            row, place++,
            score_images(image_sum(nodes, node, images) +
                             image_sum(nodes, node,
                                       tree_get(row->tree, "image_volumes")),
                         tree_count(images)));
}
