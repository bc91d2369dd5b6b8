/* Schedules: read, and looked up in the calendar. */
#include "models/api/cron.h"

#include <stdlib.h>
#include <string.h>

#include "sim/duration.h"

/* From 1 January 1970 to time zero. */
enum { ZERO_DAY = 21550, MOST_YEARS = 5, EPOCH_WEEKDAY = 4 };

static const char *const month_names[] = {"jan", "feb", "mar", "apr", "may",
                                          "jun", "jul", "aug", "sep", "oct",
                                          "nov", "dec", NULL};
static const char *const weekday_names[] = {"sun", "mon", "tue", "wed",
                                            "thu", "fri", "sat", NULL};

/* What a field may say. */
struct bounds {
    const char *name;
    int least;
    int most;
    const char *const *names; /* of the numbers from the least on, or NULL */
};

enum { FIELDS = 5 };

static const struct bounds bounds[FIELDS] = {
    {"minute", 0, 59, NULL},
    {"hour", 0, 23, NULL},
    {"day of the month", 1, 31, NULL},
    {"month", 1, 12, month_names},
    {"day of the week", 0, 6, weekday_names}};

static const char *const words[][2] = {
    {"@yearly", "0 0 1 1 *"},  {"@annually", "0 0 1 1 *"},
    {"@monthly", "0 0 1 * *"}, {"@weekly", "0 0 * * 0"},
    {"@daily", "0 0 * * *"},   {"@midnight", "0 0 * * *"},
    {"@hourly", "0 * * * *"}};

/* A field being read, up to its end. */
struct reading {
    const char *at;
    const char *end;
    const struct bounds *bounds;
    struct arena *arena;
    const char *wrong; /* what is, or NULL */
};

static bool fail(struct reading *reading, const char *wrong)
{
    reading->wrong =
        arena_format(reading->arena, "%s: %s", reading->bounds->name, wrong);
    return false;
}

static bool is_at(const struct reading *reading, char c)
{
    return reading->at < reading->end && *reading->at == c;
}

static bool number_read(struct reading *reading, int *into)
{
    const char *at = reading->at;

    *into = 0;
    for (; at < reading->end && *at >= '0' && *at <= '9' && *into < 1000; at++)
        *into = 10 * *into + (*at - '0');
    if (at == reading->at)
        return fail(reading, "a number is missing");
    reading->at = at;
    return true;
}

static bool is_letter(char c)
{
    return (c | ' ') >= 'a' && (c | ' ') <= 'z';
}

/* A number, or the three letters of a month or weekday. */
static bool value_read(struct reading *reading, int *into)
{
    const char *const *names = reading->bounds->names;
    size_t letters = 0;

    while (reading->at + letters < reading->end &&
           is_letter(reading->at[letters]))
        letters++;
    if (letters == 0 || names == NULL)
        return number_read(reading, into);
    for (int i = 0; letters == 3 && names[i] != NULL; i++)
        if ((reading->at[0] | ' ') == names[i][0] &&
            (reading->at[1] | ' ') == names[i][1] &&
            (reading->at[2] | ' ') == names[i][2]) {
            *into = reading->bounds->least + i;
            reading->at += letters;
            return true;
        }
    return fail(reading, arena_format(reading->arena, "\"%.*s\" is no name",
                                      (int)letters, reading->at));
}

struct range {
    int from;
    int to;
    int step;
    bool all;    /* "*" */
    bool single; /* no "-" */
};

static bool ends_read(struct reading *reading, struct range *range)
{
    const struct bounds *limits = reading->bounds;

    *range = (struct range){limits->least, limits->most, 1, true, true};
    if (is_at(reading, '*') || is_at(reading, '?')) {
        reading->at++;
        return true;
    }
    range->all = false;
    if (!value_read(reading, &range->from))
        return false;
    range->to = range->from;
    if (!is_at(reading, '-'))
        return true;
    reading->at++;
    range->single = false;
    return value_read(reading, &range->to);
}

/* "5", "1-5", "*", "1-30/2", and "5/15": from 5 on, to the end. */
static bool range_read(struct reading *reading, struct range *range)
{
    if (!ends_read(reading, range))
        return false;
    if (is_at(reading, '/')) {
        reading->at++;
        if (!number_read(reading, &range->step))
            return false;
        if (range->step == 0)
            return fail(reading, "a step of 0");
        range->all = range->all && range->step == 1;
        range->to = range->single ? reading->bounds->most : range->to;
    }
    if (range->from < reading->bounds->least ||
        range->to > reading->bounds->most || range->from > range->to)
        return fail(reading, arena_format(reading->arena, "not within %d to %d",
                                          reading->bounds->least,
                                          reading->bounds->most));
    return true;
}

static bool field_bits(struct reading *reading, uint64_t *bits, bool *all)
{
    struct range range;

    *bits = 0;
    *all = false;
    while (reading->at < reading->end) {
        if (!range_read(reading, &range))
            return false;
        for (int i = range.from; i <= range.to; i += range.step)
            *bits |= (uint64_t)1 << i;
        *all = *all || range.all;
        if (reading->at < reading->end && *reading->at++ != ',')
            return fail(reading, "a \",\" expected between its parts");
    }
    return true;
}

static bool fields_read(struct reading *reading, const char *text,
                        struct cron *into)
{
    uint64_t bits[FIELDS];
    bool all[FIELDS];

    for (int i = 0; i < FIELDS; i++) {
        text += strspn(text, " \t");
        reading->at = text;
        reading->end = text += strcspn(text, " \t");
        reading->bounds = &bounds[i];
        if (reading->at == reading->end)
            return fail(reading, "five fields are wanted, this one is missing");
        if (!field_bits(reading, &bits[i], &all[i]))
            return false;
    }
    if (text[strspn(text, " \t")] != '\0')
        return fail(reading, "the fifth field is the last one");
    *into = (struct cron){.minutes = bits[0],
                          .hours = (uint32_t)bits[1],
                          .days = (uint32_t)bits[2],
                          .months = (uint32_t)bits[3],
                          .weekdays = (uint32_t)bits[4],
                          .every_day = all[2],
                          .every_weekday = all[4]};
    return true;
}

/* "1h30m", in whole seconds, at least one; 0 if it is none. */
static sim_time every_read(const char *text)
{
    double sum = 0;

    while (*text != '\0') {
        char *end;
        double value = strtod(text, &end);
        size_t letters = strspn(end, "hmsu");

        if (strchr("0123456789.", *text) == NULL || end == text ||
            duration_unit(end, letters) == 0)
            return 0;
        sum += value * duration_unit(end, letters);
        text = end + letters;
    }
    if (sum <= 0 || sum > (double)YEARS(1000))
        return 0;
    return sum < (double)SECONDS(1) ? SECONDS(1)
                                    : (sim_time)sum / SECONDS(1) * SECONDS(1);
}

static bool words_read(struct reading *reading, const char *text,
                       struct cron *into)
{
    static const char every[] = "@every ";

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(text, words[i][0]) == 0)
            return fields_read(reading, words[i][1], into);
    *into = (struct cron){.every = 0};
    if (strncmp(text, every, sizeof(every) - 1) == 0)
        into->every = every_read(text + sizeof(every) - 1);
    reading->wrong = "words are @yearly, @monthly, @weekly, @daily, @hourly "
                     "and, for example, @every 90m";
    return into->every > 0;
}

static bool read(const struct tree *value, void *into, struct errors *errors)
{
    struct reading reading = {.arena = errors->arena};
    const char *text = tree_text(value, "");

    if (strstr(text, "TZ") != NULL)
        reading.wrong = "a time zone is said by timeZone";
    else if (text[0] == '@' ? words_read(&reading, text, into)
                            : fields_read(&reading, text, into))
        return true;
    error_at(errors, value->at,
             "\"%.60s\" is no schedule (for example \"*/15 * * * *\"): %s",
             text, reading.wrong);
    return false;
}

const struct parameter_kind of_cron = {"schedule", "\"*/15 * * * *\"", read};

/* A day of the calendar: years begin in March, so that the day which some have
 * more is their last. */
struct date {
    int year;
    int month; /* 1 to 12 */
    int day;
};

static struct date date_of(int64_t day)
{
    int64_t since = day + ZERO_DAY + 719468; /* 1 March of the year 0 */
    int64_t era = since / 146097, of_era = since % 146097;
    int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (int)((5 * of_year + 2) / 153);

    return (struct date){(int)(year + era * 400 + (month >= 10)),
                         month < 10 ? month + 3 : month - 9,
                         (int)(of_year - (153 * month + 2) / 5 + 1)};
}

static bool day_matches(const struct cron *cron, int64_t day,
                        const struct date *date)
{
    int weekday = (int)((day + ZERO_DAY + EPOCH_WEEKDAY) % 7);
    bool of_month = (cron->days >> date->day & 1) != 0;
    bool of_week = (cron->weekdays >> weekday & 1) != 0;

    if ((cron->months >> date->month & 1) == 0)
        return false;
    return cron->every_day || cron->every_weekday ? of_month && of_week
                                                  : of_month || of_week;
}

/* The first bit from one on; -1: there is none. */
static int first_bit(uint64_t bits, int from)
{
    uint64_t rest = from < 64 ? bits >> from << from : 0;

    return rest == 0 ? -1 : __builtin_ctzll(rest);
}

/* The first minute of a day from one on; -1: there is none. */
static int first_minute(const struct cron *cron, int from)
{
    int hour = first_bit(cron->hours, from / 60);
    int minute = -1;

    if (hour == from / 60) {
        minute = first_bit(cron->minutes, from % 60);
        if (minute < 0)
            hour = first_bit(cron->hours, hour + 1);
    }
    if (minute < 0)
        minute = first_bit(cron->minutes, 0);
    return hour < 0 ? -1 : hour * 60 + minute;
}

static int64_t whole(sim_time t, sim_time unit)
{
    return t / unit - (t % unit < 0);
}

sim_time cron_next(const struct cron *cron, sim_time t)
{
    int64_t minutes, day;
    int minute, last_year;

    if (t == NEVER)
        return NEVER;
    if (cron->every > 0)
        return time_after(whole(t, SECONDS(1)) * SECONDS(1), cron->every);
    minutes = whole(t, MINUTES(1)) + 1;
    day = whole(minutes, 24 * 60);
    minute = (int)(minutes - day * 24 * 60);
    last_year = date_of(day).year + MOST_YEARS;
    for (struct date date = date_of(day); date.year <= last_year;
         day++, minute = 0, date = date_of(day)) {
        int found =
            day_matches(cron, day, &date) ? first_minute(cron, minute) : -1;

        if (found >= 0)
            return DAYS(day) + MINUTES(found);
    }
    return NEVER;
}

int64_t cron_minutes(sim_time t)
{
    return whole(t, MINUTES(1)) + ZERO_DAY * (int64_t)(24 * 60);
}
