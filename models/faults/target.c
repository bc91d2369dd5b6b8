/* How many are befallen together. */
#include "models/faults/target.h"

#include <math.h>

int target_number(const struct target *target, int n)
{
    int number = n;

    switch (target->mode) {
    case TARGET_EACH:
    case TARGET_ONE:
        number = 1;
        break;
    case TARGET_COUNT:
        number = target->count;
        break;
    case TARGET_SHARE:
        number = (int)ceil(n * target->share - 1e-9);
        break;
    case TARGET_ALL:
        break;
    }
    return number < n ? number : n;
}
