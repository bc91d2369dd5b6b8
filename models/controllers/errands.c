/* The scheduler's calls. */
#include "models/controllers/errands.h"

enum { MARKS_VICTIMS = 26, REMOVES_ALONE = 33 };

static const char by[] = "scheduler";

struct errand {
    struct errands *errands;
    struct pod *pod; /* held */
    struct cause cause;
    struct event carried_out;
    const char *reason; /* that is told; else NULL */
    int calls;          /* still to be made after this one */
    bool removal;
    bool awaited;
};

void errands_open(struct errands *errands, double qps, int burst)
{
    struct component *component = errands->component;

    client_open(&errands->client, &component->api->server, qps, burst,
                &component->network->call, identity_of("scheduler/client"));
    pool_open(&errands->pool, component->sim->arena, sizeof(struct errand));
}

static void end(struct errand *errand)
{
    struct errands *errands = errand->errands;
    bool freed = errand->awaited && --errands->awaited == 0;

    pod_release(errands->component->api, errand->pod);
    cause_drop(&errand->cause);
    pool_give(&errands->pool, errand);
    if (freed)
        errands->freed(errands->context);
}

static void call(struct errand *errand);

static void carried_out(struct sim *sim, struct event *event)
{
    struct errand *errand = EVENT_OWNER(event, struct errand, carried_out);
    struct errands *errands = errand->errands;
    struct api *api = errands->component->api;
    struct pod *pod = errand->pod;

    (void)sim;
    if (errand->calls > 0) {
        call(errand);
        return;
    }
    if (errand->removal) {
        if (pod_active(&pod->status))
            api_delete(api, pod, SPEC_GRACE, by, errand->cause);
    } else if (errand->reason != NULL) {
        if (pod_active(&pod->status) && pod->status.node == NULL)
            api_refuse(api, pod, errand->reason, errand->cause);
    } else if (pod->scheduling.assumed != NULL &&
               !api_bind(api, pod, pod->scheduling.assumed, errand->cause)) {
        errands->unbound(errands->context, pod);
    }
    end(errand);
}

/* When the client's turn has come. */
static void call(struct errand *errand)
{
    struct sim *sim = errand->errands->component->sim;
    sim_time at = client_call(&errand->errands->client);

    errand->calls--;
    if (at > sim->now)
        event_schedule(sim, &errand->carried_out, at);
    else
        carried_out(sim, &errand->carried_out);
}

static void run(struct errands *errands, struct pod *pod, struct cause cause,
                struct errand what)
{
    struct errand *errand = pool_take(&errands->pool);

    *errand = what;
    errand->errands = errands;
    errand->pod = pod;
    cause_keep(&errand->cause, cause);
    pod_hold(pod);
    errands->awaited += what.awaited;
    event_prepare(&errand->carried_out, carried_out, RANK_DECISION,
                  pod->identity);
    call(errand);
}

void errands_bind(struct errands *errands, struct pod *pod, struct cause cause)
{
    run(errands, pod, cause, (struct errand){.calls = 1});
}

void errands_remove(struct errands *errands, struct pod *victim,
                    struct cause cause)
{
    int minor = errands->component->minor;

    run(errands, victim, cause,
        (struct errand){.removal = true,
                        .calls = minor >= MARKS_VICTIMS ? 2 : 1,
                        .awaited = minor < REMOVES_ALONE});
}

void errands_tell(struct errands *errands, struct pod *pod, const char *reason)
{
    run(errands, pod, pod->root,
        (struct errand){.reason = reason, .calls = 1, .awaited = true});
}
