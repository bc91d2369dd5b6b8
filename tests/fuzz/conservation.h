/*
 * The CPU that a Service's requests cost is what its pods use, one by one, and
 * what their nodes are busy with: at every change of what becomes of requests.
 */
#ifndef TESTS_FUZZ_CONSERVATION_H
#define TESTS_FUZZ_CONSERVATION_H

#include "models/world.h"

struct conservation {
    struct world *world;
    struct listener entered;
    long checks; /* of Services that use CPU */
};

/* Checks from now on; asserts what must hold. */
void conservation_open(struct conservation *conservation, struct world *world);

#endif
