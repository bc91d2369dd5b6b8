/*
 * Why pods wait for a node, in the scheduler's words.
 */
#ifndef MODELS_MEASURES_PLACEMENT_H
#define MODELS_MEASURES_PLACEMENT_H

/* The reasons, as measures name them; the last is any other. */
enum { PENDING_REASONS = 7 };

extern const char *const pending_reasons[PENDING_REASONS];

#endif
