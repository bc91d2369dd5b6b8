/* Faults of leaders: due when somebody leads, and of whom they name. */
#include "models/controlplane/control_plane.h"
#include "models/faults/fault.h"
#include "sim/hook.h"
#include "tests/fleet.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#include <string.h>

extern const struct fault_kind fault_leader_crash;
extern const struct fault_kind fault_leader_exit;

enum { COMPONENTS = 2, MOST = 64 };

static const struct election elections[COMPONENTS] = {
    {.name = "one",
     .object = "component/one",
     .replicas = 3,
     .lease_duration = SECONDS(15),
     .renew_deadline = SECONDS(10),
     .retry_period = SECONDS(2),
     .start = {.kind = &law_constant, .a = 2},
     .restart = {.kind = &law_constant, .a = 2}},
    {.name = "other",
     .object = "component/other",
     .releases = true,
     .replicas = 3,
     .lease_duration = SECONDS(15),
     .renew_deadline = SECONDS(10),
     .retry_period = SECONDS(2),
     .start = {.kind = &law_constant, .a = 2},
     .restart = {.kind = &law_constant, .a = 2}}};

/* What was told of the leaders, in order. */
struct story {
    struct sim *sim;
    struct listener listener;
    int count;
    enum leading states[MOST];
    sim_time at[MOST];
    const char *names[MOST];
    const char *victims[MOST]; /* of the incidents that did it */
};

static void changed(void *context, void *subject, struct cause cause)
{
    struct story *story = context;
    const struct leadership *leadership = subject;

    CU_ASSERT_FATAL(story->count < MOST);
    story->states[story->count] = leadership->state;
    story->at[story->count] = story->sim->now;
    story->names[story->count] = leadership->election->name;
    story->victims[story->count++] = incident_of(cause)->victim.object;
}

/* Ten hours of one fault that strikes every hour; the arena is reset. */
static struct story run(struct arena *arena, const struct fault_kind *kind,
                        struct target target)
{
    static struct fault_design design;
    static struct story story;
    struct cluster *cluster;

    arena_reset(arena);
    design = (struct fault_design){.name = "losses",
                                   .kind = kind,
                                   .every = law_from_text(arena, "1h"),
                                   .target = target};
    story = (struct story){.sim = sim_open(arena, (struct seed){1, 0, 0}, 0)};
    cluster = fleet_open(story.sim, 3, 1, 0);
    cluster->control_plane =
        control_plane_open(story.sim, elections, COMPONENTS);
    story.listener = (struct listener){changed, &story, NULL};
    hook_listen(&cluster->control_plane->leadership_changed, &story.listener);
    faults_open(cluster, &design, 1);
    sim_run(story.sim, HOURS(10));
    return story;
}

/* An hour after its controllers worked again it is lost anew. */
static void by_name(void)
{
    struct arena arena;
    struct story story;
    sim_time leads = 0;

    arena_open(&arena);
    story = run(&arena, &fault_leader_crash,
                (struct target){.mode = TARGET_EACH, .only = "one"});
    CU_ASSERT_EQUAL_FATAL(story.count, 3 * 9);
    for (int i = 0; i < story.count; i++) {
        CU_ASSERT_STRING_EQUAL(story.names[i], "one");
        CU_ASSERT_STRING_EQUAL(story.victims[i], "component/one");
        CU_ASSERT_EQUAL(story.states[i], (enum leading)(i % 3));
        if (i % 3 == LEADERLESS)
            CU_ASSERT_EQUAL(story.at[i], leads + HOURS(1));
        leads = story.at[i];
    }
    arena_close(&arena);
}

static void groups(void)
{
    struct arena arena;
    struct story story;

    arena_open(&arena);
    story =
        run(&arena, &fault_leader_crash, (struct target){.mode = TARGET_ALL});
    for (int i = 0; i < 9; i++) {
        CU_ASSERT_EQUAL(story.at[6 * i], HOURS(i + 1));
        CU_ASSERT_EQUAL(story.at[6 * i + 1], HOURS(i + 1));
        CU_ASSERT_STRING_NOT_EQUAL(story.names[6 * i], story.names[6 * i + 1]);
    }
    story =
        run(&arena, &fault_leader_crash, (struct target){.mode = TARGET_ONE});
    CU_ASSERT(story.count >= 3 * 9 && story.count <= 3 * 9 + 1);
    arena_close(&arena);
}

/* Told to exit, one gives up its lease, and the other does not; neither does
 * when it crashes. */
static void exits(void)
{
    static const struct {
        const struct fault_kind *kind;
        const char *only;
        sim_time least, most;
    } cases[] = {
        {&fault_leader_exit, "other", 0, SECONDS(4) + MILLISECONDS(400)},
        {&fault_leader_exit, "one", SECONDS(13), SECONDS(24)},
        {&fault_leader_crash, "other", SECONDS(13), SECONDS(24)}};
    struct arena arena;

    arena_open(&arena);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct story story =
            run(&arena, cases[i].kind,
                (struct target){.mode = TARGET_EACH, .only = cases[i].only});

        CU_ASSERT(story.count >= 3 * 9);
        for (int j = 0; j + 1 < story.count; j += 3) {
            sim_time took = story.at[j + 1] - story.at[j];

            CU_ASSERT(took >= cases[i].least && took <= cases[i].most);
        }
    }
    arena_close(&arena);
}

SUITE("models/leader faults", {"by name", by_name}, {"groups", groups},
      {"exits", exits})
