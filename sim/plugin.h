/*
 * The shape of a plug-in: a name, a summary and a table of parameters. From
 * that one declaration come parsing, defaults, checks, "did you mean" and
 * explain-kind.
 */
#ifndef SIM_PLUGIN_H
#define SIM_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/tree.h"

/* A kind of value, and how it is read: the reader reports what is wrong at the
 * tree's place and returns false, or fills `into` and returns true. */
struct parameter_kind {
    const char *name;    /* "duration" */
    const char *example; /* "40s" */
    bool (*read)(const struct tree *value, void *into, struct errors *errors);
};

extern const struct parameter_kind of_duration; /* sim_time; 0 or more */
extern const struct parameter_kind of_seconds;  /* double; 0 or more, as 40s */
extern const struct parameter_kind of_law;      /* struct law, of durations */
extern const struct parameter_kind of_rate;     /* double, per second; 200/s */
extern const struct parameter_kind of_fraction; /* double in 0..1; 60% */
extern const struct parameter_kind of_count;    /* int; 0 or more */
extern const struct parameter_kind of_number;   /* double */
extern const struct parameter_kind of_text;     /* const char *, in the tree */
extern const struct parameter_kind of_flag;     /* bool; true or false */

struct parameter {
    const char *name;
    const struct parameter_kind *kind;
    size_t offset;        /* in the settings */
    const char *standard; /* the default as YAML; NULL: must be given; "": may
                             be left out and stays zero */
    const char *meaning;  /* one line */
};

/* Tables of parameters end with an entry whose name is NULL. */
struct plugin {
    const char *name;
    const char *summary; /* one line */
    const struct parameter *parameters;
};

/* A list of plug-ins for look-up; `what` names them ("fault"). The first
 * member of each entry must be a struct plugin. Ends with NULL. */
struct plugin_list {
    const char *what;
    const struct plugin *const *plugins;
};

/* The plug-in that the scalar names; reports an unknown one, returns NULL. */
const struct plugin *plugin_find(const struct plugin_list *list,
                                 const struct tree *name,
                                 struct errors *errors);

/* Reads a mapping (or NULL: all defaults) into settings, which are zeroed
 * memory. Keys in `also` (may be NULL, ends with NULL) are
 * accepted and left to the caller. `what` names the mapping in messages
 * (`fault "node-crashes"`); `at` is where to report what is missing. Returns
 * false if anything was wrong. */
bool plugin_read(const struct plugin *plugin, const struct tree *mapping,
                 struct place at, const char *const *also, const char *what,
                 void *settings, struct errors *errors);

#endif
