/* Faults: when, whom, how many; streams that do not disturb each other. */
#include "models/faults/fault.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/world.h"
#include "sim/stats.h"
#include "tests/fleet.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

extern const struct fault_kind fault_node_crash;
extern const struct fault_kind fault_rack_outage;
extern const struct fault_kind fault_zone_outage;

enum { MACHINES = 12, ZONES = 3, MOST = 20000 };

/* The incidents of one run. */
struct story {
    int count;
    sim_time starts[MOST];
    sim_time ends[MOST];
    int faults[MOST];
    int machines[MOST];
};

static struct story story, other;

static struct fault_design crashes(struct arena *arena, const char *name,
                                   const char *every, const char *lasts)
{
    return (struct fault_design){.name = name,
                                 .kind = &fault_node_crash,
                                 .every = law_from_text(arena, every),
                                 .lasts = law_from_text(arena, lasts)};
}

/* Lets the ledger remember them all. */
static void begun(void *context, void *subject, struct cause cause)
{
    struct incident *incident = subject;

    (void)context;
    (void)cause;
    incident->recorded = true;
}

static void tell(struct story *into, const struct ledger *ledger)
{
    into->count = 0;
    CU_ASSERT_FATAL(ledger->count <= MOST);
    for (const struct incident *incident = ledger->first; incident != NULL;
         incident = incident->next) {
        int i = into->count++;

        into->starts[i] = incident->start;
        into->ends[i] = incident->end;
        into->faults[i] = incident->fault;
        sscanf(incident->victim.object, "node/machine-%d", &into->machines[i]);
    }
}

static void run(struct story *into, const struct fault_design *designs,
                int count, uint64_t seed, sim_time horizon)
{
    struct arena arena;
    struct sim *sim;
    struct cluster *cluster;
    struct listener listener = {begun, NULL, NULL};

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){seed, 0, 0}, 0);
    cluster = fleet_open(sim, MACHINES, ZONES, 0);
    hook_listen(&cluster->infrastructure->ledger.begun, &listener);
    faults_open(cluster, designs, count);
    sim_run(sim, horizon);
    tell(into, &cluster->infrastructure->ledger);
    arena_close(&arena);
}

/* Machine by machine: well for `every`, broken for `lasts`. */
static void each(void)
{
    struct arena arena;
    struct fault_design design;
    struct tally up = {0}, down = {0};
    sim_time well[MACHINES] = {0};

    arena_open(&arena);
    design = crashes(&arena, "crashes", "{law: exponential, mean: 10h}",
                     "{law: exponential, mean: 1h}");
    run(&story, &design, 1, 1, DAYS(500));
    for (int i = 0; i < story.count; i++) {
        int machine = story.machines[i];

        CU_ASSERT(story.starts[i] >= well[machine]);
        tally_add(&up, time_seconds(story.starts[i] - well[machine]));
        if (story.ends[i] == NEVER)
            continue;
        tally_add(&down, time_seconds(story.ends[i] - story.starts[i]));
        well[machine] = story.ends[i];
    }
    CU_ASSERT_DOUBLE_EQUAL(up.mean / 36000, 1, 4 / sqrt((double)up.count));
    CU_ASSERT_DOUBLE_EQUAL(down.mean / 3600, 1, 4 / sqrt((double)down.count));
    CU_ASSERT(up.count > 10000);
    arena_close(&arena);
}

/* How many begin in each instant, of a fault that strikes every 10 h. */
static void check_group(struct target target, int wanted, int zone)
{
    struct arena arena;
    struct fault_design design;
    bool struck[MACHINES] = {false};
    int kinds = 0;

    arena_open(&arena);
    design = crashes(&arena, "crashes", "10h", "1h");
    design.target = target;
    run(&story, &design, 1, 1, HOURS(1005));
    CU_ASSERT_EQUAL(story.count, 100 * wanted);
    for (int i = 0; i < story.count; i++) {
        CU_ASSERT_EQUAL(story.starts[i], HOURS(10) * (i / wanted + 1));
        CU_ASSERT(zone < 0 || story.machines[i] % ZONES == zone);
        for (int j = i - i % wanted; j < i; j++)
            CU_ASSERT_NOT_EQUAL(story.machines[i], story.machines[j]);
        struck[story.machines[i]] = true;
    }
    for (int i = 0; i < MACHINES; i++)
        kinds += struck[i];
    CU_ASSERT_EQUAL(kinds, zone < 0 ? MACHINES : MACHINES / ZONES);
    arena_close(&arena);
}

static void groups(void)
{
    check_group((struct target){.mode = TARGET_ONE}, 1, -1);
    check_group((struct target){.mode = TARGET_COUNT, .count = 5}, 5, -1);
    check_group((struct target){.mode = TARGET_SHARE, .share = 0.3}, 4, -1);
    check_group((struct target){.mode = TARGET_ALL}, MACHINES, -1);
    check_group((struct target){.mode = TARGET_ALL, .zone = "b"}, 4, 1);
    check_group((struct target){.mode = TARGET_ONE, .zone = "c"}, 1, 2);
}

static void by_name(void)
{
    struct arena arena;
    struct fault_design design;

    arena_open(&arena);
    design = crashes(&arena, "crashes", "10h", "1h");
    design.target.only = "machine-7";
    run(&story, &design, 1, 1, HOURS(999));
    CU_ASSERT_EQUAL(story.count, 90); /* every 11 h, as each is well first */
    for (int i = 0; i < story.count; i++)
        CU_ASSERT_EQUAL(story.machines[i], 7);
    arena_close(&arena);
}

/* What befalls machine 7 in a fault, in order. */
static int of_seven(const struct story *of, int fault, sim_time *starts)
{
    int count = 0;

    for (int i = 0; i < of->count && count < 50; i++)
        if (of->machines[i] == 7 && of->faults[i] == fault)
            starts[count++] = of->starts[i];
    return count;
}

/* A second fault elsewhere, or a place in the list, changes nothing. */
static void streams(void)
{
    struct arena arena;
    struct fault_design designs[2];
    sim_time alone[50], beside[50], seed[50];
    int count;

    arena_open(&arena);
    designs[1] = crashes(&arena, "crashes", "{law: exponential, mean: 10h}",
                         "{law: exponential, mean: 1h}");
    designs[0] = crashes(&arena, "others", "{law: exponential, mean: 5h}",
                         "{law: exponential, mean: 1h}");
    designs[0].target.zone = "a"; /* machine 7 stands in b */
    run(&story, &designs[1], 1, 1, DAYS(100));
    run(&other, designs, 2, 1, DAYS(100));
    count = of_seven(&story, 0, alone);
    CU_ASSERT_EQUAL(count, 50);
    CU_ASSERT_EQUAL(of_seven(&other, 1, beside), count);
    CU_ASSERT_EQUAL(memcmp(alone, beside, sizeof(alone)), 0);
    run(&other, &designs[1], 1, 2, DAYS(100));
    CU_ASSERT_EQUAL(of_seven(&other, 0, seed), count);
    CU_ASSERT_NOT_EQUAL(memcmp(alone, seed, sizeof(alone)), 0);
    arena_close(&arena);
}

/* A machine that two faults broke is up when both are mended. */
static void twice_broken(void)
{
    struct arena arena;
    struct sim *sim;
    struct cluster *cluster;
    struct infrastructure *infrastructure;
    struct machine *machine;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    cluster = fleet_open(sim, MACHINES, ZONES, 0);
    infrastructure = cluster->infrastructure;
    machine = &infrastructure->machines[3];
    machine_break(infrastructure, machine, NO_CAUSE);
    machine_break(infrastructure, machine, NO_CAUSE);
    CU_ASSERT_EQUAL(infrastructure->machines_up, MACHINES - 1);
    machine_mend(infrastructure, machine, NO_CAUSE);
    CU_ASSERT_FALSE(machine_up(machine));
    machine_mend(infrastructure, machine, NO_CAUSE);
    CU_ASSERT_TRUE(machine_up(machine));
    CU_ASSERT_EQUAL(infrastructure->machines_up, MACHINES);
    arena_close(&arena);
}

/* What is told of one machine: when it went down and came up, and why. */
struct diary {
    const struct machine *machine;
    const struct ledger *ledger;
    const struct sim *sim;
    int count;
    sim_time at[8];
    const char *object[8]; /* of the incident that did it */
    struct listener changed;
    struct listener begun;
};

static void note(void *context, void *subject, struct cause cause)
{
    struct diary *diary = context;

    if (subject != diary->machine)
        return;
    CU_ASSERT_FATAL(diary->count < 8);
    diary->at[diary->count] = diary->sim->now;
    diary->object[diary->count++] = incident_of(cause)->victim.object;
}

/* The diary of one machine under some faults; the fleet is in the arena. */
static struct diary *keep(struct arena *arena, int machine,
                          const struct fault_design *designs, int count,
                          sim_time horizon)
{
    struct sim *sim = sim_open(arena, (struct seed){1, 0, 0}, 0);
    struct cluster *cluster = fleet_open(sim, MACHINES, ZONES, 0);
    struct infrastructure *infrastructure = cluster->infrastructure;
    struct diary *diary = ARENA_NEW(arena, struct diary);

    diary->machine = &infrastructure->machines[machine];
    diary->ledger = &infrastructure->ledger;
    diary->sim = sim;
    diary->changed = (struct listener){note, diary, NULL};
    hook_listen(&infrastructure->machine_changed, &diary->changed);
    diary->begun = (struct listener){begun, NULL, NULL};
    hook_listen(&infrastructure->ledger.begun, &diary->begun);
    faults_open(cluster, designs, count);
    sim_run(sim, horizon);
    return diary;
}

/* A rack of zone b ends the well time of its machines, and of no others, for
 * as long as it lasts; each is one incident. */
static void rack_outage(void)
{
    struct arena arena, worlds;
    struct fault_design design;
    struct diary *inside, *beside;

    arena_open(&arena);
    arena_open(&worlds);
    design = crashes(&arena, "racks", "10h", "1h");
    design.kind = &fault_rack_outage;
    design.target.only = "b-1";
    inside = keep(&worlds, 7, &design, 1, HOURS(12)); /* zone b, its third */
    CU_ASSERT_EQUAL(inside->count, 2);
    CU_ASSERT_EQUAL(inside->at[0], HOURS(10));
    CU_ASSERT_EQUAL(inside->at[1], HOURS(11));
    CU_ASSERT_STRING_EQUAL(inside->object[0], "rack/b-1");
    CU_ASSERT_STRING_EQUAL(inside->object[1], "rack/b-1");
    CU_ASSERT_EQUAL(inside->ledger->count, 1);
    arena_reset(&worlds);
    beside = keep(&worlds, 4, &design, 1, HOURS(12)); /* zone b, its second */
    CU_ASSERT_EQUAL(beside->count, 0);
    arena_close(&worlds);
    arena_close(&arena);
}

/* A machine that crashed before its zone's outage, and is mended within it, is
 * up when the zone is, and the other way round. */
static void overlaps(void)
{
    struct arena arena;
    struct fault_design designs[2];
    struct diary *diary;

    arena_open(&arena);
    designs[0] = crashes(&arena, "crashes", "9h", "90m");
    designs[0].target.only = "machine-7";
    designs[1] = crashes(&arena, "zones", "10h", "1h");
    designs[1].kind = &fault_zone_outage;
    designs[1].target.only = "b";
    diary = keep(&arena, 7, designs, 2, HOURS(19));
    CU_ASSERT_EQUAL(diary->count, 2);
    CU_ASSERT_EQUAL(diary->at[0], HOURS(9));
    CU_ASSERT_STRING_EQUAL(diary->object[0], "node/machine-7");
    CU_ASSERT_EQUAL(diary->at[1], HOURS(11));
    CU_ASSERT_STRING_EQUAL(diary->object[1], "zone/b");
    arena_close(&arena);
    arena_open(&arena);
    designs[0] = crashes(&arena, "crashes", "10.5h", "1h");
    designs[0].target.mode = TARGET_COUNT; /* of those that are well */
    designs[0].target.count = MACHINES;
    designs[1].kind = &fault_rack_outage;
    designs[1].target.only = "b-1";
    designs[1].every = law_from_text(&arena, "10h");
    designs[1].lasts = law_from_text(&arena, "1h");
    diary = keep(&arena, 7, designs, 2, HOURS(12));
    CU_ASSERT_EQUAL(diary->count, 2);
    CU_ASSERT_STRING_EQUAL(diary->object[1], "rack/b-1");
    CU_ASSERT_EQUAL(diary->at[1], HOURS(11));
    arena_close(&arena);
}

/* All zones at once, then again while some machines are down. */
static void zones_and_racks(void)
{
    struct arena arena;
    struct fault_design designs[2];
    struct diary *diary;

    arena_open(&arena);
    designs[0] = crashes(&arena, "zones", "10h", "2h");
    designs[0].kind = &fault_zone_outage;
    designs[0].target.mode = TARGET_ALL;
    designs[1] = crashes(&arena, "racks", "11h", "3h");
    designs[1].kind = &fault_rack_outage;
    designs[1].target.mode = TARGET_ALL;
    diary = keep(&arena, 7, designs, 2, HOURS(19));
    CU_ASSERT_EQUAL(diary->ledger->count, ZONES + 2 * ZONES);
    CU_ASSERT_EQUAL(diary->count, 2);
    CU_ASSERT_EQUAL(diary->at[1], HOURS(14));
    CU_ASSERT_STRING_EQUAL(diary->object[0], "zone/b");
    CU_ASSERT_STRING_EQUAL(diary->object[1], "rack/b-1");
    arena_close(&arena);
}

/* What a fault every 4 d holds down for 3 d is never well for 5 d. */
static void check_never(const struct fault_kind *first, const char *outages,
                        const struct fault_kind *second, const char *only)
{
    static const sim_time starts[] = {DAYS(4), DAYS(11), DAYS(18)};
    struct arena arena;
    struct fault_design designs[2];

    arena_open(&arena);
    designs[0] = crashes(&arena, "first", "4d", "3d");
    designs[0].kind = first;
    designs[0].target.only = outages;
    designs[1] = crashes(&arena, "second", "5d", "1h");
    designs[1].kind = second;
    designs[1].target.only = only;
    run(&story, designs, 2, 1, DAYS(20));
    CU_ASSERT_EQUAL_FATAL(story.count, 3);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(story.starts[i], starts[i]);
        CU_ASSERT_EQUAL(story.faults[i], 0);
    }
    arena_close(&arena);
}

/* Well at 0 d, not at 4 d, well again at 7 d: 5 d after that it is due. */
static void check_anew(const struct fault_kind *kind, const char *only)
{
    struct arena arena, worlds;
    struct fault_design design;
    struct listener listener = {begun, NULL, NULL};
    struct sim *sim;
    struct cluster *cluster;
    struct infrastructure *all;
    struct domain *domain;

    arena_open(&arena);
    arena_open(&worlds);
    design = crashes(&arena, "crashes", "5d", "1h");
    design.kind = kind;
    design.target.only = only;
    sim = sim_open(&worlds, (struct seed){1, 0, 0}, 0);
    cluster = fleet_open(sim, MACHINES, ZONES, 0);
    all = cluster->infrastructure;
    faults_open(cluster, &design, 1);
    hook_listen(&all->ledger.begun, &listener);
    domain = kind == &fault_zone_outage ? &all->zones[1] : &all->racks[2];
    sim_run(sim, DAYS(4));
    domain_break(all, domain, NO_CAUSE);
    domain_break(all, domain, NO_CAUSE);
    sim_run(sim, DAYS(5));
    domain_mend(all, domain, NO_CAUSE);
    sim_run(sim, DAYS(7));
    domain_mend(all, domain, NO_CAUSE);
    sim_run(sim, DAYS(13));
    tell(&story, &all->ledger);
    CU_ASSERT_EQUAL(story.count, 1);
    CU_ASSERT_EQUAL(story.starts[0], DAYS(12));
    arena_close(&worlds);
    arena_close(&arena);
}

static void machine_clocks(void)
{
    check_never(&fault_rack_outage, "b-1", &fault_node_crash, "machine-7");
    check_anew(&fault_node_crash, "machine-7");
}

static void rack_clocks(void)
{
    check_never(&fault_rack_outage, "b-1", &fault_rack_outage, "b-1");
    check_anew(&fault_rack_outage, "b-1");
}

static void zone_clocks(void)
{
    check_never(&fault_zone_outage, "b", &fault_zone_outage, "b");
    check_anew(&fault_zone_outage, "b");
}

static const char lone_pod[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
    "  nodes:\n  - {name: worker, count: 1}\n"
    "  faults:\n"
    "  - {name: exits, kind: %s, every: 5d}\n"
    "---\n"
    "apiVersion: v1\nkind: Pod\nmetadata: {name: lone}\n"
    "spec:\n"
    "  tolerations: [{operator: Exists}]\n"
    "  containers: [{name: c, image: x}]\n";

/* A container runs again some seconds after its machine does, at 7 d. */
static void check_lone(const char *kind)
{
    struct arena arena, worlds;
    struct listener listener = {begun, NULL, NULL};
    struct world *world;
    struct infrastructure *all;

    arena_open(&arena);
    arena_open(&worlds);
    world = world_open(
        scenario_from_text(&arena, arena_format(&arena, lone_pod, kind)),
        &worlds, (struct seed){1, 0, 0});
    all = world->cluster.infrastructure;
    hook_listen(&all->ledger.begun, &listener);
    world_break(world);
    sim_run(world->sim, DAYS(4));
    machine_break(all, &all->machines[0], NO_CAUSE);
    sim_run(world->sim, DAYS(7));
    machine_mend(all, &all->machines[0], NO_CAUSE);
    sim_run(world->sim, DAYS(13));
    CU_ASSERT_EQUAL_FATAL(all->ledger.count, 1);
    CU_ASSERT(all->ledger.first->start > DAYS(12));
    CU_ASSERT(all->ledger.first->start < DAYS(12) + SECONDS(10));
    arena_close(&worlds);
    arena_close(&arena);
}

static void container_clocks(void)
{
    check_lone("container-crash");
}

static void pod_clocks(void)
{
    check_lone("sandbox-crash");
}

SUITE("models/fault", {"each", each}, {"groups", groups}, {"by name", by_name},
      {"streams", streams}, {"broken twice", twice_broken},
      {"rack outage", rack_outage}, {"overlaps", overlaps},
      {"zones and racks", zones_and_racks},
      {"machines' clocks", machine_clocks}, {"racks' clocks", rack_clocks},
      {"zones' clocks", zone_clocks}, {"containers' clocks", container_clocks},
      {"pods' clocks", pod_clocks})
