/* What to tell the user: collected in order, printed by place. */
#include "sim/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PRINTED = 20, LONGEST_NAME = 60, FAR = 3 };

/* A message with what decides where it is printed. */
struct ranked {
    const struct message *message;
    int file; /* in order of its first message */
    int order;
};

static void add(struct errors *errors, struct place place, bool warning,
                const char *format, va_list arguments)
{
    struct message *message = ARENA_NEW(errors->arena, struct message);
    va_list again;
    char *text;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = arena_allocate(errors->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    warning = warning && !errors->strict;
    *message = (struct message){place, warning, text, NULL};
    if (errors->first == NULL)
        errors->first = message;
    else
        errors->last->next = message;
    errors->last = message;
    if (warning)
        errors->warnings++;
    else
        errors->mistakes++;
}

void error_at(struct errors *errors, struct place place, const char *format,
              ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(errors, place, false, format, arguments);
    va_end(arguments);
}

void warning_at(struct errors *errors, struct place place, const char *format,
                ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(errors, place, true, format, arguments);
    va_end(arguments);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, which is the Damerau-Levenshtein distance as far
 * as no substring is edited twice (Boytsov, ACM JEA 16, 2011). */
static int distance(const char *a, const char *b)
{
    int rows[3][LONGEST_NAME + 1] = {{0}};
    int n = (int)strlen(a), m = (int)strlen(b);

    if (n > LONGEST_NAME || m > LONGEST_NAME || abs(n - m) >= FAR)
        return FAR;
    for (int j = 0; j <= m; j++)
        rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *now = rows[i % 3], *above = rows[(i + 2) % 3];

        now[0] = i;
        for (int j = 1; j <= m; j++) {
            now[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]),
                           least(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], rows[(i + 1) % 3][j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *did_you_mean(struct arena *arena, const char *name,
                         const char *const *candidates)
{
    int nearest = least(FAR, (int)strlen(name));
    const char *meant = NULL;

    for (; *candidates != NULL; candidates++) {
        int far = distance(name, *candidates);

        if (far < nearest) {
            nearest = far;
            meant = *candidates;
        }
    }
    return meant == NULL ? ""
                         : arena_format(arena, "; did you mean \"%s\"?", meant);
}

static const char *file_of(const struct message *message)
{
    return message->place.file == NULL ? "" : message->place.file;
}

static int by_place(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    const struct place *p = &x->message->place, *q = &y->message->place;

    if (x->file != y->file)
        return x->file - y->file;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->column != q->column)
        return p->column < q->column ? -1 : 1;
    return x->order - y->order;
}

/* The rank of a message's file; `files` holds those that came before. */
static int rank(const struct message *message, const char **files, int *count)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(files[i], file_of(message)) == 0)
            return i;
    files[*count] = file_of(message);
    return (*count)++;
}

static void print_one(const struct message *message, FILE *to)
{
    const struct place *place = &message->place;

    if (place->file != NULL)
        fprintf(to, "%s:", place->file);
    if (place->line > 0)
        fprintf(to, "%d:%d:", place->line, place->column);
    fprintf(to, "%s%s%s\n", place->file != NULL || place->line > 0 ? " " : "",
            message->warning ? "warning: " : "", message->text);
}

static void print_rest(const char *file, const int printed[2], FILE *to)
{
    static const char *const names[] = {"mistake", "warning"};

    for (int i = 0; i < 2; i++) {
        int more = printed[i] - MOST_PRINTED;

        if (more > 0)
            fprintf(to, "%s%s%d more %s%s\n", file, *file == '\0' ? "" : ": ",
                    more, names[i], more == 1 ? "" : "s");
    }
}

void errors_print(const struct errors *errors, FILE *to)
{
    int count = errors->mistakes + errors->warnings, n = 0, file_count = 0;
    struct ranked *ranked = ARENA_ARRAY(errors->arena, struct ranked, count);
    const char **files = ARENA_ARRAY(errors->arena, const char *, count);

    for (const struct message *m = errors->first; m != NULL; m = m->next, n++)
        ranked[n] = (struct ranked){m, rank(m, files, &file_count), n};
    qsort(ranked, (size_t)n, sizeof(*ranked), by_place);
    for (int i = 0; i < n;) {
        int file = ranked[i].file, printed[2] = {0, 0};

        for (; i < n && ranked[i].file == file; i++)
            if (++printed[ranked[i].message->warning] <= MOST_PRINTED)
                print_one(ranked[i].message, to);
        print_rest(files[file], printed, to);
    }
}
