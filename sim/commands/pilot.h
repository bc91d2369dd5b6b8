/*
 * What is simulated before a question is simulated, to complete it.
 */
#ifndef SIM_COMMANDS_PILOT_H
#define SIM_COMMANDS_PILOT_H

#include "sim/commands/question.h"

/* If the model asks for a pilot: simulates one batch of it, and puts what it
 * makes of that in the question's place. The pilot is the same on any number
 * of threads, and whichever replications are asked for. False if it was
 * interrupted. */
bool pilot_fly(struct asked *asked);

#endif
