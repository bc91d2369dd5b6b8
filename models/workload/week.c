/* Working days and weekends. */
#include "models/workload/week.h"

#include <string.h>

static const char *const days[] = {"monday",   "tuesday", "wednesday",
                                   "thursday", "friday",  "saturday",
                                   "sunday",   NULL};

static bool read_weekday(const struct tree *value, void *into,
                         struct errors *errors)
{
    const char *text;

    if (!of_text.read(value, &text, errors))
        return false;
    for (int i = 0; i < WEEK; i++)
        if (strcmp(days[i], text) == 0) {
            *(int *)into = i;
            return true;
        }
    error_at(errors, value->at, "\"%s\" is no day of the week%s", text,
             did_you_mean(errors->arena, text, days));
    return false;
}

const struct parameter_kind of_weekday = {"day", "monday", read_weekday};

/* Since a Monday began. */
static sim_time into_week(int first_day, sim_time t)
{
    sim_time past = (t + DAYS(first_day)) % DAYS(WEEK);

    return past < 0 ? past + DAYS(WEEK) : past;
}

bool week_rests(int first_day, sim_time t)
{
    return into_week(first_day, t) >= DAYS(SATURDAY);
}

sim_time week_turn(int first_day, sim_time t)
{
    sim_time past = into_week(first_day, t);

    return t + (past < DAYS(SATURDAY) ? DAYS(SATURDAY) : DAYS(WEEK)) - past;
}
