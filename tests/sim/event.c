/* The future event list against a naive one: what is sorted by qsort(). */
#include "sim/event.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

/* An event, and what a naive list knows of it. */
struct owner {
    struct event event;
    sim_time time;
    enum event_rank rank;
    uint64_t key;
    uint64_t order;
    bool pending;
};

struct fuzz {
    struct sim *sim;
    struct stream stream;
    struct owner *owners;
    struct owner **happened;
    uint32_t count;
    uint32_t happenings;
    uint64_t orders;
};

static const struct seed seed = {.seed = 1};

static void happened(struct sim *sim, struct event *event)
{
    struct fuzz *fuzz = sim->model;
    struct owner *owner = EVENT_OWNER(event, struct owner, event);

    CU_ASSERT_FATAL(owner->pending && owner->time == sim->now);
    CU_ASSERT_FATAL(!event_pending(event));
    owner->pending = false;
    fuzz->happened[fuzz->happenings++] = owner;
}

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int in_order(const void *a, const void *b)
{
    const struct owner *one = *(struct owner *const *)a;
    const struct owner *two = *(struct owner *const *)b;

    if (one->time != two->time)
        return one->time < two->time ? -1 : 1;
    if (one->rank != two->rank)
        return compare(one->rank, two->rank);
    if (one->key != two->key)
        return compare(one->key, two->key);
    return compare(one->order, two->order);
}

static void fuzz_open(struct fuzz *fuzz, struct arena *arena, uint32_t count)
{
    *fuzz = (struct fuzz){.sim = sim_open(arena, seed, -1000), .count = count};
    fuzz->sim->model = fuzz;
    stream_open(&fuzz->stream, &seed, count);
    fuzz->owners = ARENA_ARRAY(arena, struct owner, count);
    fuzz->happened = ARENA_ARRAY(arena, struct owner *, count);
    for (uint32_t i = 0; i < count; i++) {
        struct owner *owner = &fuzz->owners[i];

        owner->rank = (enum event_rank)stream_below(&fuzz->stream, 4);
        owner->key = (uint64_t)stream_below(&fuzz->stream, 5) << 40;
        event_prepare(&owner->event, happened, owner->rank, owner->key);
    }
}

/* Schedules, moves or cancels one; times are few, so that many are equal. */
static void disturb(struct fuzz *fuzz)
{
    struct owner *owner =
        &fuzz->owners[stream_below(&fuzz->stream, fuzz->count)];
    uint32_t what = stream_below(&fuzz->stream, 10);

    owner->pending = what < 8;
    if (what == 9) {
        event_schedule(fuzz->sim, &owner->event, NEVER);
    } else if (what == 8) {
        event_cancel(fuzz->sim, &owner->event);
    } else {
        owner->order = fuzz->orders++;
        owner->time =
            fuzz->sim->now + stream_below(&fuzz->stream, fuzz->count / 4 + 2);
        event_schedule(fuzz->sim, &owner->event, owner->time);
    }
}

/* Runs a while, and compares what happened with the sorted list. */
static void check_run(struct fuzz *fuzz, struct owner **expected)
{
    sim_time until =
        fuzz->sim->now + stream_below(&fuzz->stream, fuzz->count / 4 + 2);
    uint32_t count = 0;

    for (uint32_t i = 0; i < fuzz->count; i++) {
        struct owner *owner = &fuzz->owners[i];

        CU_ASSERT_FATAL(event_pending(&owner->event) == owner->pending);
        CU_ASSERT_FATAL(event_time(fuzz->sim, &owner->event) ==
                        (owner->pending ? owner->time : NEVER));
        if (owner->pending && owner->time <= until)
            expected[count++] = owner;
    }
    if (count > 0)
        qsort(expected, count, sizeof(struct owner *), in_order);
    fuzz->happenings = 0;
    sim_run(fuzz->sim, until);
    CU_ASSERT_FATAL(fuzz->sim->now == until);
    CU_ASSERT_FATAL(fuzz->happenings == count);
    for (uint32_t i = 0; i < count; i++)
        CU_ASSERT_FATAL(fuzz->happened[i] == expected[i]);
}

static void fuzz_list(uint32_t count, uint32_t operations)
{
    struct arena arena;
    struct fuzz fuzz;
    struct owner **expected;

    arena_open(&arena);
    fuzz_open(&fuzz, &arena, count);
    expected = ARENA_ARRAY(&arena, struct owner *, count);
    while (operations > 0) {
        uint32_t burst = stream_below(&fuzz.stream, 2 * count + 1);

        for (; burst > 0 && operations > 0; burst--, operations--)
            disturb(&fuzz);
        check_run(&fuzz, expected);
        if (count == 0)
            break;
    }
    arena_close(&arena);
}

static void test_fuzz(void)
{
    static const uint32_t counts[] = {0, 1, 2, 3, 4, 5, 17, 1000, 5000, 100000};
    uint32_t operations = suite_short() ? 20000 : 1000000;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        if (!suite_short() || counts[i] <= 5000)
            fuzz_list(counts[i], operations);
}

/* Whatever happens is the first of all, and disturbs some of them: then the
 * root is a hole, which the first that is scheduled fills. */
static void happened_first(struct sim *sim, struct event *event)
{
    struct fuzz *fuzz = sim->model;
    struct owner *owner = EVENT_OWNER(event, struct owner, event);

    CU_ASSERT_FATAL(owner->pending && owner->time == sim->now);
    for (uint32_t i = 0; i < fuzz->count; i++) {
        const struct owner *other = &fuzz->owners[i];

        CU_ASSERT_FATAL(other == owner || !other->pending ||
                        in_order(&owner, &other) < 0);
    }
    owner->pending = false;
    fuzz->happenings++;
    for (uint32_t i = stream_below(&fuzz->stream, 4); i > 0; i--)
        disturb(fuzz);
}

static void fuzz_actions(uint32_t count, uint32_t happenings)
{
    struct arena arena;
    struct fuzz fuzz;

    arena_open(&arena);
    fuzz_open(&fuzz, &arena, count);
    for (uint32_t i = 0; i < count; i++)
        fuzz.owners[i].event.action = happened_first;
    while (fuzz.happenings < happenings) {
        disturb(&fuzz);
        sim_run(fuzz.sim, fuzz.sim->now + stream_below(&fuzz.stream, 3));
        for (uint32_t i = 0; i < count; i++)
            CU_ASSERT_FATAL(
                event_time(fuzz.sim, &fuzz.owners[i].event) ==
                (fuzz.owners[i].pending ? fuzz.owners[i].time : NEVER));
    }
    arena_close(&arena);
}

static void test_actions(void)
{
    static const uint32_t counts[] = {1, 2, 3, 4, 5, 6, 17, 64};
    uint32_t happenings = suite_short() ? 5000 : 100000;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        fuzz_actions(counts[i], happenings);
}

/* A few events of one world, which note in which order they happened. */
struct notes {
    struct sim *sim;
    struct owner owners[6];
    char text[100];
};

static void note(struct sim *sim, struct event *event)
{
    struct notes *notes = sim->model;
    size_t index =
        (size_t)(EVENT_OWNER(event, struct owner, event) - notes->owners);
    char *end = notes->text + strlen(notes->text);

    *end = (char)('a' + index);
}

static void notes_open(struct notes *notes, struct arena *arena)
{
    *notes = (struct notes){.sim = sim_open(arena, seed, 0)};
    notes->sim->model = notes;
    for (size_t i = 0; i < 6; i++)
        event_prepare(&notes->owners[i].event, note, RANK_DECISION, 0);
}

static void at(struct notes *notes, char name, sim_time time)
{
    event_schedule(notes->sim, &notes->owners[name - 'a'].event, time);
}

static void test_one_instant(void)
{
    struct arena arena;
    struct notes notes;
    struct owner *owners = notes.owners;

    arena_open(&arena);
    notes_open(&notes, &arena);
    event_prepare(&owners[0].event, note, RANK_MEASURE, 0);
    event_prepare(&owners[1].event, note, RANK_TRUTH, UINT64_MAX);
    event_prepare(&owners[2].event, note, RANK_DELIVERY, 0);
    event_prepare(&owners[3].event, note, RANK_TRUTH, 0);
    at(&notes, 'f', 5);
    for (char name = 'a'; name <= 'e'; name++)
        at(&notes, name, 5);
    at(&notes, 'a', 4);
    at(&notes, 'a', 5);
    sim_run(notes.sim, 4);
    CU_ASSERT_STRING_EQUAL(notes.text, "");
    sim_run_before(notes.sim, 5);
    CU_ASSERT_STRING_EQUAL(notes.text, "");
    CU_ASSERT_EQUAL(notes.sim->now, 5);
    sim_run(notes.sim, 5);
    /* d, b: truth by key; c: delivery; f, e: decisions as scheduled; a. */
    CU_ASSERT_STRING_EQUAL(notes.text, "dbcfea");
    CU_ASSERT_EQUAL(notes.sim->events, 6);
    arena_close(&arena);
}

static void test_moving(void)
{
    struct arena arena;
    struct notes notes;

    arena_open(&arena);
    notes_open(&notes, &arena);
    for (char name = 'a'; name <= 'f'; name++)
        at(&notes, name, SECONDS(name - 'a'));
    at(&notes, 'a', SECONDS(9));
    at(&notes, 'f', 0);
    at(&notes, 'c', NEVER);
    event_cancel(notes.sim, &notes.owners['d' - 'a'].event);
    event_cancel(notes.sim, &notes.owners['d' - 'a'].event);
    CU_ASSERT_EQUAL(event_time(notes.sim, &notes.owners[2].event), NEVER);
    CU_ASSERT_FALSE(event_pending(&notes.owners[3].event));
    sim_run(notes.sim, SECONDS(100));
    CU_ASSERT_STRING_EQUAL(notes.text, "fbea");
    CU_ASSERT_EQUAL(notes.sim->now, SECONDS(100));
    arena_close(&arena);
}

/* Runs again three times, then stops the simulation. */
static void again(struct sim *sim, struct event *event)
{
    struct notes *notes = sim->model;

    note(sim, event);
    CU_ASSERT_FALSE(event_pending(event));
    if (strlen(notes->text) == 3)
        sim_stop(sim);
    event_schedule(sim, event, sim->now);
}

static void test_again_and_stop(void)
{
    struct arena arena;
    struct notes notes;

    arena_open(&arena);
    notes_open(&notes, &arena);
    event_prepare(&notes.owners[0].event, again, RANK_TRUTH, 0);
    at(&notes, 'a', 7);
    sim_run(notes.sim, 50);
    CU_ASSERT_STRING_EQUAL(notes.text, "aaa");
    CU_ASSERT_EQUAL(notes.sim->now, 7);
    CU_ASSERT_EQUAL(event_count(notes.sim), 1);
    arena_close(&arena);
}

/* A saved moment replays the same, for events and streams are in the arena. */
static void test_saved_moment(void)
{
    struct arena arena;
    struct notes *notes;
    struct moment moment;

    arena_open(&arena);
    notes = ARENA_NEW(&arena, struct notes);
    notes_open(notes, &arena);
    at(notes, 'a', 1);
    at(notes, 'b', 2);
    at(notes, 'c', 3);
    sim_run(notes->sim, 1);
    moment = arena_save(&arena);
    at(notes, 'c', 1);
    sim_run(notes->sim, 3);
    CU_ASSERT_STRING_EQUAL(notes->text, "acb");
    arena_restore(&arena, &moment);
    moment_release(&moment);
    CU_ASSERT_EQUAL(notes->sim->now, 1);
    sim_run(notes->sim, 3);
    CU_ASSERT_STRING_EQUAL(notes->text, "abc");
    arena_close(&arena);
}

SUITE("sim/event", {"one instant: rank, key, order", test_one_instant},
      {"move and cancel", test_moving}, {"actions that disturb", test_actions},
      {"again and stop", test_again_and_stop},
      {"a saved moment", test_saved_moment},
      {"random operations against a sorted list", test_fuzz})
