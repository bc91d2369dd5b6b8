/* Pods spread over the domains of topologies. */
#include "models/controllers/spread.h"

#include <math.h>

#include "models/api/score.h"

#define IGNORED ((int64_t)-1)

void spread_begin(struct spread_rule *rules, int count)
{
    for (int i = 0; i < count; i++)
        rules[i].least = rules[i].census->domains < rules[i].min_domains
                             ? 0
                             : census_least(rules[i].census);
}

enum spread_verdict spread_judge(const struct spread_rule *rules, int count,
                                 int node)
{
    for (int i = 0; i < count; i++) {
        const struct spread_rule *rule = &rules[i];

        if (rule->census->topology->domains[node] < 0)
            return SPREAD_LACKS_KEY;
        if (census_near(rule->census, node) + rule->itself - rule->least >
            rule->max_skew)
            return SPREAD_TOO_SKEWED;
    }
    return SPREAD_FITS;
}

static bool lacks_key(const struct spread_rule *rules, int count, int node)
{
    for (int i = 0; i < count; i++)
        if (rules[i].census->topology->domains[node] < 0)
            return true;
    return false;
}

/* Domains among the candidates; what lacks the key is in one more. */
static int count_domains(const struct spread_rule *rule, const int *candidates,
                         int count, const int64_t *scores)
{
    const struct topology *topology = rule->census->topology;
    bool *met = rule->census->met;
    int domains = 0;

    for (int i = 0; i < count; i++) {
        bool *each = &met[topology->domains[candidates[i]] + 1];

        if (scores[i] == IGNORED || *each)
            continue;
        *each = true;
        domains++;
    }
    for (int i = 0; i < count; i++)
        met[topology->domains[candidates[i]] + 1] = false;
    return domains;
}

/* Adds what one constraint is worth. */
static void add_raw(const struct spread_rule *rule, double weight,
                    const int *candidates, int count, const int64_t *scores,
                    double *raw)
{
    const struct census *census = rule->census;

    for (int i = 0; i < count; i++) {
        int node = candidates[i];

        if (scores[i] == IGNORED || census->topology->domains[node] < 0)
            continue;
        raw[i] +=
            score_spread(census->topology->hosts ? census->on_node[node]
                                                 : census_near(census, node),
                         weight, rule->max_skew);
    }
}

static void normalise(int64_t *scores, int count)
{
    int64_t least = INT64_MAX, most = 0;

    for (int i = 0; i < count; i++) {
        if (scores[i] == IGNORED)
            continue;
        least = scores[i] < least ? scores[i] : least;
        most = scores[i] > most ? scores[i] : most;
    }
    for (int i = 0; i < count; i++)
        scores[i] = scores[i] == IGNORED
                        ? 0
                        : score_spread_normalised(scores[i], least, most);
}

void spread_score(const struct spread_rule *rules, int count, bool every_key,
                  const int *candidates, int candidate_count, double *raw,
                  int64_t *scores)
{
    int left = 0;

    for (int i = 0; i < candidate_count; i++) {
        bool ignored = every_key && lacks_key(rules, count, candidates[i]);

        scores[i] = ignored ? IGNORED : 0;
        raw[i] = 0;
        left += !ignored;
    }
    for (int i = 0; i < count; i++) {
        int domains =
            rules[i].census->topology->hosts
                ? left
                : count_domains(&rules[i], candidates, candidate_count, scores);

        add_raw(&rules[i], score_spread_weight(domains), candidates,
                candidate_count, scores, raw);
    }
    for (int i = 0; i < candidate_count; i++)
        if (scores[i] != IGNORED)
            scores[i] = llround(raw[i]);
    normalise(scores, candidate_count);
}
