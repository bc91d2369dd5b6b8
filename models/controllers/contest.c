/* The best of many nodes. */
#include "models/controllers/contest.h"

#include <assert.h>
#include <string.h>

enum { WORDS = 2 };

_Static_assert(WORDS * sizeof(uint64_t) == AT_ONCE, "a row is two words");

static const uint64_t ones = 0x0101010101010101; /* one in each byte */

void contest_open(struct contest *contest, struct arena *arena, int nodes)
{
    contest->zones = ARENA_ARRAY(arena, uint8_t, nodes + AT_ONCE);
    contest->marks = ARENA_ARRAY(arena, uint8_t, nodes + 2 * AT_ONCE);
    contest->lags = ARENA_ARRAY(arena, struct lag, MOST_ZONES);
}

void contest_begin(struct contest *contest, const struct span spans[2])
{
    memcpy(contest->spans, spans, sizeof(contest->spans));
    contest->lag_count = 0;
}

void contest_lag(struct contest *contest, int zone, int behind)
{
    struct lag *lag = &contest->lags[contest->lag_count];

    assert(behind >= 0 && behind <= UINT8_MAX);
    if (behind == 0)
        return;
    memset(&lag->zone, zone, AT_ONCE);
    memset(&lag->behind, behind, AT_ONCE);
    contest->lag_count++;
}

/* How many rows the marks of a span are. */
static int rows(struct span span)
{
    return (span.end - span.from + AT_ONCE - 1) / AT_ONCE;
}

static inline bytes read(const uint8_t *from)
{
    bytes all;

    memcpy(&all, from, AT_ONCE);
    return all;
}

static inline bytes judge(const struct contest *contest, int node,
                          const uint8_t *worths, bytes most)
{
    bytes worth = read(&worths[node]), zone = read(&contest->zones[node]);
    bytes sum = worth + 1, behind = {0};

    for (int i = 0; i < contest->lag_count; i++)
        behind |=
            (bytes)(zone == contest->lags[i].zone) & contest->lags[i].behind;
    return (bytes)(worth <= most) & (bytes)(sum > behind) & (sum - behind);
}

static inline bytes higher(bytes one, bytes other)
{
    bytes is = (bytes)(one > other);

    return (one & is) | (other & ~is);
}

/* The first so many bytes of a row. */
static bytes first(int count)
{
    static const uint8_t mask[2 * AT_ONCE] = {255, 255, 255, 255, 255, 255,
                                              255, 255, 255, 255, 255, 255,
                                              255, 255, 255, 255};

    return read(&mask[AT_ONCE - count]);
}

uint8_t contest_judge(struct contest *contest, const uint8_t *worths,
                      uint8_t most)
{
    uint8_t *mark = contest->marks, best = 0;
    bytes limit, row, highest = {0};

    memset(&limit, most, AT_ONCE);
    for (int i = 0; i < 2; i++) {
        struct span span = contest->spans[i];

        for (; span.from < span.end; span.from += AT_ONCE, mark += AT_ONCE) {
            int left = span.end - span.from;

            row = judge(contest, span.from, worths, limit);
            if (left < AT_ONCE)
                row &= first(left);
            memcpy(mark, &row, AT_ONCE);
            highest = higher(row, highest);
        }
    }
    for (int i = 0; i < AT_ONCE; i++)
        best = highest[i] > best ? highest[i] : best;
    return best;
}

void contest_mark(struct contest *contest, int node, uint8_t mark)
{
    const struct span *spans = contest->spans;
    bool in_first = node >= spans[0].from && node < spans[0].end;

    contest->marks[in_first ? node - spans[0].from
                            : rows(spans[0]) * AT_ONCE + node - spans[1].from] =
        mark;
}

/* Which of a row have the mark: a one in each byte. */
static inline void find(const uint8_t *row, uint8_t mark, uint64_t found[WORDS])
{
    bytes are = (bytes)(read(row) == mark) & 1;

    memcpy(found, &are, AT_ONCE);
}

static inline uint32_t count(const uint64_t found[WORDS])
{
    return (uint32_t)((found[0] + found[1]) * ones >> 56);
}

uint32_t contest_count(const struct contest *contest, uint8_t mark)
{
    int end = rows(contest->spans[0]) + rows(contest->spans[1]);
    uint32_t sum = 0;

    for (int i = 0; i < end; i++) {
        uint64_t found[WORDS];

        find(&contest->marks[i * AT_ONCE], mark, found);
        sum += count(found);
    }
    return sum;
}

int contest_find(const struct contest *contest, uint8_t mark, uint32_t others)
{
    int place = 0, first_ends = rows(contest->spans[0]) * AT_ONCE;
    uint64_t found[WORDS];

    for (;; place += AT_ONCE) {
        find(&contest->marks[place], mark, found);
        if (others < count(found))
            break;
        others -= count(found);
    }
    for (;; place++)
        if (contest->marks[place] == mark && others-- == 0)
            break;
    return place < first_ends ? contest->spans[0].from + place
                              : contest->spans[1].from + place - first_ends;
}
