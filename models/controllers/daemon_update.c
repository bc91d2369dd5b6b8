/* Pods of a DaemonSet are replaced. (Kubernetes 1.36,
 * pkg/controller/daemon/update.go) */
#include "models/controllers/daemonset.h"

enum { MOST_AT_ONCE = 250 }; /* BurstReplicas */

const struct strategy *daemon_set_strategy(const struct daemon_set *set)
{
    return &set->kept.owner->seen.spec.applied->strategy;
}

bool daemon_set_full(const struct daemon_set *set)
{
    return set->kept.batched.count >= MOST_AT_ONCE ||
           set->kept.at_once.count >= MOST_AT_ONCE;
}

void daemon_set_create(struct daemon_set *set, struct post *post)
{
    struct pod_traits traits = {set->template, -1, post->node};

    kept_create(&set->kept, &traits, post->cause);
}

void daemon_set_delete(struct daemon_set *set, struct pod *pod)
{
    kept_delete(&set->kept, &set->kept.at_once, pod);
}

static bool is_ready(const struct pod *pod)
{
    return pod->seen[CONTROLLER_MANAGER].ready;
}

/* Old pods go, so that no more than so many are unavailable. (rollingUpdate,
 * maxSurge 0; Kubernetes takes candidates in the order of a map) */
static void replace(struct daemon_set *set, int most)
{
    const struct posts *posts = &set->posts;
    const int *counts = posts->counts;
    int room = most - counts[POST_VACANT] - counts[POST_LEAVING] -
               counts[POST_NEW_WAITS] - counts[POST_OLD_WAITS] -
               counts[POST_BOTH] - counts[POST_BOTH_WAIT] - counts[POST_EXCESS];

    for (struct post *each = posts->of[POST_OLD_WAITS];
         each != NULL && !daemon_set_full(set); each = each->next)
        daemon_set_delete(set, each->older);
    for (struct post *each = posts->of[POST_OLD];
         each != NULL && room > 0 && !daemon_set_full(set);
         each = each->next, room--)
        daemon_set_delete(set, each->older);
}

/* New pods are made beside old ones, at most so many. (rollingUpdate with
 * maxSurge) */
static void surge(struct daemon_set *set, int most)
{
    const struct posts *posts = &set->posts;
    const int *counts = posts->counts;
    int room = most - counts[POST_EXCESS] - counts[POST_BOTH_WAIT];
    int spare = counts[POST_OLD] + counts[POST_NEW] - posts->wanted;

    for (struct post *each = posts->of[POST_BOTH]; each != NULL;
         each = each->next) {
        daemon_set_delete(set, each->older);
        spare += is_ready(each->older);
    }
    for (struct post *each = posts->of[POST_BOTH_WAIT]; each != NULL;
         each = each->next)
        spare += is_ready(each->older);
    for (struct post *each = posts->of[POST_OLD_WAITS];
         each != NULL && !daemon_set_full(set); each = each->next)
        if (each->fit.wanted)
            daemon_set_create(set, each);
        else
            daemon_set_delete(set, each->older);
    for (struct post *each = posts->of[POST_OLD];
         each != NULL && (room > 0 || spare > 0) && !daemon_set_full(set);
         each = each->next) {
        if (each->fit.wanted && room-- > 0)
            daemon_set_create(set, each);
        else if (!each->fit.wanted && spare-- > 0)
            daemon_set_delete(set, each->older);
    }
}

void daemon_set_update(struct daemon_set *set)
{
    const struct strategy *strategy = daemon_set_strategy(set);
    int wanted = set->posts.wanted;
    int most = int_or_percent_up(strategy->max_surge, wanted);
    int unavailable = int_or_percent_up(strategy->max_unavailable, wanted);

    if (most == 0)
        replace(set, unavailable == 0 && wanted > 0 ? 1 : unavailable);
    else
        surge(set, most);
}
