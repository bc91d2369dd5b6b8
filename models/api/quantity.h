/*
 * Kubernetes' quantities (250m, 0.5, 16Gi, 1e3), exact: whole billionths of a
 * unit in 128 bits, rounded away from zero, as k8s.io/apimachinery
 * pkg/api/resource/quantity.go does. What lies beyond is cut off at the ends.
 */
#ifndef MODELS_API_QUANTITY_H
#define MODELS_API_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/plugin.h"

/* The halves of a two's complement number. */
struct quantity {
    int64_t high;
    uint64_t low;
};

enum { QUANTITY_TEXT = 48 };

/* Returns false where Kubernetes' grammar does not know the text. */
bool quantity_parse(const char *text, struct quantity *quantity);

/* Thousandths, and whole units, rounded up; cut off at int64_t's ends. */
int64_t quantity_milli(struct quantity quantity);
int64_t quantity_units(struct quantity quantity);

/* Billionths, as a decimal number. */
void quantity_nano_text(struct quantity quantity, char text[QUANTITY_TEXT]);

/* The nearest number. */
double quantity_number(struct quantity quantity);

/* Parameters: any, as it is; 0 or more. And int64_t. */
extern const struct parameter_kind of_quantity;
extern const struct parameter_kind of_cpu;    /* thousandths of a core */
extern const struct parameter_kind of_memory; /* bytes */

#endif
