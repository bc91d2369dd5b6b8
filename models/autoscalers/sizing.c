/* A horizontal autoscaler at work. */
#include "models/autoscalers/sizing.h"

#include <math.h>
#include <string.h>

#include "models/autoscalers/request_sum.h"

void sizing_open(struct sizing *sizing, struct component *component,
                 const struct autoscaler_design *design,
                 const struct horizontal_settings *settings)
{
    sizing->component = component;
    sizing->autoscaler =
        (struct autoscaler){.design = design, .settings = settings};
    sizing->requests =
        ARENA_ARRAY(component->sim->arena, int64_t, design->metric_count + 1);
}

void sizing_begin(struct sizing *sizing, sim_time phase)
{
    struct autoscaler_memory *memory = &sizing->autoscaler.memory;

    memory->begun = false;
    memory->recommendations.count = 0;
    memory->changes.up.count = 0;
    memory->changes.down.count = 0;
    sizing->phase = phase;
    sizing->looked = NEVER;
    sizing->recommends = false;
    sizing_disturb(sizing);
}

void sizing_disturb(struct sizing *sizing)
{
    sizing->settled = sizing->quick = false;
}

static sim_time now_of(const struct sizing *sizing)
{
    return sizing->component->sim->now;
}

sim_time sizing_due(const struct sizing *sizing, sim_time period, sim_time t)
{
    sim_time past = (t - sizing->phase) % period;

    return t <= sizing->phase ? sizing->phase
           : past == 0        ? t
                              : t - past + period;
}

/* What was there is left to the arena: at most as much again in all. */
static void make_room(struct sizing *sizing)
{
    struct arena *arena = sizing->component->sim->arena;

    if (sizing->pods.count <= sizing->room)
        return;
    sizing->room = 2 * sizing->pods.count;
    sizing->observed = ARENA_ARRAY(arena, struct observed_pod, sizing->room);
    sizing->counted = ARENA_ARRAY(arena, struct pod *, sizing->room);
    sizing->cores = ARENA_ARRAY(arena, double, sizing->room);
}

static void widen(struct sizing *sizing, struct journal *journal)
{
    struct journal_entry *before = journal->entries;

    if (journal->count + 2 <= journal->room)
        return;
    journal->room = 2 * journal->room + 4;
    journal->entries = ARENA_ARRAY(sizing->component->sim->arena,
                                   struct journal_entry, journal->room);
    for (int i = 0; i < journal->count; i++)
        journal->entries[i] = before[i];
}

/* Instead of a request. */
enum { UNKNOWN_REQUEST = -1, UNKNOWN_CONTAINER = -2 };

static int64_t template_requests_of(const struct pod_template *template,
                                    const struct metric_design *metric)
{
    int64_t request;
    enum request_fault fault = template_request(template, metric, &request);

    return fault == REQUEST_KNOWN     ? request
           : fault == REQUEST_MISSING ? UNKNOWN_REQUEST
                                      : UNKNOWN_CONTAINER;
}

static int64_t request_of(struct sizing *sizing, const struct pod *pod,
                          const struct metric_design *metric)
{
    const struct autoscaler_design *design = sizing->autoscaler.design;

    if (sizing->template != pod->template) {
        sizing->template = pod->template;
        for (int i = 0; i < design->metric_count; i++)
            sizing->requests[i] =
                template_requests_of(pod->template, &design->metrics[i]);
    }
    return sizing->requests[metric - design->metrics];
}

/* metrics-server tells billionths, which are rounded up to thousandths; memory
 * as well is told in thousandths. (Quantity.MilliValue) */
static int64_t usage_of_cpu(const struct pod_metrics *metrics)
{
    return ((int64_t)(metrics->cpu_milli * 1e6) + 999999) / 1000000;
}

static struct observed_pod see(struct sizing *sizing,
                               const struct rostered *each,
                               const struct metric_design *metric, bool cpu)
{
    const struct pod_status *seen = &each->pod->seen[sizing->component->reader];
    int64_t request = request_of(sizing, each->pod, metric);
    struct observed_pod pod = {.phase = (enum pod_phase)seen->phase,
                               .deleted = seen->deleted,
                               .conditioned = true,
                               .ready = seen->ready ? READY_TRUE : READY_FALSE,
                               .ready_since = pod_ready_since(seen),
                               .started = each->started,
                               .requested = request >= 0,
                               .request = request < 0 ? 0 : request};
    struct pod_metrics metrics;

    pod.sampled = request != UNKNOWN_CONTAINER &&
                  scrape_pod(sizing->component->scrape, each->pod, &metrics);
    if (!pod.sampled)
        return pod;
    pod.usage = cpu ? usage_of_cpu(&metrics) : scrape_memory(each->pod) * 1000;
    pod.at = object_time(metrics.at);
    pod.window = metrics.window;
    return pod;
}

static bool is_cpu(const struct metric_design *metric)
{
    return strcmp(metric->name, "cpu") == 0;
}

static struct observation observe(void *self,
                                  const struct metric_design *metric)
{
    struct sizing *sizing = self;
    struct observation observation = {.cpu = is_cpu(metric),
                                      .pods = sizing->observed};

    for (const struct rostered *each = sizing->pods.first; each != NULL;
         each = each->next)
        sizing->observed[observation.pod_count++] =
            see(sizing, each, metric, observation.cpu);
    return observation;
}

/* All that changed is what they use. */
static struct observation observe_again(void *self,
                                        const struct metric_design *metric)
{
    struct sizing *sizing = self;
    const struct scrape_share one = {sizing->share.service, 1};
    struct pod_metrics metrics =
        scrape_of_share(sizing->component->scrape, &one);
    double milli = metrics.cpu_milli;

    (void)metric;
    for (int i = 0; i < sizing->pods.count; i++) {
        metrics.cpu_milli = milli * sizing->cores[i];
        sizing->observed[i].usage = usage_of_cpu(&metrics);
        sizing->observed[i].at = object_time(metrics.at);
    }
    return (struct observation){
        .cpu = true, .pods = sizing->observed, .pod_count = sizing->pods.count};
}

/* What was left out since the last look. */
static void remember(struct sizing *sizing, sim_time period)
{
    struct journal *journal = &sizing->autoscaler.memory.recommendations;
    sim_time last = now_of(sizing) - period;

    if (!sizing->recommends || last <= sizing->looked)
        return;
    widen(sizing, journal);
    journal_write(
        journal,
        journal_stale(journal,
                      now_of(sizing) - autoscaler_window(&sizing->autoscaler)),
        sizing->size, last);
}

void sizing_look(struct sizing *sizing, sim_time period)
{
    const struct owner_state *seen = &sizing->target->seen;
    struct autoscaler_memory *memory = &sizing->autoscaler.memory;
    struct scale scale = {seen->spec.replicas, seen->status.replicas};

    remember(sizing, period);
    make_room(sizing);
    widen(sizing, &memory->recommendations);
    sizing->size = scale.replicas;
    sizing->looked = now_of(sizing);
    sizing->decision =
        autoscaler_decide(&sizing->autoscaler, &scale, sizing->looked,
                          sizing->quick ? observe_again : observe, sizing);
    sizing->recommends = false;
}

void sizing_written(struct sizing *sizing)
{
    struct past_changes *changes = &sizing->autoscaler.memory.changes;

    widen(sizing, &changes->up);
    widen(sizing, &changes->down);
    autoscaler_rescaled(&sizing->autoscaler, sizing->size,
                        sizing->decision.replicas, now_of(sizing));
}

/* How many pods count; -1 if of one that cannot be said, as time alone may make
 * it count, or if what they use is no share. */
static int count_pods(struct sizing *sizing)
{
    const struct scrape *scrape = sizing->component->scrape;
    struct scrape_share *sum = &sizing->share, share;
    int counted = 0, i = 0;

    *sum = (struct scrape_share){NULL, 0};
    for (const struct rostered *each = sizing->pods.first; each != NULL;
         each = each->next, i++) {
        enum pod_class class = pod_class(
            &sizing->observed[i], true,
            &sizing->autoscaler.settings->initialization, sizing->looked);

        sizing->cores[i] = 0;
        if (class == POD_IGNORED)
            continue;
        if (class != POD_COUNTED || !scrape_share(scrape, each->pod, &share) ||
            (sum->service != NULL && share.service != NULL &&
             share.service != sum->service))
            return -1;
        if (share.service != NULL)
            sum->service = share.service;
        sum->cores += share.cores;
        sizing->cores[i] = share.cores;
        sizing->counted[counted++] = each->pod;
    }
    return counted;
}

/* What all that count ask for; -1 if some do not say. */
static int64_t sum_requests(struct sizing *sizing, int counted,
                            const struct metric_design *metric)
{
    int64_t sum = 0;

    for (int i = 0; i < counted; i++) {
        int64_t request = request_of(sizing, sizing->counted[i], metric);

        if (request < 0)
            return -1;
        sum += request;
    }
    return sum;
}

/* Of all metrics; false where it cannot be told. */
static bool bounds_of(struct sizing *sizing, int counted,
                      struct usage_bounds *bounds)
{
    const struct autoscaler *autoscaler = &sizing->autoscaler;
    struct steady steady = {.tolerance = autoscaler_tolerance(autoscaler),
                            .minor = autoscaler->settings->minor,
                            .size = sizing->size,
                            .pods = counted};

    *bounds = (struct usage_bounds){NO_LOWER_BOUND, NO_UPPER_BOUND};
    for (int i = 0; i < autoscaler->design->metric_count; i++) {
        const struct metric_design *metric = &autoscaler->design->metrics[i];
        int64_t requests = sum_requests(sizing, counted, metric);
        struct usage_bounds each;

        if (!is_cpu(metric) || requests < 0)
            return false;
        steady.metric = metric;
        each = steady_usage(&steady, requests);
        bounds->low = fmax(bounds->low, each.low);
        bounds->high = fmin(bounds->high, each.high);
    }
    return true;
}

/* At its least size it asks for no less than there is, and at its most for no
 * more; what it would ask for is only remembered where the way up is held back.
 */
static void relax(const struct sizing *sizing, int counted,
                  struct usage_bounds *bounds)
{
    const struct autoscaler_design *design = sizing->autoscaler.design;

    if (design->behavior && design->up.stabilization > 0)
        return;
    if (sizing->size == design->min_replicas && counted <= sizing->size)
        bounds->low = NO_LOWER_BOUND;
    if (sizing->size == design->max_replicas && counted == sizing->size)
        bounds->high = NO_UPPER_BOUND;
}

/* Of a pod that has just begun, or is not sampled, another look would see a
 * longer window. */
static bool all_sampled(const struct sizing *sizing)
{
    sim_time window =
        scrape_of_share(sizing->component->scrape, &sizing->share).window;

    for (int i = 0; i < sizing->pods.count; i++)
        if (sizing->observed[i].sampled && sizing->observed[i].window < window)
            return false;
    return true;
}

static void settle(struct sizing *sizing)
{
    int counted = count_pods(sizing);

    sizing->settled = false;
    if (counted <= 0 || !bounds_of(sizing, counted, &sizing->bounds))
        return;
    relax(sizing, counted, &sizing->bounds);
    sizing->settled = true;
    sizing->quick =
        sizing->autoscaler.design->metric_count == 1 && all_sampled(sizing);
}

sim_time sizing_steady(struct sizing *sizing)
{
    const struct autoscaler_design *design = sizing->autoscaler.design;
    sim_time until = sizing->looked;

    if (sizing->size == 0 || design->metric_count == 0 || design->ambiguous)
        return NEVER;
    if (!sizing->quick)
        settle(sizing);
    if (sizing->settled)
        until = scrape_stays(sizing->component->scrape, &sizing->share,
                             sizing->bounds.low, sizing->bounds.high);
    sizing->recommends = until > sizing->looked;
    return until;
}
