/*
 * What happens in a world, as a test hears it: every write of the API and every
 * machine that goes down or comes up, in order. It lives outside the arena, so
 * that it survives arena_restore().
 */
#ifndef TESTS_JOURNAL_H
#define TESTS_JOURNAL_H

#include "models/world.h"

enum { MACHINE_DOWN = 100, MACHINE_UP }; /* beside enum change_kind */

struct entry {
    sim_time at;
    int kind;
    uint64_t object; /* its identity */
};

struct journal {
    struct entry *entries;
    size_t count;
    size_t capacity;
};

/* Begins to listen; release with journal_close(). */
void journal_open(struct journal *journal, struct world *world);
void journal_close(struct journal *journal);

/* Whether two journals tell the same; prints the first difference. */
bool journal_same(const struct journal *a, const struct journal *b);

/* Of the entries from one on. */
uint64_t journal_hash(const struct journal *journal, size_t from);

#endif
