/* Revisions of templates. */
#include "models/api/history.h"

#include "models/api/api.h"

/* Takes the one of the template out of the list, or makes one. */
static struct controller_revision *take(struct api *api, struct owner *owner)
{
    const struct pod_template *template = owner->state.spec.template;
    struct controller_revision **place = &owner->history;
    struct controller_revision *found;

    while (*place != NULL && (*place)->template != template)
        place = &(*place)->older;
    found = *place;
    if (found == NULL) {
        found = pool_take(&api->history_pool);
        found->template = template;
        return found;
    }
    *place = found->older;
    return found;
}

static void forget(struct api *api, struct controller_revision **place)
{
    while (*place != NULL) {
        struct controller_revision *each = *place;

        *place = each->older;
        pool_give(&api->history_pool, each);
    }
}

void history_add(struct api *api, struct owner *owner)
{
    int last = owner->history == NULL ? 0 : owner->history->number;
    struct controller_revision **place = &owner->history, *present;

    if (owner->kind != WORKLOAD_STATEFUL_SET &&
        owner->kind != WORKLOAD_DAEMON_SET)
        return;
    present = take(api, owner);
    present->older = owner->history;
    present->number = last + 1;
    owner->history = present;
    for (int i = 0;
         *place != NULL && i <= owner->state.spec.applied->revision_history;
         i++)
        place = &(*place)->older;
    forget(api, place);
}

static const struct pod_template *of_deployment(const struct owner *owner,
                                                int number)
{
    const struct owner *last = NULL, *before = NULL;

    for (const struct owner *each = owner->children; each != NULL;
         each = each->next_sibling) {
        int revision = each->state.spec.revision;

        if (revision == number)
            return each->state.spec.template;
        if (last == NULL || revision > last->state.spec.revision) {
            before = last;
            last = each;
        } else if (before == NULL || revision > before->state.spec.revision) {
            before = each;
        }
    }
    return number > 0 || before == NULL ? NULL : before->state.spec.template;
}

const struct pod_template *history_find(const struct owner *owner, int number)
{
    const struct controller_revision *each = owner->history;

    if (owner->kind == WORKLOAD_DEPLOYMENT)
        return of_deployment(owner, number);
    if (number == 0)
        each = each == NULL ? NULL : each->older;
    while (number > 0 && each != NULL && each->number != number)
        each = each->older;
    return each == NULL ? NULL : each->template;
}

void history_end(struct api *api, struct owner *owner)
{
    forget(api, &owner->history);
}
