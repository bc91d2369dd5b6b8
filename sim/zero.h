/*
 * Where a continuous function is zero, between two points where its signs
 * differ: Brent's method, as GSL has it, without memory of its own.
 */
#ifndef SIM_ZERO_H
#define SIM_ZERO_H

/* To the last digits of a double. An infinite value counts as a large one; a
 * jump over zero counts as a zero. */
double zero_between(double (*of)(double x, void *context), void *context,
                    double low, double high);

#endif
