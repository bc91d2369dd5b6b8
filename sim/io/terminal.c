/* Pages, progress and Ctrl-C. */
#include "sim/io/terminal.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 80, GAP = 2, MOST_CELLS = 12, LEAST_WRAPPED = 20 };

/* Set by a signal handler, which can be handed nothing. */
static volatile sig_atomic_t interrupted;

/* How many columns the first bytes of a text take, one a character. */
static int width_of(const char *text, size_t bytes)
{
    int width = 0;

    for (size_t i = 0; i < bytes; i++)
        width += (text[i] & 0xc0) != 0x80;
    return width;
}

static int width(const char *text)
{
    return width_of(text, strlen(text));
}

/* A name in a file may hold what a terminal takes for an order. */
static void put_bytes(const char *text, size_t bytes, FILE *to)
{
    for (size_t i = 0; i < bytes; i++)
        fputc(iscntrl((unsigned char)text[i]) ? '?' : text[i], to);
}

/* Writes words in lines of at most `room` columns, the lines after the first
 * after `indent` spaces, and ends the last one. */
static void put_wrapped(const char *text, int indent, int room, FILE *to)
{
    int column = 0;

    while (*text != '\0') {
        size_t bytes = strcspn(text, " \n");
        int wide = width_of(text, bytes);

        if (column > 0 && (column + 1 + wide > room || text[-1] == '\n')) {
            fprintf(to, "\n%*s", indent, "");
            column = 0;
        } else if (column > 0) {
            fputc(' ', to);
            column++;
        }
        put_bytes(text, bytes, to);
        column += wide;
        text += bytes;
        text += *text != '\0';
    }
    fputc('\n', to);
}

/* A line's own indent is kept where it is wrapped, and an item's is deeper. */
static void put_line(const char *text, FILE *to)
{
    int indent = (int)strspn(text, " ");

    if (indent > COLUMNS / 2)
        indent = COLUMNS / 2;
    fprintf(to, "%*s", text[indent] == '\0' ? 0 : indent, "");
    text += indent;
    if (strncmp(text, "- ", 2) == 0)
        indent += 2;
    put_wrapped(text, indent, COLUMNS - indent, to);
}

static void put_text(const struct tree *text, FILE *to)
{
    if (text == NULL)
        return;
    if (text->kind == TREE_SCALAR)
        put_line(text->text, to);
    for (const struct tree *line = text->first; line; line = line->next)
        put_line(tree_text(line, ""), to);
}

/* A table that is being laid out. */
struct grid {
    int columns;
    int widths[MOST_CELLS];
    bool right[MOST_CELLS]; /* as the first row of the column is */
};

static bool goes_right(const char *cell)
{
    size_t sign = strspn(cell, "~+-<>\xe2\x88\x92");

    return isdigit((unsigned char)cell[sign]) || cell[0] == '~';
}

static void measure_row(struct grid *grid, const struct tree *row)
{
    int i = 0;

    for (struct tree *cell = row == NULL ? NULL : row->first;
         cell != NULL && i < MOST_CELLS; cell = cell->next, i++) {
        const char *text = tree_text(cell, "");

        if (grid->widths[i] < width(text))
            grid->widths[i] = width(text);
        if (grid->columns <= i)
            grid->columns = i + 1;
    }
}

static void measure(struct grid *grid, const struct tree *rows,
                    const struct tree *header)
{
    measure_row(grid, header);
    for (const struct tree *row = rows->first; row; row = row->next) {
        int i = 0;

        measure_row(grid, row);
        for (struct tree *cell = row->first; cell != NULL && i < MOST_CELLS;
             cell = cell->next, i++)
            if (goes_right(tree_text(cell, "")))
                grid->right[i] = true;
    }
}

/* The last column is wrapped where it does not fit. */
static void put_row(const struct grid *grid, const struct tree *row,
                    bool header, FILE *to)
{
    int at = GAP, written = 0, i = 0;

    for (const struct tree *cell = row->first; cell != NULL && i < MOST_CELLS;
         cell = cell->next, at += grid->widths[i++] + GAP) {
        const char *text = tree_text(cell, "");
        bool right = header ? grid->right[i] : goes_right(text);
        int start = at + (right ? grid->widths[i] - width(text) : 0);

        if (*text == '\0')
            continue;
        fprintf(to, "%*s", start - written, "");
        if (cell->next == NULL && COLUMNS - start >= LEAST_WRAPPED) {
            put_wrapped(text, start, COLUMNS - start, to);
            return;
        }
        put_bytes(text, strlen(text), to);
        written = start + width(text);
    }
    fputc('\n', to);
}

static void put_rows(const struct tree *block, FILE *to)
{
    const struct tree *rows = tree_get(block, "rows");
    const struct tree *header = tree_get(block, "header");
    struct grid grid = {0};

    if (rows == NULL)
        return;
    measure(&grid, rows, header);
    if (header != NULL)
        put_row(&grid, header, true, to);
    for (const struct tree *row = rows->first; row; row = row->next)
        put_row(&grid, row, false, to);
}

/* Whether it understands more than lines. */
static bool is_screen(FILE *to)
{
    const char *kind = getenv("TERM");

    return isatty(fileno(to)) && (kind == NULL || strcmp(kind, "dumb") != 0);
}

void terminal_page(const struct tree *page, FILE *to)
{
    bool bold = is_screen(to) && getenv("NO_COLOR") == NULL;

    if (page == NULL)
        return;
    for (const struct tree *block = page->first; block; block = block->next) {
        const char *title = tree_text(tree_get(block, "title"), NULL);

        if (block != page->first)
            fputc('\n', to);
        if (title != NULL) {
            fputs(bold ? "\033[1m" : "", to);
            put_bytes(title, strlen(title), to);
            fputs(bold ? "\033[0m\n" : "\n", to);
        }
        put_text(tree_get(block, "text"), to);
        put_rows(block, to);
    }
}

double terminal_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void put_remaining(double seconds)
{
    long left = (long)(seconds + 0.5);

    if (left >= 3600)
        fprintf(stderr, "%ld h %02ld min left", left / 3600, left / 60 % 60);
    else if (left >= 60)
        fprintf(stderr, "%ld min %02ld s left", left / 60, left % 60);
    else
        fprintf(stderr, "%ld s left", left);
}

void terminal_progress(struct progress *progress, uint32_t done)
{
    double now = terminal_clock();

    if (done == 0 || now - progress->drawn_at < 0.1 || !is_screen(stderr))
        return;
    progress->drawn_at = now;
    progress->shown = 1;
    fprintf(stderr, "\r\033[K%u of %u replications, ", done, progress->total);
    put_remaining((now - progress->started) * (progress->total - done) / done);
    fflush(stderr);
}

void terminal_progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = 0;
}

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

void terminal_catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = interrupt,
                               .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

int terminal_interrupted(void)
{
    return interrupted;
}
