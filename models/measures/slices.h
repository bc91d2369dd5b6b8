/*
 * How much is down when: the downtime of all Services in equal slices of the
 * horizon. It costs many numbers, so only a pilot asks for it.
 */
#ifndef MODELS_MEASURES_SLICES_H
#define MODELS_MEASURES_SLICES_H

#include "models/measures/measure.h"

enum { SLICES = 500 };

/* Of one slice; the last one is longer by what cannot be shared equally. */
sim_time slice_length(const struct measured *measured);

/* The first of the SLICES numbers is of this measure and the object "cluster".
 */
extern const char slices_first[];

#endif
