/* Simulations against references: how long, and what is said of it. */
#include "tests/oracles/oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "sim/stats.h"
#include "tests/many.h"
#include "tests/oracles/trial.h"
#include "tests/suite.h"

enum { PILOT = 20, PILOT_SEED = 1, SEED = 2, WRONG_SEED = 3 };

static const double wrong_rate = 1.02;
static const double most_z = 4;

/* A power check need not go on beyond this. */
static const double enough_z = 6;

/* Of what is skipped, an estimate as good as this must agree as well ... */
static const double fair_error = 0.1;

/* ... and where nothing was seen, no more than this was to be expected: the
 * chance is 6e-6. */
static const double most_unseen = 12;

/* How precise a form of the suite is, and how many events it takes for that:
 * in 5 minutes, a processor of today does at least the long form's. */
struct form {
    double error;
    double most_events;
    double rare_events; /* spent where nothing can be reached */
};

static struct form form(void)
{
    if (suite_long())
        return (struct form){0.0025, 4e9, 5e7};
    if (suite_short())
        return (struct form){0.02, 1e6, 0};
    return (struct form){0.01, 5e6, 0};
}

/* The samples of many replications of a design. */
struct samples {
    const struct oracle *oracle;
    const void *design;
    uint64_t seed;
    uint64_t count;
    int columns;
    struct sample *all; /* replication by replication */
    uint64_t *events;
};

static void replicate_one(void *context, uint64_t index, struct arena *arena)
{
    struct samples *samples = context;
    struct seed seed = {samples->seed, (uint32_t)index, 0};

    samples->events[index] =
        samples->oracle->run(samples->design, arena, seed,
                             samples->all + index * (uint64_t)samples->columns);
}

/* Runs the replications that are missing to `count`. */
static void gather(struct samples *samples, uint64_t count)
{
    size_t width = (size_t)samples->columns;
    size_t before = (size_t)samples->count, added = (size_t)count - before;

    samples->all = realloc(samples->all, sizeof(struct sample) * width * count);
    samples->events =
        realloc(samples->events, sizeof(*samples->events) * count);
    if (samples->all == NULL || samples->events == NULL)
        machine_failed("no memory for samples");
    memset(samples->all + before * width, 0,
           sizeof(struct sample) * width * added);
    many(samples->count, count, replicate_one, samples);
    samples->count = count;
}

static struct samples samples_open(const struct oracle *oracle,
                                   const void *design, uint64_t seed)
{
    struct samples samples = {.oracle = oracle, .design = design, .seed = seed};

    while (oracle->measures[samples.columns].name != NULL)
        samples.columns++;
    return samples;
}

static void samples_close(struct samples *samples)
{
    free(samples->all);
    free(samples->events);
}

static double events_each(const struct samples *samples)
{
    double events = 0;

    for (uint64_t i = 0; i < samples->count; i++)
        events += (double)samples->events[i];
    return events / (double)samples->count;
}

/* The ratio of the sums and its relative standard error, by the delta method.
 */
static void estimate(const struct samples *samples, struct row *row)
{
    const struct sample *sample = samples->all + row->column;
    double scale = row->measure->scale == 0 ? 1 : row->measure->scale;
    double n = (double)samples->count, ratio, error;
    struct tally above = {0}, below = {0}, residuals = {0};

    for (uint64_t i = 0; i < samples->count; i++) {
        tally_add(&above, sample[i * (uint64_t)samples->columns].above);
        tally_add(&below, sample[i * (uint64_t)samples->columns].below);
    }
    ratio = above.mean / below.mean;
    for (uint64_t i = 0; i < samples->count; i++) {
        const struct sample *one = sample + i * (uint64_t)samples->columns;

        tally_add(&residuals, one->above - ratio * one->below);
    }
    error = sqrt(tally_variance(&residuals) / n) / below.mean;
    row->estimate = scale * ratio;
    row->error = scale * error / row->estimate;
    row->z = (row->estimate - row->expected) / (scale * error);
}

static double wanted_error(const struct oracle *oracle)
{
    return form().error / (oracle->precision == 0 ? 1 : oracle->precision);
}

/* How many replications such samples say are needed, and a tenth more: their
 * variance is uncertain too. */
static double needed(const struct samples *samples, struct row *row)
{
    const struct oracle *oracle = samples->oracle;
    double least = oracle->least == NULL ? 0 : oracle->least(samples->design);
    double ratio;

    estimate(samples, row);
    ratio = row->error / wanted_error(oracle);
    if (!isfinite(ratio))
        return INFINITY;
    return fmax(least, (double)samples->count * fmax(1, 1.1 * ratio * ratio));
}

/* A pilot: long enough to know what each row needs, if that can be. */
static void gather_pilot(const struct trial *trial, struct samples *pilot)
{
    bool known = false;

    gather(pilot, PILOT);
    while (!known &&
           (double)pilot->count * events_each(pilot) < form().rare_events) {
        known = true;
        gather(pilot, pilot->count * 2);
        for (int i = 0; i < trial->count; i++) {
            struct row row = trial->rows[i];

            estimate(pilot, &row);
            known = known && row.error <= fair_error;
        }
    }
}

/* Leaves out what cannot be reached; how many replications the hardest of the
 * other rows takes, by these samples. */
static double most_needed(struct trial *trial, const struct samples *samples)
{
    double most = 0, events = events_each(samples);

    for (int i = 0; i < trial->count; i++) {
        struct row *row = &trial->rows[i];
        double count = needed(samples, row);

        if (row->verdict != VERDICT_PASSED)
            continue;
        if (count * events <= form().most_events)
            most = fmax(most, count);
        else
            row->verdict = suite_long() ? VERDICT_RARE : VERDICT_LONG;
    }
    return most;
}

/* How many replications to begin with. */
static double plan(struct trial *trial, const void *design)
{
    struct samples pilot = samples_open(trial->oracle, design, PILOT_SEED);
    double most, events;

    gather_pilot(trial, &pilot);
    most = most_needed(trial, &pilot);
    events = events_each(&pilot);
    samples_close(&pilot);
    return most > 0 ? most : fmax(PILOT, form().rare_events / events);
}

/* A row that is skipped because nothing happened: was that to be expected? */
static bool plausible(const struct samples *samples, const struct row *row)
{
    const struct oracle *oracle = samples->oracle;
    double scale = row->measure->scale == 0 ? 1 : row->measure->scale;
    double above = 0, below = 0;

    if (row->error <= fair_error)
        return fabs(row->z) < most_z;
    for (uint64_t i = 0; i < samples->count; i++) {
        above +=
            samples->all[i * (uint64_t)samples->columns + (uint64_t)row->column]
                .above;
        below +=
            samples->all[i * (uint64_t)samples->columns + (uint64_t)row->column]
                .below;
    }
    if (above > 0 || oracle->failure == NULL)
        return true;
    return row->expected / scale * below <
           most_unseen * oracle->failure(samples->design, row->measure);
}

static void judge(const struct samples *samples, struct row *row)
{
    bool good;

    estimate(samples, row);
    if (row->verdict == VERDICT_PASSED)
        good = row->error <= wanted_error(samples->oracle) &&
               fabs(row->z) < most_z;
    else
        good = plausible(samples, row);
    if (!good)
        row->verdict = VERDICT_FAILED;
}

/* The simulation that is right. */
static void simulate(struct trial *trial, const void *design, double count)
{
    struct samples samples = samples_open(trial->oracle, design, SEED);

    do
        gather(&samples, (uint64_t)ceil(count));
    while ((count = most_needed(trial, &samples)) > (double)samples.count);
    for (int i = 0; i < trial->count; i++)
        judge(&samples, &trial->rows[i]);
    trial->replications = samples.count;
    trial->events = events_each(&samples) * (double)samples.count;
    samples_close(&samples);
}

/* Is every row that depends on the rate caught? */
static bool caught(struct trial *trial, const struct samples *samples,
                   enum rate rate, double z)
{
    bool all = true;

    for (int i = 0; i < trial->count; i++) {
        struct row wrong = trial->rows[i];

        if (wrong.measure->rate != rate || wrong.verdict == VERDICT_RARE ||
            wrong.verdict == VERDICT_LONG)
            continue;
        estimate(samples, &wrong);
        trial->rows[i].power = wrong.z;
        all = all && fabs(wrong.z) >= z;
    }
    return all;
}

/* The same with one rate wrong, in at most as many replications. */
static void power(struct trial *trial, struct arena *arena, enum rate rate)
{
    struct factors factors = {{1, 1}};
    void *design = arena_allocate(arena, trial->oracle->size);
    struct samples samples = samples_open(trial->oracle, design, WRONG_SEED);

    factors.rate[rate] = wrong_rate;
    trial->oracle->read(arena, trial->parameters, &factors, design);
    for (uint64_t part = 8; part > 0; part /= 2) {
        gather(&samples, (trial->replications + part - 1) / part);
        if (samples.count >= PILOT && caught(trial, &samples, rate, enough_z))
            break;
    }
    samples_close(&samples);
    for (int i = 0; i < trial->count; i++)
        if (trial->rows[i].measure->rate == rate &&
            trial->rows[i].verdict == VERDICT_PASSED &&
            !(fabs(trial->rows[i].power) >= most_z))
            trial->rows[i].verdict = VERDICT_WEAK;
}

static bool depends(const struct trial *trial, enum rate rate)
{
    for (int i = 0; i < trial->count; i++)
        if (trial->rows[i].measure->rate == rate &&
            trial->rows[i].verdict == VERDICT_PASSED)
            return true;
    return false;
}

static void trial_run(struct trial *trial)
{
    static const struct factors right = {{1, 1}};
    struct arena arena;
    void *design;

    arena_open(&arena);
    design = arena_allocate(&arena, trial->oracle->size);
    if (!trial->oracle->read(&arena, trial->parameters, &right, design)) {
        printf("\n    %s: cannot read \"%s\"\n", trial->oracle->model,
               trial->parameters);
        CU_FAIL("parameters of an unknown shape");
        arena_close(&arena);
        return;
    }
    simulate(trial, design, plan(trial, design));
    for (enum rate rate = 0; rate < RATES; rate++)
        if (suite_long() && depends(trial, rate))
            power(trial, &arena, rate);
    trial_report(trial);
    for (int i = 0; i < trial->count; i++) {
        CU_ASSERT(trial->rows[i].verdict != VERDICT_FAILED);
        CU_ASSERT(trial->rows[i].verdict != VERDICT_WEAK);
    }
    arena_close(&arena);
}

const struct measure *oracle_measure(const struct oracle *oracle,
                                     const char *name)
{
    for (const struct measure *at = oracle->measures; at->name != NULL; at++)
        if (strcmp(at->name, name) == 0)
            return at;
    return NULL;
}

static const struct measure *knows(const struct oracle *oracle,
                                   const struct vector *vector)
{
    if (strcmp(oracle->model, vector->model) != 0)
        return NULL;
    return oracle_measure(oracle, vector->measure);
}

/* The rows from `first` on that have its parameters. */
static struct trial trial_of(const struct oracle *oracle, int first)
{
    const struct vectors *all = vectors();
    struct trial trial = {.oracle = oracle,
                          .parameters = all->all[first].parameters};

    for (int i = first; i < all->count && trial.count < MOST_ROWS; i++) {
        const struct vector *vector = &all->all[i];
        const struct measure *measure = knows(oracle, vector);

        if (measure == NULL ||
            strcmp(vector->parameters, trial.parameters) != 0)
            continue;
        trial.rows[trial.count++] = (struct row){
            .vector = vector,
            .measure = measure,
            .column = (int)(measure - oracle->measures),
            .expected = measure->whole == 0 ? vector->value
                                            : measure->whole - vector->value,
            .power = NAN,
        };
    }
    return trial;
}

static bool is_first(const struct oracle *oracle, int at)
{
    const struct vectors *all = vectors();

    for (int i = 0; i < at; i++)
        if (knows(oracle, &all->all[i]) != NULL &&
            strcmp(all->all[i].parameters, all->all[at].parameters) == 0)
            return false;
    return true;
}

int oracle_check(const struct oracle *oracle)
{
    const struct vectors *all = vectors();
    struct trial trial;
    int checked = 0;

    for (int i = 0; i < all->count; i++) {
        if (knows(oracle, &all->all[i]) == NULL || !is_first(oracle, i))
            continue;
        trial = trial_of(oracle, i);
        trial_run(&trial);
        checked += trial.count;
    }
    return checked;
}
