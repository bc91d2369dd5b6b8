/*
 * The shape of a plug-in: a name, a summary and a table of parameters. From
 * that one declaration come parsing, defaults, checks, "did you mean" and
 * explain-kind.
 */
#ifndef SIM_PLUGIN_H
#define SIM_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/parameter.h"

struct parameter {
    const char *name;
    const struct parameter_kind *kind;
    size_t offset;        /* in the settings */
    const char *standard; /* the default as YAML; NULL: must be given; "": may
                             be left out and stays zero */
    const char *meaning;  /* one line */
};

/* A row of such a table, for a member of a struct that has its name. */
#define PARAMETER(type, member, kind, standard, meaning)                       \
    {                                                                          \
#member, &kind, offsetof(type, member), standard, meaning              \
    }

/* Tables of parameters end with an entry whose name is NULL; this one holds
 * nothing else. */
extern const struct parameter no_parameters[1];

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

/* Reads a list of one mapping or more, each into settings of `size` bytes of
 * its own: tree_count(value) pointers to them, in the arena; NULL for what had
 * a mistake. Messages call it "point 2 of steps", by the plug-in's name and the
 * list's key. NULL, with a mistake, if there is no such list. */
void **plugin_read_items(const struct plugin *item, size_t size,
                         const struct tree *value, const char *example,
                         struct errors *errors);

#endif
