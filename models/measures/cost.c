/* Cost: hours of all nodes, up or not, and what they are charged. */
#include "models/measures/measure.h"

enum { NODE_HOURS, COST };

static const struct number_name names[] = {{"node_hours", "cluster", "h"},
                                           {"cost", "cluster", "1"},
                                           {NULL, NULL, NULL}};

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
    names,
    NULL,
    NULL,
    open,
    close};
