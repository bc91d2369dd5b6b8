/* How far usage may be from its target. */
#include "models/autoscalers/tolerance.h"

#include <math.h>

bool tolerance_bears(struct tolerance tolerance, double ratio, int minor)
{
    if (minor < 33)
        return fabs(1.0 - ratio) <=
               (ratio < 1.0 ? tolerance.down : tolerance.up);
    return 1.0 - tolerance.down <= ratio && ratio <= 1.0 + tolerance.up;
}
