/*
 * The fields that Kubernetes knows in the objects that are interpreted, so
 * that a misspelt one is told; and the reading of single fields.
 */
#ifndef MODELS_API_MANIFEST_FIELDS_H
#define MODELS_API_MANIFEST_FIELDS_H

#include "sim/plugin.h"
#include "sim/time.h"

/* An object's known fields, and what is known of those within. */
struct schema;

extern const struct schema deployment_schema;
extern const struct schema replica_set_schema;
extern const struct schema replication_controller_schema;
extern const struct schema stateful_set_schema;
extern const struct schema daemon_set_schema;
extern const struct schema job_schema;
extern const struct schema cron_job_schema;
extern const struct schema pod_schema;
extern const struct schema service_schema;
extern const struct schema ingress_schema;
extern const struct schema volume_schema;
extern const struct schema claim_schema;
extern const struct schema storage_class_schema;
extern const struct schema node_schema;
extern const struct schema budget_schema;
extern const struct schema autoscaler_schema;
extern const struct schema autoscaler_v1_schema;
extern const struct schema priority_class_schema;

/* Warns of each unknown field in the object, however deep; one that came from
 * an option is a mistake. */
void schema_check(const struct schema *schema, const struct tree *object,
                  struct errors *errors);

/* Reads one field of a mapping if it is there; false if it is not, or wrong
 * (which is then reported). */
bool field_read(const struct tree *mapping, const char *name,
                const struct parameter_kind *kind, void *into,
                struct errors *errors);

/* Whether a scalar is a text to Kubernetes too: 1 and true are none (which is
 * then reported) unless they stand in quotes. */
bool field_is_text(const struct tree *value, struct errors *errors);

/* Seconds, in whole numbers; `otherwise` where the field says nothing. */
sim_time field_seconds(const struct tree *mapping, const char *name,
                       int otherwise, struct errors *errors);

/* The field as a mapping or sequence; NULL if it is not there, or is something
 * else (which is then reported). */
struct tree *field_mapping(const struct tree *mapping, const char *name,
                           struct errors *errors);
struct tree *field_sequence(const struct tree *mapping, const char *name,
                            struct errors *errors);

/* The index of the field's text among the names (ends with NULL), `otherwise`
 * if it is not there; -1 if it is none of them (which is then reported). */
int field_choice(const struct tree *mapping, const char *name,
                 const char *const *names, int otherwise,
                 struct errors *errors);

#endif
