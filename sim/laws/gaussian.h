/*
 * The unit normal law's cumulative hazard, -log P(Z > z), and its inverse, to
 * full precision in both tails. Laws made of the normal one share them.
 */
#ifndef SIM_LAWS_GAUSSIAN_H
#define SIM_LAWS_GAUSSIAN_H

double gaussian_hazard(double z);
double gaussian_at_hazard(double h);

#endif
