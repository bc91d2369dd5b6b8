/*
 * Laws of which each draw comes from one of several, chosen by weight; the
 * hyperexponential law is one, of exponential parts.
 */
#ifndef SIM_LAWS_MIXTURE_H
#define SIM_LAWS_MIXTURE_H

#include "sim/law.h"

/* It is chosen by numbers from `from` to `until`; the first begins at 0, the
 * last ends at 1. */
struct mixture_part {
    double weight;
    double from, until;
    struct law law;
};

/* A law's data. */
struct mixture {
    int count;
    struct mixture_part *parts;
};

/* Turns weights into shares. */
void mixture_share(struct mixture *mixture);

/* Reads a sequence of parts, each a struct mixture_part by the plug-in's
 * parameters. NULL after a mistake. */
struct mixture *mixture_read(const struct tree *list,
                             const struct plugin *plugin,
                             struct errors *errors);

double mixture_mean(const struct law *law);
double mixture_hazard(const struct law *law, double x);
double mixture_at_hazard(const struct law *law, double h);
double mixture_draw(const struct law *law, struct stream *stream);
const char *mixture_describe(struct arena *arena, const struct law *law);

#endif
