/* Roots of missing pods, in constant time per change but for a walk over the
 * roots that a Service has at the time. */
#include "models/measures/missing.h"

/* Where the root's share is linked, or would be. */
static struct share **share_of(struct missing_pods *pods,
                               const struct root *root)
{
    struct share **place = &pods->shares;

    while (*place != NULL && (*place)->cause.root != root)
        place = &(*place)->next;
    return place;
}

static int count_of(struct missing_pods *pods, const struct root *root)
{
    const struct share *share = *share_of(pods, root);

    return share == NULL ? 0 : share->count;
}

static void advance(struct missing *missing, int service)
{
    const struct cluster *cluster = missing->observation->cluster;
    const struct service_use *use = &cluster->use.services[service];
    struct missing_pods *pods = &missing->services[service];
    double seconds = time_seconds(cluster->sim->now - pods->since);

    pods->since = cluster->sim->now;
    if (use->available)
        return;
    if (use->overloaded && pods->count == count_of(pods, NULL))
        pods->overloaded += seconds;
    else if (pods->count > 0)
        pods->weight += seconds / pods->count;
    else
        pods->unexplained += seconds;
}

static void leaving(void *context, void *subject, struct cause cause)
{
    const struct service_use *service = subject;

    (void)cause;
    advance(context, service->question->service->ordinal);
}

static void settle(const struct missing_pods *pods, struct share *share)
{
    share->seconds += share->count * (pods->weight - share->mark);
    share->mark = pods->weight;
}

static void give_back(struct missing *missing, struct share **place)
{
    struct share *share = *place;

    *place = share->next;
    cause_drop(&share->cause);
    pool_give(&missing->shares, share);
}

static void count(struct missing *missing, struct missing_pods *pods,
                  struct cause cause, int number)
{
    struct share **place = share_of(pods, cause.root);
    struct share *share = *place;

    if (share == NULL) {
        share = *place = pool_take(&missing->shares);
        cause_keep(&share->cause, cause);
        share->mark = pods->weight;
    }
    settle(pods, share);
    share->count += number;
    pods->count += number;
    if (share->count == 0 && share->seconds == 0)
        give_back(missing, place);
}

/* A node is lost to, or not lost any more, all Services whose requests enter
 * there. */
static void count_door(struct missing *missing, const struct door *door,
                       int number)
{
    const struct balancers *balancers =
        &missing->observation->cluster->balancers;

    for (const struct balancer *each = balancers->first_behind; each != NULL;
         each = each->next_behind) {
        int service = each->service->ordinal;

        if (each->doors != door->doors)
            continue;
        advance(missing, service);
        count(missing, &missing->services[service], door->lost_to, number);
    }
}

static void door_changed(void *context, void *subject, struct cause cause)
{
    const struct door *door = subject;

    (void)cause;
    if (door_lost(door) != door->was_lost)
        count_door(context, door, door->was_lost ? -1 : 1);
}

static void add(struct missing *missing, const struct pod *pod,
                struct cause cause, int number)
{
    const struct pod_template *template = pod->template;

    for (int i = 0; i < template->service_count; i++) {
        int service = template->services[i]->ordinal;

        if (service < 0)
            continue;
        advance(missing, service);
        count(missing, &missing->services[service], cause, number);
    }
}

/* Who keeps the pod from serving: what it replaces went down with an incident,
 * but where that is over and there is still no node for it, nobody does. */
static struct cause cause_of(const struct pod *pod)
{
    const struct incident *incident = incident_of(pod->root);

    return incident != NULL && pod->pending != NULL && incident->end != NEVER
               ? NO_CAUSE
               : pod->root;
}

/* Whether it is missing, and because of whom. A pod that serves has no root
 * any more, but its sandbox knows what its last change went back to. */
static bool is_missing(const struct pod *pod, struct cause *cause)
{
    bool active = pod_active(&pod->status);

    *cause = cause_of(pod);
    if (!pod_serves(pod))
        return active || pod_listed(pod);
    *cause = pod->sandbox->cause;
    return active && !pod_listed(pod);
}

/* It is missing because of that root from now on, or is no more. */
static void set_missing(struct missing *missing, struct pod *pod, bool is,
                        struct cause cause)
{
    struct cause kept = {pod->missing_for, NULL};

    if (pod->missing)
        add(missing, pod, kept, -1);
    cause_keep(&kept, is ? cause : NO_CAUSE);
    pod->missing = is;
    pod->missing_for = kept.root;
    if (is)
        add(missing, pod, cause, 1);
}

void missing_look(struct missing *missing, struct pod *pod)
{
    struct cause cause;
    bool is = is_missing(pod, &cause);

    if (is != pod->missing || (is && pod->missing_for != cause.root))
        set_missing(missing, pod, is, cause);
}

const struct missing_pods *missing_settle(struct missing *missing, int service)
{
    struct missing_pods *pods = &missing->services[service];

    advance(missing, service);
    for (struct share *each = pods->shares; each != NULL; each = each->next)
        settle(pods, each);
    return pods;
}

void missing_forget(struct missing *missing, int service)
{
    struct missing_pods *pods = &missing->services[service];
    struct share **place = &pods->shares;

    pods->weight = pods->overloaded = pods->unexplained = 0;
    while (*place != NULL) {
        struct share *share = *place;

        share->mark = share->seconds = 0;
        if (share->count > 0)
            place = &share->next;
        else
            give_back(missing, place);
    }
}

static void look(void *context, struct pod *pod)
{
    missing_look(context, pod);
}

static void look_at_door(void *context, struct door *door)
{
    if (door_lost(door))
        count_door(context, door, 1);
}

void missing_open(struct missing *missing,
                  const struct observation *observation)
{
    struct cluster *cluster = observation->cluster;
    struct use *use = &cluster->use;
    struct arena *arena = cluster->sim->arena;

    missing->observation = observation;
    missing->services = ARENA_ARRAY(arena, struct missing_pods, use->count);
    for (int i = 0; i < use->count; i++)
        missing->services[i].since = cluster->sim->now;
    pool_open(&missing->shares, arena, sizeof(struct share));
    missing->leaving = (struct listener){leaving, missing, NULL};
    hook_listen(&use->leaving, &missing->leaving);
    visit_pods(cluster, look, missing);
    missing->door_changed = (struct listener){door_changed, missing, NULL};
    hook_listen(&cluster->balancers.door_changed, &missing->door_changed);
    balancers_visit_doors(&cluster->balancers, look_at_door, missing);
}
