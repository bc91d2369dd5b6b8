/*
 * The DaemonSet controller: a pod on each node that it is for; which one, the
 * scheduler is told by the pod. Only nodes of which something has changed are
 * looked at. (Kubernetes 1.36, pkg/controller/daemon)
 */
#include "models/controllers/daemonset.h"

/* failedPodsBackoff (cmd/kube-controller-manager/app/apps.go) */
static const struct backoff failures = {SECONDS(1), MINUTES(15), MINUTES(30)};

struct settings {
    struct keeper_settings keeper;
};

static const struct parameter parameters[] = {
    KEEPER_PARAMETERS(struct settings, "2"), {NULL, NULL, 0, NULL, NULL}};

struct daemon_sets {
    struct keeper keeper;
    struct pool posts; /* for one DaemonSet each */
    struct daemon_set *first;
};

static struct daemon_set *set_of(struct kept *kept)
{
    return (struct daemon_set *)kept;
}

static struct daemon_sets *all_of(const struct daemon_set *set)
{
    return (struct daemon_sets *)keeper_of(&set->kept);
}

static const struct pod_status *seen(const struct pod *pod)
{
    return &pod->seen[CONTROLLER_MANAGER];
}

static void judge(struct daemon_set *set, struct post *post)
{
    post_judge(&set->posts, post, set->template,
               set->kept.owner->seen.spec.applied->min_ready,
               kept_now(&set->kept));
}

static void begin(struct kept *kept)
{
    struct daemon_set *set = set_of(kept);
    struct daemon_sets *all = all_of(set);
    struct api *api = all->keeper.component->api;

    set->next = all->first;
    all->first = set;
    posts_open(&set->posts, pool_take(&all->posts), api->nodes,
               api->node_count);
}

static void end(struct kept *kept)
{
    struct daemon_set *set = set_of(kept);
    struct daemon_sets *all = all_of(set);
    struct daemon_set **link = &all->first;

    while (*link != set)
        link = &(*link)->next;
    *link = set->next;
    for (int i = 0; i < set->posts.count; i++)
        cause_drop(&set->posts.all[i].cause);
    pool_give(&all->posts, set->posts.all);
}

/* Another template: all nodes are looked at anew. */
static void spec_changed(struct kept *kept, const struct owner_spec *before)
{
    struct daemon_set *set = set_of(kept);

    (void)before;
    set->template = kept->owner->seen.spec.template;
    for (int i = 0; i < set->posts.count; i++) {
        struct post *post = &set->posts.all[i];

        post->failed = (struct backoff_entry){0, 0};
        post_fit(&set->posts, post, set->template);
        judge(set, post);
        post_soil(&set->posts, post);
    }
}

static bool surges(const struct daemon_set *set)
{
    const struct strategy *strategy = daemon_set_strategy(set);

    return !strategy->on_delete && strategy->max_surge.value > 0;
}

/* A pod that has failed is deleted, but not too often: how long until it may
 * be. */
static sim_time remove_failed(struct daemon_set *set, struct post *post,
                              struct pod *pod)
{
    sim_time now = kept_now(&set->kept);

    if (backoff_waits_since_update(&failures, &post->failed, now))
        return post->failed.wait;
    backoff_next(&failures, &post->failed, now, now);
    daemon_set_delete(set, pod);
    return NEVER;
}

static void remove_all_but(struct daemon_set *set, struct post *post,
                           const struct pod *one, const struct pod *other)
{
    for (struct daemon *each = post->first; each != NULL; each = each->next) {
        struct pod *pod = each->replica.pod;

        if (pod != one && pod != other && pod_active(seen(pod)))
            daemon_set_delete(set, pod);
    }
}

/* Two pods, an old and a new one: the old one goes as soon as it is not ready,
 * or the new one available. */
static void remove_older(struct daemon_set *set, struct post *post,
                         const struct running *running)
{
    bool replaced = post->state == POST_BOTH && post->newer == running->newer;

    if (running->newer != NULL && running->older != NULL &&
        (!seen(running->older)->ready || replaced))
        daemon_set_delete(set, running->older);
}

/* Its ended pods go: how long until one of them may. */
static sim_time remove_ended(struct daemon_set *set, struct post *post)
{
    sim_time wait = NEVER;

    for (struct daemon *each = post->first; each != NULL; each = each->next) {
        struct pod *pod = each->replica.pod;

        if (!seen(pod)->exists || seen(pod)->deleted)
            continue;
        if (seen(pod)->phase == POD_FAILED)
            wait = remove_failed(set, post, pod);
        else if (seen(pod)->phase == POD_SUCCEEDED)
            daemon_set_delete(set, pod);
    }
    return wait;
}

/* What may stay on the node is put in order. (podsShouldBeOnNode) */
static sim_time tidy(struct daemon_set *set, struct post *post)
{
    struct running running = post_running(post, set->template);
    sim_time wait = remove_ended(set, post);

    if (!surges(set)) {
        remove_all_but(set, post, running.oldest, NULL);
    } else if (running.count == 0 && post->fit.wanted) {
        daemon_set_create(set, post);
    } else if (running.count > 1) {
        remove_all_but(set, post, running.newer, running.older);
        remove_older(set, post, &running);
    }
    return wait;
}

/* Of a node that is gone, what is bound to it is left to the pod garbage
 * collector. (getUnscheduledPodsWithoutNode) */
static void abandon(struct daemon_set *set, struct post *post)
{
    for (struct daemon *each = post->first; each != NULL; each = each->next) {
        struct pod *pod = each->replica.pod;

        if (seen(pod)->node == NULL && pod_active(seen(pod)))
            daemon_set_delete(set, pod);
    }
}

static sim_time manage_post(struct daemon_set *set, struct post *post)
{
    if (!post->node->seen[CONTROLLER_MANAGER].exists)
        abandon(set, post);
    else if (post->state == POST_VACANT)
        daemon_set_create(set, post);
    else if (post->fit.stays)
        return tidy(set, post);
    else
        remove_all_but(set, post, NULL, NULL);
    return NEVER;
}

/* (manage) */
static sim_time manage(struct daemon_set *set)
{
    struct post *waiting = NULL, *post;
    sim_time least = NEVER;

    while (!daemon_set_full(set) &&
           (post = posts_next_dirty(&set->posts)) != NULL) {
        sim_time wait = manage_post(set, post);

        if (wait == NEVER)
            continue;
        least = wait < least ? wait : least;
        post->next_dirty = waiting; /* it is no more in the list */
        waiting = post;
    }
    while ((post = waiting) != NULL) {
        waiting = post->next_dirty;
        post_soil(&set->posts, post);
    }
    return least;
}

/* (updateDaemonSetStatus) */
static void find(struct daemon_set *set)
{
    const struct kept *kept = &set->kept;
    const int *counts = set->posts.counts;
    int available = kept->readiness.available;

    set->kept.found = (struct owner_status){
        .replicas =
            set->posts.count - counts[POST_UNWANTED] - counts[POST_VACANT],
        .updated = counts[POST_NEW] + counts[POST_NEW_WAITS] +
                   counts[POST_BOTH] + counts[POST_BOTH_WAIT],
        .ready = kept->readiness.ready,
        .available = available,
        .unavailable =
            set->posts.wanted > available ? set->posts.wanted - available : 0,
        .observed = kept_satisfied(kept) ? kept->owner->seen.generation
                                         : kept->told.observed};
}

/* (updateDaemonSet) */
static sim_time look(struct kept *kept)
{
    struct daemon_set *set = set_of(kept);
    sim_time wait = NEVER;

    find(set);
    if (!kept_satisfied(kept))
        return NEVER;
    wait = manage(set);
    if (kept->creations <= 0 && kept->deletions <= 0 &&
        !daemon_set_strategy(set)->on_delete)
        daemon_set_update(set);
    return wait;
}

static sim_time pod_changed(struct kept *kept, struct pod *pod,
                            const struct pod_status *before,
                            const struct pod_status *now, struct cause cause)
{
    struct daemon_set *set = set_of(kept);
    struct post *post = &set->posts.all[pod->wanted];
    struct daemon *daemon =
        (struct daemon *)replica_of(&keeper_of(kept)->replicas, pod);

    if (now->exists && !before->exists)
        post_join(post, daemon);
    if (before->exists && !now->exists)
        post_leave(post, daemon);
    if (pod_active(before) && !pod_active(now))
        cause_keep(&post->cause, cause);
    judge(set, post);
    post_soil(&set->posts, post);
    return 0;
}

static void pod_available(struct kept *kept, struct pod *pod)
{
    struct daemon_set *set = set_of(kept);
    struct post *post = &set->posts.all[pod->wanted];

    judge(set, post);
    post_soil(&set->posts, post);
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct daemon_sets *all = context;

    (void)cause;
    if (before->taints == now->taints && before->exists == now->exists)
        return;
    for (struct daemon_set *set = all->first; set != NULL; set = set->next) {
        struct post *post = &set->posts.all[node->ordinal];

        post_fit(&set->posts, post, set->template);
        judge(set, post);
        post_soil(&set->posts, post);
        work_add(&set->kept.work);
    }
}

/* How often pods failed stands nowhere else. (failedPodsBackoff) */
static void stopped(void *context)
{
    struct daemon_sets *all = context;

    for (struct daemon_set *set = all->first; set != NULL; set = set->next) {
        for (int i = 0; i < set->posts.count; i++) {
            set->posts.all[i].failed = (struct backoff_entry){0, 0};
            post_soil(&set->posts, &set->posts.all[i]);
        }
    }
}

static void start(struct component *component, const void *settings)
{
    static const struct keeper_kind kind = {.kind = WORKLOAD_DAEMON_SET,
                                            .by = "daemonset-controller",
                                            .size = sizeof(struct daemon_set),
                                            .replica_size =
                                                sizeof(struct daemon),
                                            .begin = begin,
                                            .end = end,
                                            .spec_changed = spec_changed,
                                            .pod_changed = pod_changed,
                                            .pod_available = pod_available,
                                            .look = look};
    const struct settings *given = settings;
    struct arena *arena = component->sim->arena;
    struct daemon_sets *all = ARENA_NEW(arena, struct daemon_sets);

    pool_open(&all->posts, arena,
              sizeof(struct post) * (size_t)component->api->node_count);
    keeper_open(&all->keeper, component, &given->keeper, &kind);
    all->keeper.controller.node_changed = node_changed;
    all->keeper.controller.stopped = stopped;
}

static const char *check(const void *settings, sim_time heartbeat)
{
    (void)heartbeat;
    return keeper_check(&((const struct settings *)settings)->keeper);
}

const struct controller_kind controller_daemonset = {
    {"daemonset", "gives each node that a DaemonSet is for its pod",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
