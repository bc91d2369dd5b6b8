/*
 * One machine whose lives and repairs have any laws: its unavailability is
 * MTTR / (MTTF + MTTR) (alternating renewal; Ross, Introduction to Probability
 * Models, sec. 7.5.1).
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

struct renewal {
    struct law up;
    struct law down;
};

struct watcher {
    struct infrastructure *infrastructure;
    struct listener changed;
    struct level down;
};

static void changed(void *context, void *subject, struct cause cause)
{
    struct watcher *watcher = context;

    (void)cause;
    level_set(&watcher->down, watcher->infrastructure->sim->now,
              machine_up(subject) ? 0 : 1);
}

/* 10,000 cycles on average. A rate that is higher by a factor is a life that
 * is shorter by it: Weibull's scale is its law's `a`. */
static double estimate(const void *context, struct arena *arena,
                       struct seed seed, double rate)
{
    const struct renewal *renewal = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct cluster *cluster = fleet_open(sim, 1, 1, 0);
    struct fault_design design = {"crashes",
                                  &fault_node_crash,
                                  renewal->up,
                                  renewal->down,
                                  {.mode = TARGET_EACH}};
    struct watcher watcher = {.changed = {changed, &watcher, NULL}};
    sim_time end = time_from_seconds(
        1e4 * (law_mean(&renewal->up) + law_mean(&renewal->down)));

    design.every.a /= rate;
    watcher.infrastructure = cluster->infrastructure;
    level_open(&watcher.down, 0, 0);
    hook_listen(&cluster->infrastructure->machine_changed, &watcher.changed);
    faults_open(cluster, &design, 1);
    sim_run(sim, end);
    return level_integral(&watcher.down, sim->now) / time_seconds(end);
}

static bool read_renewal(struct arena *arena, const char *parameters,
                         struct renewal *renewal)
{
    double shape, scale, mu, sigma;

    if (sscanf(parameters,
               "weibull k=%lf scale %lf up / lognormal mu=%lf s=%lf down",
               &shape, &scale, &mu, &sigma) != 4)
        return false;
    renewal->up = law_from_text(
        arena, arena_format(arena, "{law: weibull, shape: %.9g, scale: %.9gh}",
                            shape, scale));
    renewal->down = law_from_text(
        arena,
        arena_format(arena, "{law: lognormal, median: %.12gh, sigma: %.9g}",
                     exp(mu), sigma));
    return true;
}

static void any_laws(void)
{
    struct sheet sheet;
    struct renewal renewal;
    int checked = 0;

    sheet_open(&sheet, "tests/oracles/closed_form.csv");
    for (int i = 0; i < sheet.rows; i++) {
        const char *parameters = sheet_text(&sheet, i, "parameters");
        double availability = sheet_number(&sheet, i, "value");

        if (strcmp(sheet_text(&sheet, i, "model"), "alternating_renewal") !=
                0 ||
            strcmp(sheet_text(&sheet, i, "measure"), "steady_availability") !=
                0 ||
            !read_renewal(&sheet.arena, parameters, &renewal))
            continue;
        oracle_check(&(struct experiment){parameters, 1 - availability,
                                          estimate, &renewal});
        checked++;
    }
    sheet_close(&sheet);
    CU_ASSERT(checked >= 1);
}

SUITE("oracles/renewal", {"Weibull lives, lognormal repairs", any_laws})
