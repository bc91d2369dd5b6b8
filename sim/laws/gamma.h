/* The gamma law's functions, which Erlang's, of a whole shape, shares. */
#ifndef SIM_LAWS_GAMMA_H
#define SIM_LAWS_GAMMA_H

#include "sim/law.h"

/* Above this shape the law is as good as constant. */
#define GAMMA_MOST_SHAPE 1e4

/* law_fit(), with that limit. */
bool gamma_resolve(const struct law_words *said, struct law *law,
                   struct errors *errors);
double gamma_mean(const struct law *law);
double gamma_hazard(const struct law *law, double x);
double gamma_at_hazard(const struct law *law, double h);

#endif
