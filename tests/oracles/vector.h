/*
 * The rows of the tables of references, in one shape whatever their file:
 * this number is the value of that measure of a model under these parameters.
 */
#ifndef TESTS_ORACLES_VECTOR_H
#define TESTS_ORACLES_VECTOR_H

#include "sim/arena.h"

struct vector {
    const char *model;      /* "machine_repairman" */
    const char *parameters; /* "n=50;lambda=0.001;mu=0.05;crews=1" */
    const char *measure;
    double value;
};

struct vectors {
    int count;
    const struct vector *all;
};

/* The folder of the tables: tests/oracles, or what the variable VECTORS of the
 * environment says. */
const char *vectors_folder(void);

/* All rows of closed_form.csv, point_availability.csv (model
 * "point_availability", parameters "t=...;" and its model) and
 * cluster_reference.csv ("workstation_cluster", "N=..."); a file that is not
 * in the folder has none. Read once. */
const struct vectors *vectors(void);

#endif
