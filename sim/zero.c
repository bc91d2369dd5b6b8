/* The door to gsl_roots.h; the solver's state stands on the stack. */
#include "sim/zero.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

enum { STATE = 16 /* doubles */, MOST_STEPS = 200 };

#define LARGE 1e300

struct bounded {
    double (*of)(double x, void *context);
    void *context;
};

/* GSL ends the program over a value that is not finite. */
static double value(double x, void *bounded)
{
    const struct bounded *of = bounded;

    return fmax(-LARGE, fmin(LARGE, of->of(x, of->context)));
}

double zero_between(double (*of)(double x, void *context), void *context,
                    double low, double high)
{
    struct bounded bounded = {of, context};
    gsl_function function = {value, &bounded};
    double state[STATE];
    gsl_root_fsolver solver = {.type = gsl_root_fsolver_brent, .state = state};

    assert(solver.type->size <= sizeof(state));
    gsl_root_fsolver_set(&solver, &function, low, high);
    for (int step = 0; step < MOST_STEPS; step++) {
        gsl_root_fsolver_iterate(&solver);
        if (gsl_root_test_interval(gsl_root_fsolver_x_lower(&solver),
                                   gsl_root_fsolver_x_upper(&solver), 1e-16,
                                   1e-15) == GSL_SUCCESS)
            break;
    }
    return gsl_root_fsolver_root(&solver);
}
