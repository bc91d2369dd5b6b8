/*
 * A page for people, as it is made: blocks of lines (see sim/io/terminal.h),
 * and numbers as people read them. All texts live in the arena.
 */
#ifndef MODELS_ANSWER_PAGE_H
#define MODELS_ANSWER_PAGE_H

#include "models/answer/answer.h"

struct page {
    const struct answer *answer;
    struct arena *arena;
    struct tree *blocks;
    struct tree *lines; /* of the present block's text */
};

/* Begins a block; the lines that follow are in it. */
void page_block(struct page *page, const char *title);

/* A line with a label, which may be "", or without. */
void page_line(struct page *page, const char *label, const char *text);
void page_item(struct page *page, const char *text);

/* "service/web" as "web"; the table of many Services. */
const char *page_service(const struct service_answer *service);
void page_services(struct page *page);

/* Decimals of a percentage that show an interval's width, or what it lacks. */
int page_decimals(const struct interval *interval);

/* "99.9981 % OF (95 %: 99.9980 to 99.9982)"; with two decimals for CPU. */
const char *page_percent(struct page *page, const struct interval *interval,
                         const char *of);
const char *page_cpu(struct page *page, const struct interval *interval,
                     const char *of);

/* "3.3 h"; three digits, or all of a greater number. */
const char *page_duration(struct page *page, double seconds);
const char *page_number(struct page *page, double value);

#endif
