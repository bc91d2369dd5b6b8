/* The eviction API. */
#include "models/api/eviction.h"

#include "models/api/budget.h"

/* MaxDisruptedPodSize */
enum { MOST_PROMISES = 2000 };

/* (canIgnorePDB) */
static bool is_free(const struct pod_status *status)
{
    return !status->exists || status->deleted || pod_ended(status) ||
           status->phase == POD_PENDING;
}

static enum eviction judge(struct api *api, struct pod *pod)
{
    const struct pod_template *template = pod->template;
    struct budget *budget;

    if (template->budget_count == 0 || is_free(&pod->status))
        return EVICTION_MADE;
    if (template->budget_count > 1)
        return EVICTION_FAILED;
    budget = &api->budgets->all[template->budgets[0]->ordinal];
    switch (
        budget_verdict(budget->design, &budget->status, pod->status.ready)) {
    case BUDGET_IGNORES:
        return EVICTION_MADE;
    case BUDGET_REFUSES:
        return EVICTION_REFUSED;
    case BUDGET_SPENDS:
        break;
    }
    if (budget->promised >= MOST_PROMISES)
        return EVICTION_FAILED;
    budget_promise(api, budget, pod);
    return EVICTION_MADE;
}

enum eviction eviction_ask(struct api *api, struct pod *pod, sim_time grace,
                           const char *by, struct cause cause)
{
    enum eviction answer = judge(api, pod);

    if (answer == EVICTION_MADE && pod->status.exists && !pod->status.deleted)
        api_delete(api, pod, grace, by, cause);
    return answer;
}
