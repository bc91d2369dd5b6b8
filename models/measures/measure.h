/*
 * The shape of a measure: it listens to truth and belief for the horizon, from
 * time zero or after a warm-up, and leaves numbers (sums, so that replications
 * can be pooled) and rows behind. Nothing that is simulated depends on it.
 */
#ifndef MODELS_MEASURES_MEASURE_H
#define MODELS_MEASURES_MEASURE_H

#include "models/cluster/cluster.h"
#include "sim/outcome.h"

/* What rows call a fault, an action or an autoscaler; and what timelines say of
 * its beginning and its end, or NULL where that is not worth a word. */
struct fault_name {
    const char *name;  /* "node-crashes" */
    const char *kind;  /* "node-crash" */
    const char *begin; /* "fault.begin" */
    const char *end;
};

/* What measures know of the question; constant, in the scenario. */
struct measured {
    sim_time horizon; /* how long they listen */
    const struct service_question *services;
    int service_count;
    const struct fault_name *faults; /* by their number in the ledger; then the
                                        actions, and the autoscalers */
    int fault_count;
    int machine_count;                /* at first */
    const struct workload *workloads; /* by their ordinals */
    int workload_count;
    bool sliced; /* the measure "slices" is wanted */
};

/* Causes of downtime that are no fault's, so that no fault may be called so. */
enum unfaulty { OVERLOAD, NO_CAPACITY, OTHER, UNFAULTY_CAUSES };

extern const char *const unfaulty_causes[UNFAULTY_CAUSES];

/* The tables that measures fill, by their index in the layout. */
enum measured_table {
    TABLE_FAULT,
    TABLE_OUTAGE,
    TABLE_CAUSE,
    TABLE_TIMELINE,
    TABLE_SERIES,
    MEASURED_TABLES
};

extern const struct table *const measured_tables[MEASURED_TABLES];

/* One replication under observation. */
struct observation {
    const struct measured *measured;
    struct cluster *cluster;
    struct outcome *outcome;
    bool recorded; /* rows of its outages are wanted */
    bool traced;   /* its timeline and series are wanted */
    int first;     /* the asking measure's first number in the outcome */
};

struct measure_kind {
    struct plugin plugin;
    /* The cluster's numbers; ends with an entry without measure. Or NULL. */
    const struct number_name *numbers;
    /* Or else how many numbers, and their names (objects such as
     * "service/http-service" live in the scenario). Both may be NULL: then it
     * leaves rows alone. */
    int (*count)(const struct measured *measured);
    void (*name)(const struct measured *measured, struct arena *arena,
                 struct number_name *names);
    /* Starts to observe now: at time zero, or in the midst of things, which it
     * takes as they are. What began before counts from now on; a delay that
     * began before is not known, and does not count. Keeps `observation` (which
     * is the measure's own copy). Returns its state, in the replication's
     * arena. */
    void *(*open)(struct observation *observation);
    /* At the horizon: writes its numbers and last rows. */
    void (*close)(void *state);
};

/* Visits each pod that exists, once. */
void visit_pods(const struct cluster *cluster,
                void (*visit)(void *context, struct pod *pod), void *context);

/* What the incident befell: "node/worker-3"; NULL if that has no name. The
 * buffer has POD_OBJECT bytes, for a pod's. */
const char *incident_object(const struct incident *incident, char *buffer);

static inline bool pod_serves(const struct pod *pod)
{
    return pod->sandbox != NULL && pod->sandbox->serving;
}

/* A row's values; a text may be NULL. */
static inline struct value value_text(const char *text)
{
    return (struct value){.kind = text == NULL ? VALUE_NONE : VALUE_TEXT,
                          .text = text};
}

static inline struct value value_number(double number)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}

/* How many numbers a measure leaves, and their names. */
int measure_count(const struct measure_kind *kind,
                  const struct measured *measured);
void measure_name(const struct measure_kind *kind,
                  const struct measured *measured, struct arena *arena,
                  struct number_name *names);

/* Where the outcome's numbers of this measure begin. */
static inline double *observation_numbers(const struct observation *observation)
{
    return observation->outcome->numbers + observation->first;
}

#endif
