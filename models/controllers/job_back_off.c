/* The back-off of a Job. */
#include "models/controllers/job_back_off.h"

sim_time job_back_off_left(const struct job_back_off *back_off, sim_time first,
                           sim_time most, sim_time now)
{
    sim_time wait = first;
    sim_time passed = now - back_off->last_failure;

    if (back_off->failures == 0)
        return 0;
    for (int i = 1; i < back_off->failures && wait != most; i++)
        wait = 2 * wait < most ? 2 * wait : most;
    return wait < passed ? 0 : wait - passed;
}
