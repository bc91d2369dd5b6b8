/*
 * Pages on the terminal. A page is a tree:
 *
 *   a sequence of blocks, each a mapping with
 *     title: text            a heading (optional)
 *     text: a line, or several in a sequence (optional), wrapped at 80 columns
 *     rows: a sequence of rows, each a sequence of cells (optional); columns
 *           are aligned, cells that start with a digit, sign or ~ to the right
 *     header: a sequence of column titles (optional)
 */
#ifndef SIM_IO_TERMINAL_H
#define SIM_IO_TERMINAL_H

#include <stdint.h>
#include <stdio.h>

#include "sim/tree.h"

/* Headings are bold if `to` is a terminal, not a dumb one, and NO_COLOR is not
 * set. */
void terminal_page(const struct tree *page, FILE *to);

/* Progress with an ETA on stderr, when that is such a terminal, else none;
 * redrawn at most ten times a second; terminal_progress_end() wipes it. */
struct progress {
    uint32_t total;
    double started;  /* wall clock, seconds */
    double drawn_at; /* likewise */
    int shown;
};

void terminal_progress(struct progress *progress, uint32_t done);
void terminal_progress_end(struct progress *progress);

/* Ctrl-C: after terminal_catch_interrupt(), terminal_interrupted() tells
 * whether it was pressed; a second one ends the program at once. */
void terminal_catch_interrupt(void);
int terminal_interrupted(void);

/* Wall-clock seconds, monotonic. */
double terminal_clock(void);

#endif
