/*
 * Availability: how long each Service is down, in which phases, and for which
 * causes. Where rows are wanted, outages wait in the arena for the horizon,
 * when it is known which incidents had a part in one.
 */
#include "models/measures/missing.h"
#include "models/measures/outage.h"

/* A Service's numbers; one for each fault follows, and then the causes that
 * are none. */
enum { DOWNTIME, SQUARES, OUTAGES, LONGEST, DETECT, REACT, RECOVER, FAULTS };

/* A part of an outage; `which` unfaulty cause, where there is no incident. */
struct part {
    struct incident *incident;
    int which;
    double seconds;
    struct part *next;
};

/* Kept the latest first, until the horizon. */
struct past {
    struct outage outage;
    struct part *first;
    struct part **last;
    struct past *next; /* earlier */
};

struct availability {
    struct observation *observation;
    struct cluster *cluster;
    struct outages outages;
    struct missing missing;
    struct past *latest;
    struct listener written;
    struct listener serving_changed;
    struct listener listed_changed;
    struct listener begun;
};

static int per_service(const struct measured *measured)
{
    return FAULTS + measured->fault_count + UNFAULTY_CAUSES;
}

static int count(const struct measured *measured)
{
    return measured->service_count * per_service(measured);
}

/* By cause: alike for all Services. */
static const char *const *downtime_names(const struct measured *measured,
                                         struct arena *arena)
{
    int count = measured->fault_count + UNFAULTY_CAUSES;
    const char **names = ARENA_ARRAY(arena, const char *, count);

    for (int k = 0; k < count; k++)
        names[k] =
            arena_format(arena, "downtime_seconds/%s",
                         k < measured->fault_count
                             ? measured->faults[k].name
                             : unfaulty_causes[k - measured->fault_count]);
    return names;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    static const struct number_name fixed[FAULTS] = {
        {"downtime_seconds", NULL, "s"}, {"squared_outage_seconds", NULL, "s2"},
        {"outages", NULL, "1"},          {"longest_outage_seconds", NULL, "s"},
        {"detect_seconds", NULL, "s"},   {"react_seconds", NULL, "s"},
        {"recover_seconds", NULL, "s"}};
    const char *const *downtimes = downtime_names(measured, arena);

    for (int i = 0; i < measured->service_count; i++) {
        const char *object = measured->services[i].service->object;

        for (int k = 0; k < FAULTS; k++, names++)
            *names =
                (struct number_name){fixed[k].measure, object, fixed[k].unit};
        for (int k = 0; k < measured->fault_count + UNFAULTY_CAUSES;
             k++, names++)
            *names = (struct number_name){downtimes[k], object, "s"};
    }
}

static void record_part(struct availability *self, struct past *past,
                        const struct part *told)
{
    struct part *part = ARENA_NEW(self->cluster->sim->arena, struct part);

    *part = *told;
    *past->last = part;
    past->last = &part->next;
    if (part->incident != NULL)
        part->incident->recorded = true;
}

static void add_part(struct availability *self, int service, struct past *past,
                     struct part part)
{
    const struct measured *measured = self->observation->measured;
    double *numbers = observation_numbers(self->observation) +
                      service * per_service(measured) + FAULTS;

    if (part.seconds <= 0)
        return;
    numbers[part.incident != NULL ? part.incident->fault
                                  : measured->fault_count + part.which] +=
        part.seconds;
    if (past != NULL)
        record_part(self, past, &part);
}

/* Moments in which nothing was missing (a pod is deleted, and not replaced yet)
 * go to the roots of the others, if there are any. */
static void add_parts(struct availability *self, int service, struct past *past)
{
    const struct missing_pods *pods = missing_settle(&self->missing, service);
    double explained = 0, factor = 1;

    for (const struct share *each = pods->shares; each != NULL;
         each = each->next)
        explained += each->seconds;
    if (explained > 0)
        factor += pods->unexplained / explained;
    for (const struct share *each = pods->shares; each != NULL;
         each = each->next)
        add_part(self, service, past,
                 (struct part){incident_of(each->cause), NO_CAPACITY,
                               each->seconds * factor, NULL});
    add_part(self, service, past,
             (struct part){NULL, OVERLOAD, pods->overloaded, NULL});
    if (explained <= 0)
        add_part(self, service, past,
                 (struct part){NULL, OTHER, pods->unexplained, NULL});
    missing_forget(&self->missing, service);
}

/* An outage is told of when its Service's next one begins, so that others that
 * began later may be here already. */
static struct past *record(struct availability *self,
                           const struct outage *outage)
{
    struct past *past = ARENA_NEW(self->cluster->sim->arena, struct past);
    struct past **place = &self->latest;

    past->outage = *outage;
    past->last = &past->first;
    while (*place != NULL && (*place)->outage.start > past->outage.start)
        place = &(*place)->next;
    past->next = *place;
    *place = past;
    return past;
}

static struct past *oldest_first(struct past *past)
{
    struct past *first = NULL;

    while (past != NULL) {
        struct past *earlier = past->next;

        past->next = first;
        first = past;
        past = earlier;
    }
    return first;
}

static void over(void *context, const struct outage *outage)
{
    struct availability *self = context;
    double *numbers =
        observation_numbers(self->observation) +
        outage->service * per_service(self->observation->measured);
    double seconds = outage_seconds(outage);

    numbers[DOWNTIME] += seconds;
    numbers[SQUARES] += seconds * seconds;
    numbers[OUTAGES]++;
    if (seconds > numbers[LONGEST])
        numbers[LONGEST] = seconds;
    numbers[DETECT] += outage_detect(outage);
    numbers[REACT] += outage_react(outage);
    numbers[RECOVER] += outage_recover(outage);
    add_parts(self, outage->service,
              self->observation->recorded ? record(self, outage) : NULL);
}

/* Of all Services that select the pod. */
static void say(struct availability *self, const struct pod *pod,
                void (*what)(struct outages *outages, int service))
{
    const struct pod_template *template = pod->template;

    for (int i = 0; i < template->service_count; i++)
        if (template->services[i]->ordinal >= 0)
            what(&self->outages, template->services[i]->ordinal);
}

static void written(void *context, void *subject, struct cause cause)
{
    struct availability *self = context;
    const struct change *change = subject;
    struct pod *pod = change->object;

    (void)cause;
    if (change->kind > POD_GONE)
        return;
    if (change->kind == POD_CREATED || change->kind == POD_RESTARTED)
        say(self, pod, outage_answered);
    else if ((change->kind == POD_NOT_READY || change->kind == POD_ENDED ||
              change->kind == POD_DELETED || change->kind == POD_GONE) &&
             pod->missing)
        say(self, pod, outage_noticed);
    missing_look(&self->missing, pod);
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    struct availability *self = context;
    const struct sandbox *sandbox = subject;

    (void)cause;
    /* Its kubelet has found it gone, and ends it to make it anew. */
    if (!sandbox->serving && sandbox->gone && sandbox->stopping)
        say(self, sandbox->pod, outage_answered);
    missing_look(&self->missing, sandbox->pod);
}

static void listed_changed(void *context, void *subject, struct cause cause)
{
    struct availability *self = context;
    const struct listing *listing = subject;

    (void)cause;
    if (!listing->listed && !pod_serves(listing->pod))
        outage_answered(&self->outages, listing->balancer->service->ordinal);
    missing_look(&self->missing, listing->pod);
}

/* Of a traced replication, each incident is told of. */
static void begun(void *context, void *subject, struct cause cause)
{
    struct incident *incident = subject;

    (void)context;
    (void)cause;
    incident->recorded = true;
}

/* Those that are under way, and those that are to come. */
static void follow_incidents(struct availability *self)
{
    struct ledger *ledger = &self->cluster->infrastructure->ledger;

    for (struct incident *each = ledger->first; each != NULL; each = each->next)
        if (each->end == NEVER)
            each->recorded = true;
    hook_listen(&ledger->begun, &self->begun);
}

static void *open(struct observation *observation)
{
    struct cluster *cluster = observation->cluster;
    struct availability *self =
        ARENA_NEW(cluster->sim->arena, struct availability);

    self->observation = observation;
    self->cluster = cluster;
    missing_open(&self->missing, observation);
    outages_open(&self->outages, observation, over, self);
    self->written = (struct listener){written, self, NULL};
    hook_listen(cluster->api->written, &self->written);
    self->serving_changed = (struct listener){serving_changed, self, NULL};
    hook_listen(&cluster->kubelets.serving_changed, &self->serving_changed);
    self->listed_changed = (struct listener){listed_changed, self, NULL};
    hook_listen(&cluster->balancers.listed_changed, &self->listed_changed);
    self->begun = (struct listener){begun, self, NULL};
    if (observation->recorded && observation->traced)
        follow_incidents(self);
    return self;
}

/* The incidents that had a part (or all), by when they began. */
static void write_faults(struct availability *self)
{
    const struct measured *measured = self->observation->measured;
    uint64_t row = 0;
    char buffer[POD_OBJECT];

    for (struct incident *each = self->cluster->infrastructure->ledger.first;
         each != NULL; each = each->next) {
        const struct fault_name *fault = &measured->faults[each->fault];

        if (!each->recorded)
            continue;
        each->row = row++;
        outcome_row(
            self->observation->outcome, TABLE_FAULT,
            (struct value[]){{.kind = VALUE_KEY, .ordinal = each->row},
                             value_text(fault->name),
                             value_text(fault->kind),
                             value_text(incident_object(each, buffer)),
                             value_number(time_seconds(each->start)),
                             each->end == NEVER
                                 ? value_text(NULL)
                                 : value_number(time_seconds(each->end))});
    }
}

static void write_part(const struct availability *self, uint64_t outage,
                       const struct past *past, const struct part *part)
{
    const struct measured *measured = self->observation->measured;
    const struct incident *incident = part->incident;
    struct value of_fault = {.kind = VALUE_NONE};
    char buffer[POD_OBJECT];

    if (incident != NULL)
        of_fault = (struct value){.kind = VALUE_REFERENCE,
                                  .table = TABLE_FAULT,
                                  .ordinal = incident->row};
    outcome_row(
        self->observation->outcome, TABLE_CAUSE,
        (struct value[]){
            {.kind = VALUE_REFERENCE, .table = TABLE_OUTAGE, .ordinal = outage},
            value_text(incident != NULL ? measured->faults[incident->fault].kind
                                        : unfaulty_causes[part->which]),
            value_text(
                incident != NULL
                    ? incident_object(incident, buffer)
                    : measured->services[past->outage.service].service->object),
            of_fault,
            value_number(part->seconds / outage_seconds(&past->outage))});
}

static void close(void *state)
{
    struct availability *self = state;
    const struct measured *measured = self->observation->measured;
    uint64_t row = 0;

    outages_close(&self->outages);
    if (self->observation->recorded)
        write_faults(self);
    for (const struct past *each = oldest_first(self->latest); each != NULL;
         each = each->next, row++) {
        const struct outage *outage = &each->outage;

        outcome_row(
            self->observation->outcome, TABLE_OUTAGE,
            (struct value[]){
                {.kind = VALUE_KEY, .ordinal = row},
                value_text(measured->services[outage->service].service->object),
                value_number(time_seconds(outage->start)),
                value_number(time_seconds(outage->end)),
                value_number(outage_detect(outage)),
                value_number(outage_react(outage)),
                value_number(outage_recover(outage))});
        for (const struct part *part = each->first; part != NULL;
             part = part->next)
            write_part(self, row, each, part);
    }
}

const struct measure_kind measure_availability = {
    {"availability", "how long each Service is down, in phases, and why",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
