/* Victims, and the node where they cost least. */
#include "models/controllers/preemption.h"

#include "models/api/budget.h"
#include "models/controllers/ranking.h"

/* minCandidateNodesPercentage and minCandidateNodesAbsolute (DefaultPreemption
 * arguments, pkg/scheduler/apis/config/v1/defaults.go). */
enum { CANDIDATES_PERCENT = 10, CANDIDATES_LEAST = 100 };

/* What a node costs: by these, in this order, the least is best.
 * (preemption.go, pickOneNodeForPreemption) */
struct price {
    int violations;   /* of disruption budgets */
    int top_priority; /* of the victims */
    int64_t sum;      /* of their priorities, each above 0 */
    int count;
    sim_time
        earliest; /* start among those of top priority: the latest is best */
};

void preemption_open(struct preemption *preemption, struct sim *sim,
                     struct selection *selection)
{
    preemption->selection = selection;
    stream_open(&preemption->offsets, &sim->seed,
                identity_of("scheduler/preemption"));
}

static void occupy(struct preemption *preemption, struct pod *pod, int sign)
{
    struct selection *selection = preemption->selection;
    struct node *node = pod->scheduling.assumed;

    if (pod_active(&pod->seen[SCHEDULER]))
        selection_settle(selection, pod, node, sign);
    selection_load(selection, pod, node, sign);
}

/* (pkg/scheduler/util/utils.go, MoreImportantPod) */
static bool is_more_important(const struct pod *one, const struct pod *other)
{
    if (one->template->priority != other->template->priority)
        return one->template->priority > other->template->priority;
    return one->scheduling.since < other->scheduling.since;
}

static void insert(struct pod **row, struct pod *pod)
{
    while (*row != NULL && !is_more_important(pod, *row))
        row = &(*row)->scheduling.queued;
    pod->scheduling.queued = *row;
    *row = pod;
}

/* Pods of lower priority on a node, the most important first; they leave it. */
static struct pod *remove_lower(struct preemption *preemption,
                                const struct pod *pod, int node)
{
    struct pod *row = NULL;

    for (struct pod *each = preemption->selection->relations.residents[node];
         each != NULL; each = each->scheduling.neighbour)
        if (each->template->priority < pod->template->priority)
            insert(&row, each);
    for (struct pod *each = row; each != NULL; each = each->scheduling.queued)
        occupy(preemption, each, -1);
    return row;
}

/* Parts those whose leaving would violate a disruption budget from the others;
 * a budget is only preferred to be whole. */
static void part(struct budgets *budgets, struct pod *row, struct pod *parts[2])
{
    struct pod **ends[2] = {&parts[0], &parts[1]};

    if (budgets != NULL)
        budgets_try(budgets);
    while (row != NULL) {
        struct pod *pod = row;
        bool whole = budgets == NULL || !budgets_violated(budgets, pod);

        row = pod->scheduling.queued;
        pod->scheduling.queued = NULL;
        *ends[whole] = pod;
        ends[whole] = &pod->scheduling.queued;
    }
}

/* Lets them stay whom the pod leaves room for, the most important first; the
 * others are victims. Returns how many these are. */
static int reprieve(struct preemption *preemption, const struct pod *pod,
                    int node, struct pod *row, struct pod **victims)
{
    int count = 0;

    while (row != NULL) {
        struct pod *each = row;

        row = each->scheduling.queued;
        occupy(preemption, each, 1);
        if (selection_judge(preemption->selection, pod, node) == NOT_REFUSED)
            continue;
        occupy(preemption, each, -1);
        insert(victims, each);
        count++;
    }
    return count;
}

static struct price price_of(const struct pod *victims, int violations)
{
    struct price price = {.violations = violations,
                          .top_priority = victims->template->priority,
                          .earliest = NEVER};

    for (; victims != NULL; victims = victims->scheduling.queued) {
        int priority = victims->template->priority;
        sim_time start = victims->scheduling.since;

        price.sum += (int64_t)priority + INT32_MAX + 1;
        price.count++;
        if (priority == price.top_priority && start < price.earliest)
            price.earliest = start;
    }
    return price;
}

/* The victims on a node; NULL: no pods of lower priority are in the way there,
 * or others are too. */
static struct pod *victims_on(struct preemption *preemption,
                              const struct pod *pod, int node,
                              struct price *price)
{
    struct pod *row = remove_lower(preemption, pod, node);
    struct pod *parts[2] = {NULL, NULL}, *victims = NULL;
    int violations;

    if (row == NULL)
        return NULL;
    if (selection_judge(preemption->selection, pod, node) != NOT_REFUSED) {
        for (; row != NULL; row = row->scheduling.queued)
            occupy(preemption, row, 1);
        return NULL;
    }
    part(preemption->selection->api->budgets, row, parts);
    violations = reprieve(preemption, pod, node, parts[0], &victims);
    reprieve(preemption, pod, node, parts[1], &victims);
    for (row = victims; row != NULL; row = row->scheduling.queued)
        occupy(preemption, row, 1);
    if (victims != NULL)
        *price = price_of(victims, violations);
    return victims;
}

static bool is_cheaper(const struct price *one, const struct price *other)
{
    if (one->violations != other->violations)
        return one->violations < other->violations;
    if (one->top_priority != other->top_priority)
        return one->top_priority < other->top_priority;
    if (one->sum != other->sum)
        return one->sum < other->sum;
    if (one->count != other->count)
        return one->count < other->count;
    return one->earliest > other->earliest;
}

/* Looks at nodes, from a random one on, until there are candidates enough. */
static int find_node(struct preemption *preemption, const struct pod *pod)
{
    const int *nodes;
    int count = ranking_helped(preemption->selection, pod, &nodes);
    int wanted = count * CANDIDATES_PERCENT / 100;
    int found = 0, whole = 0, best = -1, offset;
    struct price least = {0}, price;

    if (count == 0)
        return -1;
    if (wanted < CANDIDATES_LEAST)
        wanted = CANDIDATES_LEAST;
    offset = (int)stream_below(&preemption->offsets, (uint32_t)count);
    for (int i = 0; i < count && (found < wanted || whole == 0); i++) {
        int node = nodes[(offset + i) % count];

        if (victims_on(preemption, pod, node, &price) == NULL)
            continue;
        found++;
        whole += price.violations == 0;
        if (best >= 0 && !is_cheaper(&price, &least))
            continue;
        best = node;
        least = price;
    }
    return best;
}

/* Whether pods that it has made leave are on their way still.
 * (default_preemption.go, PodEligibleToPreemptOthers) */
static bool is_waiting(struct preemption *preemption, const struct pod *pod)
{
    const struct node *node = selection_nominated(preemption->selection, pod);

    if (node == NULL || !fit_resolvable(selection_judge(preemption->selection,
                                                        pod, node->ordinal)))
        return false;
    for (const struct pod *each =
             preemption->selection->relations.residents[node->ordinal];
         each != NULL; each = each->scheduling.neighbour)
        if (each->template->priority < pod->template->priority &&
            (each->scheduling.leaving || each->seen[SCHEDULER].deleted))
            return true;
    return false;
}

/* Those of lower priority that wait for the node wait in vain. */
static void nominate(struct selection *selection, struct pod *pod,
                     struct node *node)
{
    struct nomination *each = selection->nominations, *next;

    for (; each != NULL; each = next) {
        next = each->next;
        if (each->node == node &&
            each->pod->template->priority < pod->template->priority)
            selection_give_up(selection, each->pod);
    }
    selection_nominate(selection, pod, node);
}

struct pod *preemption_find(struct preemption *preemption, struct pod *pod)
{
    struct selection *selection = preemption->selection;
    struct price price;
    int node;

    if (pod->template->never_preempts ||
        pod->template->priority <= selection->relations.least_priority ||
        is_waiting(preemption, pod))
        return NULL;
    node = find_node(preemption, pod);
    selection_give_up(selection, pod);
    if (node < 0)
        return NULL;
    nominate(selection, pod, &selection->api->nodes[node]);
    return victims_on(preemption, pod, node, &price);
}
