/*
 * The door to libyaml: YAML and JSON files as trees. Refuses what is hostile
 * (nesting deeper than 100 levels, more than two million nodes, aliases that
 * unfold to more than 10,000 nodes), duplicate keys, templates that were not
 * rendered, and text that is not UTF-8 or UTF-16.
 */
#ifndef SIM_IO_YAML_H
#define SIM_IO_YAML_H

#include <stddef.h>

#include "sim/tree.h"

/* A sequence of the text's documents (empty ones left out), in the arena.
 * Mistakes go to `errors`, and what could not be read is left out. */
struct tree *yaml_read(struct arena *arena, const char *file, const char *text,
                       size_t length, struct errors *errors);

/* "0.2.5" */
const char *yaml_library_version(void);

#endif
