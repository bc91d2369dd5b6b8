/* What one replication leaves behind. */
#include "sim/outcome.h"

#include <assert.h>
#include <string.h>

#include "sim/event.h"

struct outcome *outcome_open(struct arena *arena, const struct layout *layout,
                             uint32_t replication)
{
    struct outcome *outcome = ARENA_NEW(arena, struct outcome);

    outcome->arena = arena;
    outcome->layout = layout;
    outcome->replication = replication;
    outcome->numbers = ARENA_ARRAY(arena, double, layout->count);
    return outcome;
}

struct outcome *outcome_of(const struct sim *sim, const struct layout *layout,
                           const double *numbers)
{
    struct outcome *outcome =
        outcome_open(sim->arena, layout, sim->seed.replication);

    outcome->events = sim->events;
    memcpy(outcome->numbers, numbers, sizeof(*numbers) * (size_t)layout->count);
    return outcome;
}

static int column_count(const struct table *table)
{
    int count = 0;

    while (table->columns[count] != NULL)
        count++;
    return count;
}

void outcome_row(struct outcome *outcome, int table, const struct value *values)
{
    struct row *row;
    int count;

    assert(table >= 0 && table < outcome->layout->tables);
    count = column_count(outcome->layout->table[table]);
    row = arena_allocate(outcome->arena,
                         sizeof(*row) + sizeof(*values) * (size_t)count);
    row->table = table;
    row->count = count;
    for (int i = 0; i < count; i++) {
        row->values[i] = values[i];
        if (values[i].kind == VALUE_TEXT)
            row->values[i].text = arena_copy(outcome->arena, values[i].text);
    }
    if (outcome->last == NULL)
        outcome->first = row;
    else
        outcome->last->next = row;
    outcome->last = row;
}

struct outcome *outcome_copy(struct arena *into, const struct outcome *outcome)
{
    struct outcome *copy =
        outcome_open(into, outcome->layout, outcome->replication);

    copy->events = outcome->events;
    if (outcome->layout->count > 0)
        memcpy(copy->numbers, outcome->numbers,
               sizeof(*copy->numbers) * (size_t)outcome->layout->count);
    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        outcome_row(copy, row->table, row->values);
    return copy;
}
