/*
 * Machines that break and crews that mend them, through the faults and the
 * repair queue of the models, against the birth-death chain's closed form.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/faults/fault.h"
#include "sim/stats.h"
#include "tests/fleet.h"
#include "tests/oracles/oracle.h"
#include "tests/scenario_text.h"
#include "tests/sheet.h"
#include "tests/suite.h"

extern const struct fault_kind fault_node_crash;

/* What is counted: the system's time with fewer than k machines up, or with
 * k = 0 the mean share of machines that are down. Rates are per hour. */
struct fleet {
    int n;
    int k;
    int crews;
    double lambda;
    double mu;
    struct law every;
    struct law lasts;
};

struct watcher {
    const struct fleet *fleet;
    struct infrastructure *infrastructure;
    struct listener changed;
    struct level down;
};

static double downness(const struct fleet *fleet, int up)
{
    if (fleet->k == 0)
        return (double)(fleet->n - up) / fleet->n;
    return up < fleet->k ? 1 : 0;
}

static void changed(void *context, void *subject, struct cause cause)
{
    struct watcher *watcher = context;

    (void)subject;
    (void)cause;
    level_set(&watcher->down, watcher->infrastructure->sim->now,
              downness(watcher->fleet, watcher->infrastructure->machines_up));
}

/* Long enough for 40,000 failures, after a warm-up. */
static double estimate(const void *context, struct arena *arena,
                       struct seed seed, double rate)
{
    struct fleet fleet = *(const struct fleet *)context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct cluster *cluster = fleet_open(sim, fleet.n, 1, fleet.crews);
    struct fault_design design = {.name = "crashes", .kind = &fault_node_crash};
    struct watcher watcher = {
        &fleet, cluster->infrastructure, {changed, &watcher, NULL}, {0, 0, 0}};
    sim_time warm = time_from_seconds(3600 * 1000 / fleet.mu);
    sim_time end = warm + time_from_seconds(3600 * 4e4 / fleet.n *
                                            (1 / fleet.lambda + 1 / fleet.mu));

    design.every = fleet.every;
    design.every.a /= rate;
    design.lasts = fleet.lasts;
    faults_open(cluster, &design, 1);
    sim_run(sim, warm);
    level_open(&watcher.down, sim->now,
               downness(&fleet, cluster->infrastructure->machines_up));
    hook_listen(&cluster->infrastructure->machine_changed, &watcher.changed);
    sim_run(sim, end);
    return level_integral(&watcher.down, sim->now) / time_seconds(end - warm);
}

static struct law exponential(struct arena *arena, double per_hour)
{
    return law_from_text(arena,
                         arena_format(arena, "{law: exponential, mean: %.9fs}",
                                      3600 / per_hour));
}

static struct fleet read_fleet(struct arena *arena, const char *parameters,
                               bool of_system)
{
    struct fleet fleet = {.n = (int)text_number(parameters, "n"),
                          .k =
                              of_system ? (int)text_number(parameters, "k") : 0,
                          .crews = (int)text_number(parameters, "crews"),
                          .lambda = text_number(parameters, "lambda"),
                          .mu = text_number(parameters, "mu")};

    fleet.every = exponential(arena, fleet.lambda);
    fleet.lasts = exponential(arena, fleet.mu);
    return fleet;
}

/* The birth-death chain's stationary law: weights of 0..n machines down. */
static double closed_form(const struct fleet *fleet)
{
    double weight = 1, sum = 0, down = 0;

    for (int i = 0; i <= fleet->n; i++) {
        int busy = i + 1 < fleet->crews ? i + 1 : fleet->crews;

        sum += weight;
        down += weight * downness(fleet, fleet->n - i);
        weight *= (fleet->n - i) * fleet->lambda / (busy * fleet->mu);
    }
    return down / sum;
}

static void check_rows(const char *of, const char *measure, bool of_system)
{
    struct sheet sheet;
    struct fleet fleet;
    int checked = 0;

    sheet_open(&sheet, "tests/oracles/closed_form.csv");
    for (int i = 0; i < sheet.rows; i++) {
        const char *parameters = sheet_text(&sheet, i, "parameters");
        double value = sheet_number(&sheet, i, "value");

        if (strcmp(sheet_text(&sheet, i, "model"), of) != 0 ||
            strcmp(sheet_text(&sheet, i, "measure"), measure) != 0)
            continue;
        fleet = read_fleet(&sheet.arena, parameters, of_system);
        value = of_system ? value : 1 - value;
        CU_ASSERT_DOUBLE_EQUAL(closed_form(&fleet) / value, 1, 1e-9);
        oracle_check(&(struct experiment){parameters, value, estimate, &fleet});
        checked++;
    }
    sheet_close(&sheet);
    CU_ASSERT(checked >= 2);
}

static void k_of_n(void)
{
    check_rows("k_of_n_birth_death", "steady_unavailability", true);
}

static void repairman(void)
{
    check_rows("machine_repairman", "mean_up_fraction", false);
}

SUITE("oracles/machines", {"k of n machines, 1 to n crews", k_of_n},
      {"machine repairman", repairman})
