/* What a template's pods are told by where others are. */
#include "models/controllers/relations.h"

void relation_begin(struct relation *relation)
{
    spread_begin(relation->hard, relation->hard_count);
    relation->first = relation->near_itself;
    for (const struct tie *each = relation->near; each != NULL;
         each = each->next)
        relation->first = relation->first && each->census->total == 0;
}

/* The first of its like may go wherever the labels are that it asks for.
 * (interpodaffinity/filtering.go, satisfyPodAffinity) */
static bool are_missing(const struct relation *relation, int node)
{
    for (const struct tie *each = relation->near; each != NULL;
         each = each->next)
        if (each->census->topology->domains[node] < 0 ||
            (!relation->first && census_near(each->census, node) == 0))
            return true;
    return false;
}

static bool is_any(const struct tie *ties, int node)
{
    for (; ties != NULL; ties = ties->next)
        if (census_near(ties->census, node) > 0)
            return true;
    return false;
}

enum refusal relation_refuses(const struct relation *relation, int node)
{
    static const enum refusal spread[] = {[SPREAD_FITS] = NOT_REFUSED,
                                          [SPREAD_LACKS_KEY] = LACKS_TOPOLOGY,
                                          [SPREAD_TOO_SKEWED] = TOO_SKEWED};
    enum spread_verdict verdict =
        spread_judge(relation->hard, relation->hard_count, node);

    if (verdict != SPREAD_FITS)
        return spread[verdict];
    if (are_missing(relation, node))
        return PODS_MISSING;
    if (is_any(relation->apart, node))
        return PODS_UNWANTED;
    if (is_any(relation->shunned, node))
        return UNWANTED_BY_PODS;
    return NOT_REFUSED;
}

int64_t relation_likes(const struct relation *relation, int node)
{
    int64_t sum = 0;

    for (const struct tie *each = relation->liked; each != NULL;
         each = each->next)
        sum += (int64_t)each->weight * census_near(each->census, node);
    return sum;
}
