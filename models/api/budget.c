/* Budgets: their arithmetic, and whom they promised an end. */
#include "models/api/budget.h"

#include "models/api/api.h"

/* DeletionTimeout */
static const sim_time promise_time = MINUTES(2);

struct budgets *budgets_open(struct arena *arena,
                             const struct budget_design *designs, int count)
{
    struct budgets *budgets = ARENA_NEW(arena, struct budgets);

    budgets->count = count;
    budgets->all = ARENA_ARRAY(arena, struct budget, count);
    for (int i = 0; i < count; i++)
        budgets->all[i].design = &designs[i];
    pool_open(&budgets->promises, arena, sizeof(struct promise));
    return budgets;
}

bool budget_scaled(const struct budget_design *design)
{
    return design->most_given || design->bound.percent;
}

int budget_desired(const struct budget_design *design, int expected)
{
    int bound = int_or_percent_up(design->bound, expected);

    if (!design->most_given)
        return bound;
    return expected > bound ? expected - bound : 0;
}

int budget_allowed(const struct budget_status *status)
{
    int spare = status->healthy - status->desired;

    return status->expected > 0 && spare > 0 ? spare : 0;
}

enum budget_verdict budget_verdict(const struct budget_design *design,
                                   const struct budget_status *status,
                                   bool ready)
{
    if (!ready && (design->always_allow ||
                   (status->healthy >= status->desired && status->desired > 0)))
        return BUDGET_IGNORES;
    return status->allowed > 0 ? BUDGET_SPENDS : BUDGET_REFUSES;
}

void budget_promise(struct api *api, struct budget *budget, struct pod *pod)
{
    struct promise *promise = pool_take(&api->budgets->promises);

    pod_hold(pod);
    promise->pod = pod;
    promise->until = time_after(api->sim->now, promise_time);
    promise->next = budget->promises;
    budget->promises = promise;
    budget->promised++;
    budget->status.allowed--;
}

void budget_forget(struct api *api, struct budget *budget,
                   bool (*is_over)(const struct promise *promise, sim_time now))
{
    struct promise **place = &budget->promises;
    struct promise *promise;

    while ((promise = *place) != NULL) {
        if (!is_over(promise, api->sim->now)) {
            place = &promise->next;
            continue;
        }
        *place = promise->next;
        budget->promised--;
        pod_release(api, promise->pod);
        pool_give(&api->budgets->promises, promise);
    }
}

void budgets_try(struct budgets *budgets)
{
    budgets->trial++;
}

static bool is_promised(const struct budget *budget, const struct pod *pod)
{
    const struct promise *each = budget->promises;

    while (each != NULL && each->pod != pod)
        each = each->next;
    return each != NULL;
}

bool budgets_violated(struct budgets *budgets, const struct pod *pod)
{
    const struct pod_template *template = pod->template;
    bool violated = false;

    for (int i = 0; i < template->budget_count; i++) {
        struct budget *budget = &budgets->all[template->budgets[i]->ordinal];

        if (is_promised(budget, pod))
            continue;
        if (budget->trial != budgets->trial) {
            budget->trial = budgets->trial;
            budget->trial_left = budget->status.allowed;
        }
        violated |= --budget->trial_left < 0;
    }
    return violated;
}
