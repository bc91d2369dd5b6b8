/* The best nodes, against a search that looks at one after the other. */
#include "models/controllers/contest.h"

#include "sim/random.h"
#include "tests/suite.h"

enum { NODES = 200, MOST = 40, ROUNDS = 2000 };

struct round {
    uint8_t worths[NODES + AT_ONCE]; /* some beyond the most */
    int behind[MOST_ZONES];
    struct span spans[2];
};

static int mark_of(const struct contest *contest, const struct round *round,
                   int node)
{
    int mark = round->worths[node] + 1 - round->behind[contest->zones[node]];

    return round->worths[node] > MOST || mark < 0 ? 0 : mark;
}

/* Spans that wrap, as a scheduler's; few zones, or as many as there may be. */
static void draw(struct stream *chance, struct contest *contest,
                 struct round *round)
{
    uint32_t zones = stream_below(chance, 2) == 0 ? 3 : MOST_ZONES;
    int first = (int)stream_below(chance, NODES);

    for (uint32_t i = 0; i < zones; i++)
        round->behind[i] = (int)stream_below(chance, 60);
    for (int i = 0; i < NODES; i++) {
        contest->zones[i] = (uint8_t)stream_below(chance, zones);
        round->worths[i] = (uint8_t)stream_below(chance, MOST + 10);
    }
    round->spans[0].from = first;
    round->spans[0].end =
        first + (int)stream_below(chance, (uint32_t)(NODES - first + 1));
    round->spans[1].from = 0;
    round->spans[1].end = (int)stream_below(chance, (uint32_t)first + 1);
    contest_begin(contest, round->spans);
    for (uint32_t i = 0; i < zones; i++)
        contest_lag(contest, (int)i, round->behind[i]);
}

static void check(struct contest *contest, const struct round *round)
{
    uint8_t mark = contest_judge(contest, round->worths, MOST);
    uint32_t count = 0;
    int best = 0;

    for (int i = 0; i < 2; i++)
        for (int node = round->spans[i].from; node < round->spans[i].end;
             node++) {
            int found = mark_of(contest, round, node);

            best = found > best ? found : best;
        }
    CU_ASSERT_EQUAL_FATAL(mark, best);
    if (mark == 0)
        return;
    for (int i = 0; i < 2; i++)
        for (int node = round->spans[i].from; node < round->spans[i].end;
             node++)
            if (mark_of(contest, round, node) == best)
                CU_ASSERT_EQUAL_FATAL(contest_find(contest, mark, count++),
                                      node);
    CU_ASSERT_EQUAL_FATAL(contest_count(contest, mark), count);
}

static void naive(void)
{
    static const struct seed seed = {1, 0, 0};
    struct stream chance;
    struct round round = {.worths = {0}};
    struct contest contest = {.zones = NULL};
    struct arena arena;

    arena_open(&arena);
    contest_open(&contest, &arena, NODES);
    stream_open(&chance, &seed, identity_of("contest"));
    for (int i = 0; i < ROUNDS; i++) {
        draw(&chance, &contest, &round);
        check(&contest, &round);
    }
    arena_close(&arena);
}

/* One that is given another mark is the best, wherever it is. */
static void marked(void)
{
    const struct span spans[2] = {{30, 50}, {0, 20}};
    const uint8_t worths[50 + AT_ONCE] = {[31] = 7, [3] = 7};
    struct contest contest = {.zones = NULL};
    struct arena arena;

    arena_open(&arena);
    contest_open(&contest, &arena, 50);
    contest_begin(&contest, spans);
    CU_ASSERT_EQUAL(contest_judge(&contest, worths, MOST), 8);
    CU_ASSERT_EQUAL(contest_count(&contest, 8), 2);
    CU_ASSERT_EQUAL(contest_find(&contest, 8, 0), 31);
    CU_ASSERT_EQUAL(contest_find(&contest, 8, 1), 3);
    contest_mark(&contest, 19, 200);
    contest_mark(&contest, 49, 200);
    CU_ASSERT_EQUAL(contest_count(&contest, 200), 2);
    CU_ASSERT_EQUAL(contest_find(&contest, 200, 0), 49);
    CU_ASSERT_EQUAL(contest_find(&contest, 200, 1), 19);
    arena_close(&arena);
}

SUITE("models/contest", {"against a naive one", naive},
      {"another mark", marked})
