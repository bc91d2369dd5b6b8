/*
 * The shape of a table of Kubernetes' fields.
 */
#ifndef MODELS_API_SCHEMA_H
#define MODELS_API_SCHEMA_H

#include "models/api/manifest_fields.h"

/* A field that holds an object, or a sequence of objects, of its own. */
struct schema_field {
    const char *name;
    const struct schema *schema;
};

struct schema {
    const char *what;
    bool open; /* names with a "/" or a "-" are somebody's own */
    const char *const *names;
    const struct schema_field *fields; /* ends with a NULL name */
};

#endif
