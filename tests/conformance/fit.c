/* The scheduler's scores against Kubernetes' own rows. */
#include "models/api/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sheet.h"
#include "tests/suite.h"

enum { MOST_NODES = 10, MOST_CONSTRAINTS = 3 };

static void expect(const char *id, int got, int wanted)
{
    if (got != wanted)
        printf("%s: %d instead of %d ", id, got, wanted);
    CU_ASSERT_EQUAL(got, wanted);
}

static int64_t whole(const struct sheet *sheet, int row, const char *column)
{
    return strtoll(sheet_text(sheet, row, column), NULL, 10);
}

static int resource_score(const struct sheet *sheet, int row)
{
    const char *formula = sheet_text(sheet, row, "formula");
    struct node_design node = {.cpu_milli = whole(sheet, row, "node_cpu"),
                               .memory_bytes =
                                   whole(sheet, row, "node_memory")};
    struct requests pod = {.cpu_milli = whole(sheet, row, "pod_cpu"),
                           .memory_bytes = whole(sheet, row, "pod_memory")};
    struct requests used = {.cpu_milli = whole(sheet, row, "used_cpu"),
                            .memory_bytes = whole(sheet, row, "used_memory")};
    struct load load = {.pods = 0};

    /* The rows give every request, so none is assumed. */
    pod.scored_cpu_milli = pod.cpu_milli;
    pod.scored_memory_bytes = pod.memory_bytes;
    used.scored_cpu_milli = used.cpu_milli;
    used.scored_memory_bytes = used.memory_bytes;
    load_add(&load, &used, 1);
    if (strcmp(formula, "least") == 0)
        return fit_least_allocated(&pod, &node, &load);
    return fit_balanced(&pod, &node, &load, strcmp(formula, "balanced") == 0);
}

static void resources(void)
{
    struct sheet sheet;

    sheet_open(&sheet, "tests/conformance/resources.tsv");
    CU_ASSERT(sheet.rows >= 30);
    for (int i = 0; i < sheet.rows; i++)
        expect(sheet_text(&sheet, i, "id"), resource_score(&sheet, i),
               (int)sheet_number(&sheet, i, "expect"));
    sheet_close(&sheet);
}

static void nodes_to_find(void)
{
    struct sheet sheet;

    sheet_open(&sheet, "tests/conformance/nodes_to_find.tsv");
    CU_ASSERT(sheet.rows >= 5);
    for (int i = 0; i < sheet.rows; i++)
        expect(sheet_text(&sheet, i, "id"),
               fit_nodes_to_find((int)sheet_number(&sheet, i, "nodes")),
               (int)sheet_number(&sheet, i, "expect"));
    sheet_close(&sheet);
}

/* One constraint of one row of spread.tsv. */
struct side {
    char key[20];
    char value[40];
    int max_skew;
    bool eligible;
    int count;
};

struct spread_node {
    const char *id;
    bool candidate;
    int sides;
    struct side side[MOST_CONSTRAINTS];
    const char *expect;
    int64_t score;
};

/* The n-th entry of a list, cut off at its end. */
static const char *entry(const char *list, int n, char *buffer, size_t size)
{
    while (n-- > 0)
        list = strchr(list, ',') + 1;
    snprintf(buffer, size, "%.*s", (int)strcspn(list, ","), list);
    return buffer;
}

static int count_entries(const char *list)
{
    int count = 1;

    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

static struct spread_node read_node(const struct sheet *sheet, int row)
{
    const char *keys = sheet_text(sheet, row, "keys");
    char text[40];
    struct spread_node node = {.id = sheet_text(sheet, row, "id"),
                               .candidate =
                                   sheet_number(sheet, row, "candidate") > 0,
                               .sides = count_entries(keys),
                               .expect = sheet_text(sheet, row, "expect")};

    for (int i = 0; i < node.sides; i++) {
        struct side *side = &node.side[i];

        entry(keys, i, side->key, sizeof(side->key));
        entry(sheet_text(sheet, row, "values"), i, side->value,
              sizeof(side->value));
        side->max_skew = atoi(
            entry(sheet_text(sheet, row, "max_skews"), i, text, sizeof(text)));
        side->eligible = atoi(entry(sheet_text(sheet, row, "eligible"), i, text,
                                    sizeof(text))) > 0;
        side->count = atoi(
            entry(sheet_text(sheet, row, "counts"), i, text, sizeof(text)));
    }
    return node;
}

/* Values among the candidates: each counted at its first place. */
static int domains(const struct spread_node *nodes, int count, int constraint)
{
    bool hostname = strcmp(nodes->side[constraint].key, "hostname") == 0;
    int found = 0;

    for (int i = 0; i < count; i++) {
        bool known = !nodes[i].candidate;

        for (int j = 0; j < i && !known && !hostname; j++)
            known = nodes[j].candidate &&
                    strcmp(nodes[i].side[constraint].value,
                           nodes[j].side[constraint].value) == 0;
        found += !known;
    }
    return found;
}

/* Matching pods in the node's domain, of the nodes that count. */
static int domain_count(const struct spread_node *nodes, int count,
                        const struct spread_node *node, int constraint)
{
    const struct side *side = &node->side[constraint];
    int sum = 0;

    if (strcmp(side->key, "hostname") == 0)
        return side->count;
    for (int i = 0; i < count; i++)
        if (nodes[i].side[constraint].eligible &&
            strcmp(nodes[i].side[constraint].value, side->value) == 0)
            sum += nodes[i].side[constraint].count;
    return sum;
}

static void check_spread(struct spread_node *nodes, int count)
{
    int64_t least = INT64_MAX, most = 0;

    for (int i = 0; i < count; i++) {
        double sum = 0;

        if (!nodes[i].candidate)
            continue;
        for (int j = 0; j < nodes[i].sides; j++)
            sum += fit_spread(domain_count(nodes, count, &nodes[i], j),
                              fit_spread_weight(domains(nodes, count, j)),
                              nodes[i].side[j].max_skew);
        nodes[i].score = llround(sum);
        least = nodes[i].score < least ? nodes[i].score : least;
        most = nodes[i].score > most ? nodes[i].score : most;
    }
    for (int i = 0; i < count; i++)
        if (nodes[i].candidate)
            expect(nodes[i].id,
                   fit_spread_normalised(nodes[i].score, least, most),
                   atoi(nodes[i].expect));
}

static void spread(void)
{
    struct sheet sheet;
    struct spread_node nodes[MOST_NODES];
    int count = 0, cases = 0;

    sheet_open(&sheet, "tests/conformance/spread.tsv");
    for (int i = 0; i < sheet.rows; i++) {
        CU_ASSERT_FATAL(count < MOST_NODES);
        nodes[count++] = read_node(&sheet, i);
        if (i + 1 < sheet.rows &&
            strcmp(sheet_text(&sheet, i + 1, "id"), nodes->id) == 0)
            continue;
        check_spread(nodes, count);
        count = 0;
        cases++;
    }
    sheet_close(&sheet);
    CU_ASSERT(cases >= 17);
}

SUITE("conformance/fit", {"resource scores", resources},
      {"topology spread", spread}, {"nodes to find", nodes_to_find})
