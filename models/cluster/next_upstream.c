/* Tries without replacement. */
#include "models/cluster/next_upstream.h"

double next_upstream_success(int listed, int dead, int tries)
{
    double failure = 1;

    if (listed == 0)
        return 0;
    if (tries == 0 || tries > listed)
        tries = listed;
    for (int i = 0; i < tries && failure > 0; i++)
        failure *= dead > i ? (double)(dead - i) / (listed - i) : 0;
    return 1 - failure;
}
