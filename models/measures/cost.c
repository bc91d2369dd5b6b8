/* Cost: hours of all nodes, up or not, and what they are charged. */
#include "models/measures/measure.h"

enum { NODE_HOURS, COST, NUMBERS };

static int count(const struct measured *measured)
{
    (void)measured;
    return NUMBERS;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    (void)measured;
    (void)arena;
    names[NODE_HOURS] = (struct number_name){"node_hours", "cluster", "h"};
    names[COST] = (struct number_name){"cost", "cluster", "1"};
}

static void *open(struct observation *observation)
{
    return observation;
}

static void close(void *state)
{
    const struct observation *observation = state;
    const struct measured *measured = observation->measured;
    double *numbers = observation_numbers(observation);
    double hours = time_seconds(measured->horizon) / 3600;

    for (int i = 0; i < measured->machine_count; i++) {
        numbers[NODE_HOURS] += hours;
        numbers[COST] += hours * measured->machines[i].price;
    }
}

const struct measure_kind measure_cost = {
    {"cost", "hours of nodes, and their price", no_parameters},
    count,
    name,
    open,
    close};
