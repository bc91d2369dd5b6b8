/*
 * Faults at work. A clock waits for the next blow, on one thing or
 * on a group; a blow breaks a thing and opens the order that will mend it.
 */
#include "models/faults/fault.h"

#include <assert.h>
#include <string.h>

struct process;

/* One clock of a fault: set whenever its thing becomes well, it stands still
 * while that is not. There may be one for each container: it keeps no stream,
 * but draws from one for each time that it is set. */
struct clock {
    struct event due;
    struct process *process;
    uint32_t settings;  /* so far */
    void *thing;        /* NULL: a group */
    struct clock *next; /* of the same thing */
};

/* What its streams are for: identity_child()'s incarnations. */
enum purpose { WHEN, HOW_LONG, WHOM };

/* One thing that a fault has broken. */
struct blow {
    struct order order;
    struct process *process;
    void *thing;
    struct incident *incident;
};

/* One fault of the scenario. */
struct process {
    struct cluster *cluster;
    const struct fault_design *design;
    int index;
    uint64_t identity; /* "fault/<name>" */
    struct pool clocks;
    struct pool blows;
    struct process *next; /* of its family */
    void **candidates;    /* scratch for groups */
    int candidate_count;
    int candidate_capacity;
};

/* The things that faults have a clock each for, and who hears of them. */
struct family {
    struct cluster *cluster;
    const struct victims *victims;
    struct process *first;
    struct listener changed;
    struct listener removed;
};

static const struct victims *victims_of(const struct process *process)
{
    return &victims[process->design->kind->befalls];
}

static bool is_well(const struct process *process, const void *thing)
{
    return victims_of(process)->well(thing);
}

static bool is_meant(const struct process *process, const void *thing)
{
    return victims_of(process)->meant(process->cluster,
                                      &process->design->target, thing);
}

static uint64_t thing_identity(const struct process *process, const void *thing)
{
    return victims_of(process)->identity(thing);
}

static uint64_t clock_identity(const struct clock *clock)
{
    const struct process *process = clock->process;

    return clock->thing == NULL
               ? process->identity
               : identity_child(process->identity,
                                thing_identity(process, clock->thing), 0);
}

static void set_clock(struct clock *clock)
{
    struct sim *sim = clock->process->cluster->sim;
    uint64_t name =
        identity_child(clock_identity(clock), clock->settings++, WHEN);

    event_schedule(
        sim, &clock->due,
        time_after(sim->now, law_delay_of(&clock->process->design->every,
                                          &sim->seed, name)));
}

static void mended(struct sim *sim, struct order *order)
{
    struct blow *blow = EVENT_OWNER(order, struct blow, order);
    struct process *process = blow->process;

    (void)sim;
    incident_end(&process->cluster->infrastructure->ledger, blow->incident);
    process->design->kind->end(process->cluster, blow->thing,
                               incident_cause(blow->incident));
    pool_give(&process->blows, blow);
}

/* How long the thing stays broken: from a stream of this strike on it, so that
 * neither when nor whom the fault strikes next depends on it. */
static sim_time duration(const struct clock *clock, uint64_t thing)
{
    const struct process *process = clock->process;

    return law_delay_of(
        &process->design->lasts, &process->cluster->sim->seed,
        identity_child(identity_child(clock_identity(clock), thing, HOW_LONG),
                       clock->settings, 0));
}

/* What lasts is mended by an order of work; what does not is over at once. */
static void strike(struct process *process, struct clock *clock, void *thing)
{
    struct cluster *cluster = process->cluster;
    struct ledger *ledger = &cluster->infrastructure->ledger;
    const struct fault_kind *kind = process->design->kind;
    struct incident *incident = incident_begin(
        ledger, process->index, victims_of(process)->victim(cluster, thing));
    struct blow *blow;

    kind->begin(cluster, thing, incident_cause(incident));
    if (!kind->lasting) {
        incident_end(ledger, incident);
        return;
    }
    blow = pool_take(&process->blows);
    blow->process = process;
    blow->thing = thing;
    blow->incident = incident;
    order_open(&cluster->infrastructure->repair, &blow->order,
               duration(clock, thing_identity(process, thing)),
               thing_identity(process, thing), mended);
}

/* Those that match and are well: a group's fault strikes rarely. */
static void add_candidate(void *context, void *thing)
{
    struct process *process = context;
    int count = process->candidate_count;

    if (!is_well(process, thing) || !is_meant(process, thing))
        return;
    if (count == process->candidate_capacity) {
        int capacity = count == 0 ? INITIAL_SIZE(16) : count * 2;
        void **grown =
            ARENA_ARRAY(process->cluster->sim->arena, void *, capacity);

        if (count > 0)
            memcpy(grown, process->candidates, sizeof(*grown) * (size_t)count);
        process->candidates = grown;
        process->candidate_capacity = capacity;
    }
    process->candidates[process->candidate_count++] = thing;
}

static void strike_group(struct process *process, struct clock *clock)
{
    struct stream whom;
    int count, number;

    process->candidate_count = 0;
    victims_of(process)->each(process->cluster, add_candidate, process);
    count = process->candidate_count;
    number = target_number(&process->design->target, count);
    stream_open(&whom, &process->cluster->sim->seed,
                identity_child(clock_identity(clock), clock->settings, WHOM));

    for (int i = 0; i < number; i++) {
        int chosen = i + (int)stream_below(&whom, (uint32_t)(count - i));
        void *thing = process->candidates[chosen];

        process->candidates[chosen] = process->candidates[i];
        if (is_well(process, thing))
            strike(process, clock, thing);
    }
    set_clock(clock);
}

static void due(struct sim *sim, struct event *event)
{
    struct clock *clock = EVENT_OWNER(event, struct clock, due);
    struct process *process = clock->process;

    (void)sim;
    if (clock->thing == NULL) {
        strike_group(process, clock);
        return;
    }
    assert(is_well(process, clock->thing));
    strike(process, clock, clock->thing);
    assert(!is_well(process, clock->thing));
}

static struct clock *new_clock(struct process *process, void *thing)
{
    struct clock *clock = pool_take(&process->clocks);

    clock->process = process;
    clock->thing = thing;
    event_prepare(&clock->due, due, RANK_TRUTH, clock_identity(clock));
    return clock;
}

/* One of each fault that means the thing. */
static void make_clocks(struct family *family, void *thing)
{
    struct clock **place = family->victims->clocks(thing);

    for (struct process *each = family->first; each != NULL; each = each->next)
        if (is_meant(each, thing)) {
            *place = new_clock(each, thing);
            place = &(*place)->next;
        }
}

static void changed(void *context, void *subject, struct cause cause)
{
    struct family *family = context;
    struct clock **clocks = family->victims->clocks(subject);
    bool well = family->victims->well(subject);

    (void)cause;
    if (well && *clocks == NULL)
        make_clocks(family, subject);
    for (struct clock *each = *clocks; each != NULL; each = each->next)
        if (well)
            set_clock(each);
        else
            event_cancel(family->cluster->sim, &each->due);
}

static void removed(void *context, void *subject, struct cause cause)
{
    struct family *family = context;
    struct clock **clocks = family->victims->clocks(subject);
    struct clock *clock;

    (void)cause;
    while ((clock = *clocks) != NULL) {
        *clocks = clock->next;
        pool_give(&clock->process->clocks, clock);
    }
}

static void found(void *context, void *thing)
{
    changed(context, thing, NO_CAUSE);
}

static void watch(struct family *family)
{
    struct cluster *cluster = family->cluster;
    const struct victims *of = family->victims;

    family->changed = (struct listener){changed, family, NULL};
    hook_listen(of->changed(cluster), &family->changed);
    family->removed = (struct listener){removed, family, NULL};
    if (of->removed != NULL)
        hook_listen(of->removed(cluster), &family->removed);
    of->each(cluster, found, family);
}

static void open_process(struct process *process, struct cluster *cluster,
                         const struct fault_design *design, int index)
{
    struct arena *arena = cluster->sim->arena;

    process->cluster = cluster;
    process->design = design;
    process->index = index;
    process->identity =
        identity_child(identity_of("fault"), identity_of(design->name), 0);
    pool_open(&process->clocks, arena, sizeof(struct clock));
    pool_open(&process->blows, arena, sizeof(struct blow));
}

void faults_open(struct cluster *cluster, const struct fault_design *designs,
                 int count)
{
    struct arena *arena = cluster->sim->arena;
    struct process *processes = ARENA_ARRAY(arena, struct process, count);
    struct family *families =
        ARENA_ARRAY(arena, struct family, FAMILIES_BEFALLEN);

    for (int i = 0; i < count; i++) {
        struct process *process = &processes[i];
        struct family *family = &families[designs[i].kind->befalls];

        open_process(process, cluster, &designs[i], i);
        if (designs[i].target.mode != TARGET_EACH) {
            set_clock(new_clock(process, NULL));
            continue;
        }
        process->next = family->first;
        family->first = process;
    }
    for (int i = 0; i < FAMILIES_BEFALLEN; i++) {
        families[i].cluster = cluster;
        families[i].victims = &victims[i];
        if (families[i].first != NULL)
            watch(&families[i]);
    }
}
