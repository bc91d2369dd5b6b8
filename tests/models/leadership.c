/* Leaders that are lost: when the next one takes over. */
#include "models/controlplane/control_plane.h"

#include <math.h>

#include "sim/stats.h"
#include "tests/suite.h"

enum { LOSSES = 20000, MOST = 8 };

/* As Kubernetes has it, but that nothing takes time beside the lease. */
static const struct election standard = {.name = "c",
                                         .object = "component/c",
                                         .releases = true,
                                         .replicas = 2,
                                         .lease_duration = SECONDS(15),
                                         .renew_deadline = SECONDS(10),
                                         .retry_period = SECONDS(2),
                                         .start = {.kind = &law_constant},
                                         .restart = {.kind = &law_constant}};

/* What is told of a component. */
struct diary {
    struct arena arena;
    struct sim *sim;
    struct control_plane *plane;
    struct listener listener;
    int count;
    enum leading states[MOST];
    sim_time at[MOST];
    struct root *roots[MOST];
};

static void changed(void *context, void *subject, struct cause cause)
{
    struct diary *diary = context;
    const struct leadership *leadership = subject;

    if (diary->count == MOST)
        return;
    diary->states[diary->count] = leadership->state;
    diary->roots[diary->count] = cause.root;
    diary->at[diary->count++] = diary->sim->now;
}

static struct leadership *open(struct diary *diary,
                               const struct election *election)
{
    *diary = (struct diary){.count = 0};
    arena_open(&diary->arena);
    diary->sim = sim_open(&diary->arena, (struct seed){1, 0, 0}, 0);
    diary->plane = control_plane_open(diary->sim, election, 1);
    diary->listener = (struct listener){changed, diary, NULL};
    hook_listen(&diary->plane->leadership_changed, &diary->listener);
    return diary->plane->leaderships;
}

/* How long it takes, over many losses an hour apart. */
static struct tally take_overs(const struct election *election, bool told)
{
    struct diary diary;
    struct leadership *leadership = open(&diary, election);
    struct tally tally = {0};

    for (int i = 0; i < LOSSES; i++) {
        sim_run(diary.sim, HOURS(i + 1));
        CU_ASSERT_EQUAL_FATAL(leadership->state, LEADING);
        diary.count = 0;
        leadership_lose(leadership, told, NO_CAUSE);
        sim_run(diary.sim, HOURS(i + 1) + MINUTES(1));
        CU_ASSERT_EQUAL_FATAL(diary.states[1], TAKEN_OVER);
        tally_add(&tally, time_seconds(diary.at[1] - diary.at[0]));
    }
    arena_close(&diary.arena);
    return tally;
}

/* What is left of a wait, on average: the mean square of 2 to 4.4 s over twice
 * their mean. */
static double left(void)
{
    return (2 * 2 + 2 * 4.4 + 4.4 * 4.4) / 3 / (2 * 3.2);
}

/* One other process, which has looked on for long: 13 to 24 s. It looks first
 * when so much is left after the last renewal, which was a second ago; of the
 * wait that meets the end of the lease nearly as much is left too. */
static void dies(void)
{
    struct election election = standard;
    struct tally tally;

    election.restart.a = 600;
    tally = take_overs(&election, false);
    CU_ASSERT(tally.least >= 13 && tally.least < 13.5);
    CU_ASSERT(tally.most <= 15 + 2 * 4.4 && tally.most > 23);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, 15 - 1 + 2 * left(), 0.1);
    election.releases = false; /* told to exit, it does not give it up */
    tally = take_overs(&election, true);
    CU_ASSERT(tally.least >= 13 && tally.most <= 15 + 2 * 4.4);
}

/* A lease that was given up is taken at the next look. */
static void exits(void)
{
    struct election election = standard;
    struct tally tally;

    election.restart.a = 600;
    tally = take_overs(&election, true);
    CU_ASSERT(tally.least >= 0 && tally.least < 0.1);
    CU_ASSERT(tally.most <= 4.4 && tally.most > 4);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, left(), 4 * 1.1 / sqrt(LOSSES));
}

/* Alone, it must wait for its own lease: from when it runs again. */
static void alone(void)
{
    struct election election = standard;
    struct tally tally;

    election.replicas = 1;
    election.restart.a = 5;
    tally = take_overs(&election, false);
    CU_ASSERT(tally.least >= 5 + 15 && tally.most < 5 + 15 + 4.4);
    tally = take_overs(&election, true);
    CU_ASSERT(tally.least == 5 && tally.most == 5);
}

/* The more look on, the sooner one of them finds the lease over. */
static void several(void)
{
    struct election election = standard;
    struct tally two, five;

    election.restart.a = 600;
    two = take_overs(&election, false);
    election.replicas = 5;
    five = take_overs(&election, false);
    CU_ASSERT(five.least >= 13);
    CU_ASSERT(five.mean < two.mean - 1);
}

/* The lease, then the controllers' start; each state is told of, with what
 * caused the loss. */
static void states(void)
{
    struct election election = standard;
    struct diary diary;
    struct leadership *leadership = open(&diary, &election);
    struct root root = {0};

    election.start.a = 3;
    election.restart.a = 600;
    sim_run(diary.sim, HOURS(1));
    leadership_lose(leadership, false, (struct cause){&root, NULL});
    CU_ASSERT_EQUAL(root.keepers, 1);
    sim_run(diary.sim, HOURS(2));
    CU_ASSERT_EQUAL_FATAL(diary.count, 3);
    CU_ASSERT_EQUAL(diary.states[0], LEADERLESS);
    CU_ASSERT_EQUAL(diary.states[1], TAKEN_OVER);
    CU_ASSERT_EQUAL(diary.states[2], LEADING);
    CU_ASSERT_EQUAL(diary.at[0], HOURS(1));
    CU_ASSERT_EQUAL(diary.at[2], diary.at[1] + SECONDS(3));
    for (int i = 0; i < 3; i++)
        CU_ASSERT_PTR_EQUAL(diary.roots[i], &root);
    CU_ASSERT_EQUAL(root.keepers, 0);
    CU_ASSERT_EQUAL(leadership->leader, 1);
    arena_close(&diary.arena);
}

/* (NewLeaderElector) */
static void checks(void)
{
    struct election election = standard;

    CU_ASSERT_PTR_NULL(election_check(&election));
    election.lease_duration = SECONDS(10);
    CU_ASSERT_PTR_NOT_NULL(election_check(&election));
    election.renew_deadline = SECONDS(2);
    CU_ASSERT_PTR_NOT_NULL(election_check(&election));
    election.renew_deadline = MILLISECONDS(2401);
    CU_ASSERT_PTR_NULL(election_check(&election));
}

SUITE("models/leadership", {"dies", dies}, {"exits", exits}, {"alone", alone},
      {"several", several}, {"states", states}, {"checks", checks})
