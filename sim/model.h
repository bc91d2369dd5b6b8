/*
 * What the engine asks of a model: one constant table, `model`, that is found
 * at link time. So every command works for any model, and a small one answers
 * little. Results and descriptions are trees.
 */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "sim/event.h"
#include "sim/outcome.h"
#include "sim/plugin.h"

/* A question checked and resolved; constant, shared by all replications. */
struct scenario;

/* An answer that was given on the command line: an address and a value. */
struct setting {
    const char *address; /* "controllers.node-lifecycle.grace" */
    const char *value;
    struct place place; /* file is the option, line is 0 */
    struct setting *next;
};

/* What the user asked, as read. */
struct question {
    struct tree *documents;   /* a sequence, of the scenario and the -f files */
    const char *name;         /* of the first file, without folder and suffix */
    struct setting *settings; /* in the order given; later ones win */
    int nodes;                /* --nodes, or 0 */
    int zones;                /* --zones, or 0 */
    /* Reads a file or folder that a document names, relative to that
     * document's folder; a sequence of documents, or NULL after an error.
     * "preset:published" is a text that the program holds (sim/texts.h). May
     * be NULL: then nothing can be named. */
    struct tree *(*read)(const struct question *question, const char *path,
                         struct place named_at, struct errors *errors);
    void *reader;
    struct arena *arena;
    bool recorded; /* tables are wanted, and not numbers alone */
    int timelines; /* replications whose timeline is wanted */
    const uint32_t *timeline;
};

/* What the engine needs to know of a scenario. */
struct run_plan {
    const char *name;
    uint64_t seed;
    uint32_t replications; /* as an int; 0: there is nothing to simulate */
    sim_time horizon;
    sim_time warm_up; /* simulated before it, and not measured */
    const struct layout *layout;
    double precision; /* 0, or stop when the error below is at most this: then
                         replications is the ceiling */
};

/* What every model may be asked: rows for a table of parameters whose settings
 * begin with a struct run_plan. Given are the defaults of the horizon and of
 * the replications, and what a precision is about, as texts. */
#define RUN_PARAMETERS(standard_horizon, standard_replications, figure)        \
    PARAMETER(struct run_plan, horizon, of_period, standard_horizon,           \
              "how long each replication is"),                                 \
        PARAMETER(struct run_plan, replications, of_some,                      \
                  standard_replications,                                       \
                  "how often the horizon is simulated; with precision: at "    \
                  "most, or " REPLICATION_CEILING),                            \
        PARAMETER(struct run_plan, precision, of_share, "",                    \
                  "stop when each " figure " is known to this, relative"),     \
        PARAMETER(struct run_plan, seed, of_seed, "1",                         \
                  "the same seed, the same chance")

/* With a precision, that says how many replications there are; this is only
 * where patience ends (a choice). */
#define REPLICATION_CEILING "10000"

/* Puts that into a mapping of such parameters that asks for a precision and
 * says nothing of replications, before it is read; else returns false. */
bool model_assume_ceiling(struct arena *arena, struct tree *mapping);

/* How many nodes, or zones, a question may ask for. */
enum { MODEL_NODES = 100000 };

/* Replications that are stored, or found to be enough, together. */
enum { REPLICATION_BATCH = 32 };

/* All replications' numbers: values[replication * layout->count + number]. */
struct results {
    const struct layout *layout;
    uint32_t replications;
    const double *values;
    double level; /* of confidence, 0.95 */
};

/* How well the question's figures are known. */
struct precision {
    double error;        /* relative, of the one that is known least: see
                            interval_error(); INFINITY where too little is known */
    const char *measure; /* that one: "unavailability" */
    const char *object;
    const char *lack; /* why too little is known, or NULL */
};

/* A summary row for the database and for people who script. */
struct summary {
    const char *measure;
    const char *object;
    const char *unit;
    double mean, low, high, level;
    uint64_t count;
    const char *method;
};

/* A question that is one table of parameters: its scenario is what the table
 * fills, and begins with a struct run_plan. */
struct plain_question {
    const char *name; /* "queue" */
    const struct parameter *parameters;
    size_t size; /* of the scenario */
    struct layout layout;
};

/* run must be there, and a question: a plain one, or prepare and plan. Each of
 * the others may be NULL: then the commands say what they can of its numbers
 * (see sim/commands/plain.h). */
struct model {
    struct plain_question plain;

    /* Checks everything; NULL after mistakes. The scenario lives in the
     * question's arena. */
    const struct scenario *(*prepare)(const struct question *question,
                                      struct errors *errors);
    struct run_plan (*plan)(const struct scenario *scenario);

    /* Runs one replication from an empty arena to its horizon. */
    struct outcome *(*run)(const struct scenario *scenario, struct arena *arena,
                           struct seed seed);

    /* --nodes and --zones mean something. */
    bool has_nodes;

    /* What a user calls `name`, as the field "object" of results has it, if
     * its `measure` can be told; NULL after a mistake, reported at `at`. */
    const char *(*object)(const struct scenario *scenario, const char *measure,
                          const char *name, struct place at,
                          struct errors *errors);

    /* A question may have to be completed first: from the numbers of a batch
     * of its pilot, which is NULL if nothing is open. Both live in the arena;
     * with the one there must be the other. */
    const struct scenario *(*pilot)(const struct scenario *scenario,
                                    struct arena *arena);
    const struct scenario *(*complete)(const struct scenario *scenario,
                                       const struct results *pilot,
                                       struct arena *arena);

    /* What the results say: the body of `run --json`, without its "run". */
    struct tree *(*present)(const struct scenario *scenario,
                            const struct results *results, struct arena *arena);

    /* The rows of the table summary: returns their count, in the arena. */
    int (*summarise)(const struct scenario *scenario,
                     const struct results *results, struct arena *arena,
                     struct summary **rows);

    /* How well these results answer the question; in the arena. */
    struct precision (*precision)(const struct scenario *scenario,
                                  const struct results *results,
                                  struct arena *arena);

    /* Pages for people (see sim/io/terminal.h): of the results, of what would
     * be simulated, of one kind (or of all, if name is NULL; NULL if unknown,
     * after an error). */
    struct tree *(*report)(const struct scenario *scenario,
                           const struct results *results, struct arena *arena);
    struct tree *(*describe)(const struct scenario *scenario,
                             struct arena *arena);
    struct tree *(*explain_kind)(const struct tree *name, struct arena *arena,
                                 struct errors *errors);
};

extern const struct model model;

/* A model with a plain question, of an array of number names. */
#define PLAIN_MODEL(question_name, parameter_table, numbers, run_one)          \
    {                                                                          \
        .plain = {.name = question_name,                                       \
                  .parameters = parameter_table,                               \
                  .size = sizeof(struct scenario),                             \
                  .layout = {.count = sizeof(numbers) / sizeof(*numbers),      \
                             .names = numbers}},                               \
        .run = run_one                                                         \
    }

/* What the model's prepare and plan say, or what its plain question does. */
const struct scenario *model_prepare(const struct question *question,
                                     struct errors *errors);
struct run_plan model_plan(const struct scenario *scenario);

#endif
