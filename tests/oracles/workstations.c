/* The workstation cluster. */
#include "tests/oracles/workstations.h"

#include "tests/oracles/lifetime.h"

struct component {
    struct event failure;
    struct workstation_class_state *class;
    struct component *next; /* that is broken */
};

static void after(struct sim *sim, struct event *event, const struct law *law)
{
    struct workstations *cluster = sim->model;

    event_schedule(sim, event, sim->now + law_delay(law, &cluster->stream));
}

/* The race: each class with something broken calls. */
static void call(struct sim *sim, struct workstations *cluster)
{
    if (event_pending(&cluster->repaired))
        return;
    for (int i = 0; i < CLASSES; i++) {
        struct workstation_class_state *class = &cluster->classes[i];

        if (class->broken != NULL && !event_pending(&class->call))
            after(sim, &class->call, &cluster->calling);
    }
}

static void fail(struct sim *sim, struct event *event)
{
    struct workstations *cluster = sim->model;
    struct component *component = EVENT_OWNER(event, struct component, failure);
    struct workstation_class_state *class = component->class;

    component->next = class->broken;
    class->broken = component;
    class->up--;
    call(sim, cluster);
    cluster->changed(sim, cluster);
}

static void answer(struct sim *sim, struct event *event)
{
    struct workstations *cluster = sim->model;
    struct workstation_class_state *class =
        EVENT_OWNER(event, struct workstation_class_state, call);

    for (int i = 0; i < CLASSES; i++)
        event_cancel(sim, &cluster->classes[i].call);
    cluster->in_repair = (enum workstation_class)(class - cluster->classes);
    after(sim, &cluster->repaired, &class->repair);
}

static void mend(struct sim *sim, struct event *event)
{
    struct workstations *cluster = sim->model;
    struct workstation_class_state *class =
        &cluster->classes[cluster->in_repair];
    struct component *component = class->broken;

    (void)event;
    class->broken = component->next;
    class->up++;
    cluster->repairs++;
    after(sim, &component->failure, &class->life);
    call(sim, cluster);
    cluster->changed(sim, cluster);
}

struct workstations *workstations_open(struct sim *sim, int n, double failure,
                                       double repair)
{
    static const struct {
        double failure, repair;
    } rates[CLASSES] = {[CLASS_LEFT] = {1.0 / 500, 2},
                        [CLASS_RIGHT] = {1.0 / 500, 2},
                        [CLASS_LEFT_SWITCH] = {1.0 / 4000, 0.25},
                        [CLASS_RIGHT_SWITCH] = {1.0 / 4000, 0.25},
                        [CLASS_BACKBONE] = {1.0 / 5000, 0.125}};
    struct workstations *cluster = ARENA_NEW(sim->arena, struct workstations);
    struct component *component =
        ARENA_ARRAY(sim->arena, struct component, 2 * n + 3);

    cluster->n = n;
    cluster->components = component;
    cluster->calling = lifetime_exponential(10);
    stream_open(&cluster->stream, &sim->seed, identity_of("cluster"));
    event_prepare(&cluster->repaired, mend, RANK_TRUTH, 0);
    for (int i = 0; i < CLASSES; i++) {
        struct workstation_class_state *class = &cluster->classes[i];

        class->all = i == CLASS_LEFT || i == CLASS_RIGHT ? n : 1;
        class->life = lifetime_exponential(rates[i].failure * failure);
        class->repair = lifetime_exponential(rates[i].repair * repair);
        event_prepare(&class->call, answer, RANK_TRUTH, (uint64_t)i + 1);
        for (int j = 0; j < class->all; j++, component++) {
            component->class = class;
            event_prepare(&component->failure, fail, RANK_TRUTH,
                          (uint64_t)(component - cluster->components) + 10);
        }
    }
    sim->model = cluster;
    return cluster;
}

void workstations_start(struct sim *sim, struct workstations *cluster)
{
    event_cancel(sim, &cluster->repaired);
    for (int i = 0; i < CLASSES; i++) {
        event_cancel(sim, &cluster->classes[i].call);
        cluster->classes[i].broken = NULL;
        cluster->classes[i].up = cluster->classes[i].all;
    }
    for (int i = 0; i < 2 * cluster->n + 3; i++)
        after(sim, &cluster->components[i].failure,
              &cluster->components[i].class->life);
    cluster->repairs = 0;
}

bool workstations_serve(const struct workstations *cluster, int enough)
{
    const struct workstation_class_state *classes = cluster->classes;
    int left = classes[CLASS_LEFT].up, right = classes[CLASS_RIGHT].up;
    bool left_switch = classes[CLASS_LEFT_SWITCH].up > 0;
    bool right_switch = classes[CLASS_RIGHT_SWITCH].up > 0;

    return (left >= enough && left_switch) ||
           (right >= enough && right_switch) ||
           (left + right >= enough && left_switch && right_switch &&
            classes[CLASS_BACKBONE].up > 0);
}
