/* A load balancer's nodes. */
#include "models/cluster/door.h"

#include "models/cluster/tick.h"

#define SETTING(member) offsetof(struct load_balancer_settings, member)

static const struct parameter parameters[] = {
    {"interval", &of_period, SETTING(interval), "10s",
     "time between two health checks of a node (a choice: 5 to 10 s are "
     "usual)"},
    {"unhealthy", &of_some, SETTING(unhealthy), "2",
     "checks that fail until a node gets no more requests (a choice: 2 or 3 "
     "are usual)"},
    {"healthy", &of_some, SETTING(healthy), "2",
     "checks that succeed until it gets some again (a choice)"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin load_balancer_plugin = {
    "load-balancer", "spreads requests over the nodes that pass its checks",
    parameters};

static void change(struct door *door, bool open, bool works)
{
    struct doors *doors = door->doors;

    doors->heard.changing(doors->heard.context, door, door->cause);
    door->was_open = door->open;
    door->was_lost = door_lost(door);
    door->open = open;
    door->works = works;
    doors->open += open - door->was_open;
    doors->lost += door_lost(door) - door->was_lost;
    if (door_lost(door) && !door->was_lost)
        cause_keep(&door->lost_to, door->cause);
    doors->heard.changed(doors->heard.context, door, door->cause);
    if (!door_lost(door))
        cause_drop(&door->lost_to);
}

static void checked(struct sim *sim, struct event *event)
{
    struct door *door = EVENT_OWNER(event, struct door, checked);

    (void)sim;
    change(door, door->works, door->works);
    cause_drop(&door->cause);
}

void door_set(struct door *door, bool works, struct cause cause)
{
    struct doors *doors = door->doors;
    const struct load_balancer_settings *settings = doors->settings;
    int wanted = works ? settings->healthy : settings->unhealthy;
    sim_time phase =
        time_from_seconds(uniform_at(&doors->sim->seed, door->machine->identity,
                                     identity_of("load-balancer")) *
                          time_seconds(settings->interval));

    if (works == door->works)
        return;
    cause_keep(&door->cause, cause);
    change(door, door->open, works);
    event_schedule(
        doors->sim, &door->checked,
        works == door->open
            ? NEVER
            : tick_at_or_after(doors->sim->now, phase, settings->interval) +
                  (wanted - 1) * settings->interval);
}

void doors_open(struct doors *doors,
                const struct infrastructure *infrastructure,
                const struct load_balancer_settings *settings, const char *name,
                struct door_heard heard)
{
    struct sim *sim = infrastructure->sim;
    int count = infrastructure->machine_count;
    uint64_t identity = identity_of(name);

    *doors = (struct doors){.sim = sim,
                            .settings = settings,
                            .all = ARENA_ARRAY(sim->arena, struct door, count),
                            .count = count,
                            .open = count,
                            .heard = heard};
    for (int i = 0; i < count; i++) {
        struct door *door = &doors->all[i];

        door->doors = doors;
        door->machine = &infrastructure->machines[i];
        door->open = door->works = true;
        event_prepare(&door->checked, checked, RANK_DELIVERY,
                      identity_child(identity, door->machine->identity, 0));
    }
}
