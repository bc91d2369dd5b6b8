/*
 * The database of results (results/schema.sql). One experiment is written at a
 * time, in batches of replications; whenever the program dies, what is stored
 * is whole. The machine's failures (a file that is no database, a full disk)
 * are reported here, with exit status 3.
 */
#ifndef SIM_IO_DATABASE_H
#define SIM_IO_DATABASE_H

#include "sim/model.h"

struct database;

/* What was read. */
struct database_input {
    const char *path;
    const char *sha256;
    const char *text;
    size_t length;
};

/* What is known of an experiment before it begins. */
struct experiment {
    const char *scenario;
    uint64_t seed;
    double horizon_seconds;
    double warm_up_seconds; /* before it */
    uint32_t replications;  /* as asked: at most */
    double precision;       /* 0: none was asked for */
    const char *version;
    const char *command;
    const char *digest;    /* of the question: the same one is replaced */
    const char *timelines; /* "0,7" */
    const char *settings;  /* JSON */
    const struct database_input *inputs;
    int input_count;
    const struct layout *layout; /* outlives the database */
};

/* Opens a database, or creates it. Close with database_close(). */
struct database *database_open(const char *path);

/* Begins an experiment: what the same question left behind is deleted, or, if
 * `resume` and it was answered by the same version with the same timelines,
 * kept. Returns how many replications are kept: the first ones. Nothing is
 * changed where they are more than are asked for. */
uint32_t database_begin(struct database *database,
                        const struct experiment *experiment, bool resume);

/* Reads back the numbers of the kept replications, the first of which is
 * `first`: `count` times as many as the layout has. */
void database_read_numbers(struct database *database, uint32_t first,
                           uint32_t count, double *numbers);

/* Appends one replication's numbers and rows. */
void database_write(struct database *database, const struct outcome *outcome);

/* Ends the experiment: all of it is there, or enough. `reached` is how well it
 * is known (see struct precision). */
void database_finish(struct database *database, const struct summary *rows,
                     int count, double wall_seconds, double reached);

/* Stores what is complete, and leaves one file behind. */
void database_close(struct database *database);

#endif
