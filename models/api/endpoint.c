/* Endpoints' conditions. */
#include "models/api/endpoint.h"

enum { TERMINATING_USED = 26 };

bool endpoint_last_resort(int minor)
{
    return minor >= TERMINATING_USED;
}
