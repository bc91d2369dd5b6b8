/* The scheduler's calls. */
#include "models/controllers/errands.h"

enum { MARKS_VICTIMS = 26, REMOVES_ALONE = 33 };

static const char by[] = "scheduler";

struct errand {
    struct errands *errands;
    struct pod *pod; /* held */
    struct cause cause;
    struct request carried_out;
    const char *reason; /* that is told; else NULL */
    int calls;          /* still to be made after this one */
    bool removal;
    bool awaited;
};

void errands_open(struct errands *errands, double qps, int burst)
{
    struct component *component = errands->component;

    component_client(component, &errands->client, qps, burst,
                     identity_of("scheduler/client"));
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

static void carried_out(struct request *request)
{
    struct errand *errand = REQUEST_OWNER(request, struct errand, carried_out);
    struct errands *errands = errand->errands;
    struct api *api = errands->component->api;
    struct pod *pod = errand->pod;

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
    struct client *client = &errand->errands->client;
    sim_time at = client_call(client);

    errand->calls--;
    if (at > client->server->sim->now)
        client_await(client, &errand->carried_out, at);
    else
        carried_out(&errand->carried_out);
}

static void dropped(struct request *request)
{
    struct errand *errand = REQUEST_OWNER(request, struct errand, carried_out);
    struct errands *errands = errand->errands;
    struct pod *pod = errand->pod;

    if (errand->removal)
        pod->scheduling.leaving = false;
    else if (errand->reason != NULL)
        pod->scheduling.told = 0;
    else if (pod->scheduling.assumed != NULL)
        errands->dropped(errands->context, pod);
    end(errand);
}

static void run(struct errands *errands, struct pod *pod, struct cause cause,
                struct errand what)
{
    static const struct request_kind kind = {carried_out, dropped};
    struct errand *errand = pool_take(&errands->pool);

    *errand = what;
    errand->errands = errands;
    errand->pod = pod;
    cause_keep(&errand->cause, cause);
    pod_hold(pod);
    errands->awaited += what.awaited;
    request_prepare(&errand->carried_out, &kind, pod->identity);
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
