/*
 * What a run leaves in a database: which question it answers, told by a digest
 * of all that its answer depends on.
 */
#ifndef SIM_COMMANDS_EXPERIMENT_H
#define SIM_COMMANDS_EXPERIMENT_H

#include "sim/commands/question.h"
#include "sim/io/database.h"

/* Lives in the options' arena. */
struct experiment experiment_of(const struct asked *asked);

#endif
