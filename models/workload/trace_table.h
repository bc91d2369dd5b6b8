/*
 * The table that a trace of demand is read from, in one of the formats in which
 * traces are published: one virtual machine of Bitbrains (GWA-T-12; its times
 * are in seconds, whatever its header says), machine_usage of Alibaba 2018, and
 * the CPU readings of Azure's public dataset, V1 and V2; the last two have no
 * header.
 */
#ifndef MODELS_WORKLOAD_TRACE_TABLE_H
#define MODELS_WORKLOAD_TRACE_TABLE_H

#include "sim/columns.h"
#include "sim/time.h"

struct trace_format;

/* What a scenario says of it; NULL and 0 where it says nothing. */
struct trace_table {
    const struct tree *file;
    const struct trace_format *format;
    const struct tree *time, *value, *machine;
    double unit; /* of plain times, in seconds */
    double one;  /* the rate for which a plain 1 stands */
};

struct reading {
    sim_time at;
    double rate;
    struct place place; /* of its time */
};

extern const struct parameter_kind of_trace_format;

/* The readings, in the order of the rows; how many there are: 0 after a
 * mistake. In the arena of the errors. */
int trace_table_read(const struct trace_table *table, struct reading **readings,
                     struct errors *errors);

#endif
