/* Node-pressure eviction. */
#include "models/cluster/pressure.h"

#include "models/cluster/kubelet.h"
#include "models/cluster/tick.h"

/* podCleanupTimeout, podCleanupPollFreq */
static const sim_time clean_up = SECONDS(30), poll = SECONDS(1);

bool pressure_before(const struct candidate *a, const struct candidate *b)
{
    bool exceeds = a->used > a->requested;

    if (exceeds != (b->used > b->requested))
        return exceeds;
    if (a->priority != b->priority)
        return a->priority < b->priority;
    return a->used - a->requested > b->used - b->requested;
}

static struct candidate candidate_of(const struct sandbox *sandbox)
{
    const struct pod_template *template = sandbox->pod->template;

    return (struct candidate){sandbox_memory(sandbox),
                              template_requests(template).memory_bytes,
                              template->priority};
}

static struct sandbox *first_to_go(const struct kubelet *kubelet)
{
    struct sandbox *first = NULL;
    struct candidate least = {0};

    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next) {
        struct candidate candidate;

        if (each->stopping || each->over ||
            each->pod->template->priority >= CRITICAL_PRIORITY)
            continue;
        candidate = candidate_of(each);
        if (first == NULL || pressure_before(&candidate, &least)) {
            first = each;
            least = candidate;
        }
    }
    return first;
}

static bool is_cleaning_up(const struct kubelet *kubelet)
{
    for (const struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        if (each->evicted && !pod_ended(&each->pod->status) &&
            each->pod->status.exists)
            return kubelet->pressure.wait_until > kubelet->all->sim->now;
    return false;
}

static bool is_pressed(const struct kubelet *kubelet)
{
    return kubelet->pressure.available <
           kubelet->all->settings->pressure.threshold;
}

/* The condition, at the next look at the node's status. */
static void report(struct kubelet *kubelet, bool pressed)
{
    if (kubelet->pressure.reported == pressed)
        return;
    kubelet->pressure.reported = pressed;
    kubelet_look_at_node(kubelet);
}

static void look_again(struct kubelet *kubelet, sim_time from)
{
    event_schedule(kubelet->all->sim, &kubelet->pressure.looked,
                   tick_after(from, kubelet->pressure.phase,
                              kubelet->all->settings->pressure.period));
}

/* While there is enough, the next look that matters is that at which the
 * condition has been kept for long enough. */
static void relieve(struct kubelet *kubelet)
{
    const struct pressure_settings *settings =
        &kubelet->all->settings->pressure;
    struct pressure *pressure = &kubelet->pressure;
    sim_time end = time_after(pressure->last, settings->transition);

    if (pressure->last == NEVER)
        return;
    if (kubelet->all->sim->now >= end) {
        pressure->last = NEVER;
        report(kubelet, false);
    } else {
        look_again(kubelet, end - 1);
    }
}

static void evict(struct kubelet *kubelet)
{
    struct pressure *pressure = &kubelet->pressure;
    struct sandbox *sandbox = first_to_go(kubelet);
    sim_time now = kubelet->all->sim->now;

    if (sandbox == NULL) {
        look_again(kubelet, now);
        return;
    }
    sandbox_evict(sandbox, cause_after(pressure->cause,
                                       "controllers.kubelet.eviction-period"));
    pressure->wait_until = now + clean_up;
    event_schedule(kubelet->all->sim, &pressure->looked, now + poll);
}

static void looked(struct sim *sim, struct event *event)
{
    struct kubelet *kubelet =
        EVENT_OWNER(event, struct kubelet, pressure.looked);

    if (!kubelet->running)
        return;
    if (is_cleaning_up(kubelet)) {
        event_schedule(sim, event, sim->now + poll);
        return;
    }
    if (!is_pressed(kubelet)) {
        relieve(kubelet);
        return;
    }
    kubelet->pressure.last = sim->now;
    report(kubelet, true);
    evict(kubelet);
}

void pressure_open(struct kubelet *kubelet)
{
    const struct sim *sim = kubelet->all->sim;

    kubelet->pressure.available = INT64_MAX;
    kubelet->pressure.last = NEVER;
    kubelet->pressure.phase = time_from_seconds(
        uniform_at(&sim->seed, kubelet->identity, 4) *
        time_seconds(kubelet->all->settings->pressure.period));
    event_prepare(&kubelet->pressure.looked, looked, RANK_TRUTH,
                  kubelet->identity);
}

void pressure_change(struct kubelet *kubelet, int64_t available,
                     struct cause cause)
{
    struct pressure *pressure = &kubelet->pressure;

    pressure->available = available;
    cause_keep(&pressure->cause, is_pressed(kubelet) ? cause : NO_CAUSE);
    if (kubelet->running && is_pressed(kubelet) &&
        kubelet->all->sim->now >= pressure->wait_until)
        look_again(kubelet, kubelet->all->sim->now);
}

void pressure_forget(struct kubelet *kubelet)
{
    struct pressure *pressure = &kubelet->pressure;

    event_cancel(kubelet->all->sim, &pressure->looked);
    pressure->last = NEVER;
    pressure->wait_until = kubelet->all->sim->now;
    pressure->reported = false;
    if (kubelet->running && is_pressed(kubelet))
        look_again(kubelet, kubelet->all->sim->now);
}
