/*
 * A pod as it really is on a machine (the sandbox of the container runtime
 * interface) and its containers: first the init containers in their order, then
 * the others. It serves while all that go on answer.
 */
#ifndef MODELS_CLUSTER_SANDBOX_H
#define MODELS_CLUSTER_SANDBOX_H

#include "models/api/pod.h"
#include "models/cluster/container.h"

struct kubelet;
struct law;

struct sandbox {
    struct kubelet *kubelet;
    struct pod *pod;
    struct sandbox *next; /* of its kubelet, which has a hundred or so */
    struct event due;     /* the next init container's turn; then, its readiness
                             gates open; it is found gone; once it is stopping,
                             the end of its grace, or, when all containers
                             have ended, of its clean-up */
    struct clock *clocks; /* what may befall it; known to faults alone */
    struct cause cause;   /* of its last change, until it has recovered */
    uint16_t untold;      /* restarts that the API server does not know of */
    uint16_t count;       /* of containers */
    uint16_t inited;      /* init containers that have done their part */
    bool serving : 1;     /* all containers answer, on a machine that is up */
    bool mounted : 1;     /* its volumes are, or it has none */
    bool gates_open : 1;  /* its readiness gates are, or it has none */
    bool gone : 1;        /* its pause container has exited, or was told to:
                             once all have ended, they begin anew */
    bool stopping : 1;    /* it was deleted, evicted, or found gone */
    bool evicted : 1;
    bool over : 1; /* its containers have ended for good, or will by themselves
                    */
    uint32_t delays; /* drawn so far */
    struct container containers[];
};

/* What its kubelet does with it: makes it for a pod and starts it, starts it
 * again after a boot, terminates it and then removes the pod's object. */
struct sandbox *sandbox_make(struct kubelet *kubelet, struct pod *pod,
                             struct cause cause);
void sandbox_start(struct sandbox *sandbox, struct cause cause);
void sandbox_stop(struct sandbox *sandbox, struct cause cause);

/* The same to free what it uses, within a second: the pod has Failed, and its
 * object stays. */
void sandbox_evict(struct sandbox *sandbox, struct cause cause);

/* How long it may take to end, once it is stopping, and how much of that is
 * over. */
sim_time sandbox_grace(const struct sandbox *sandbox);
sim_time sandbox_waited(const struct sandbox *sandbox);

/* What comes of a connection to it: while it does not serve, it is refused if
 * its machine is up, unless a program that hangs takes it. */
enum reply { REPLY_NONE, REPLY_REFUSES, REPLY_SERVES };
enum reply sandbox_reply(const struct sandbox *sandbox);

/* Its machine went down: nothing of it runs any more. */
void sandbox_lose(struct sandbox *sandbox, struct cause cause);

/* Its kubelet ends, and starts again; whether it keeps what its probes found.
 */
void sandbox_abandon(struct sandbox *sandbox);
void sandbox_adopt(struct sandbox *sandbox, bool kept);

/* Its containers are ready: whether its readiness gates are open too. They open
 * some time after that, once, and stay open whatever becomes of its containers:
 * somebody outside has set the conditions, and leaves them.
 * (pkg/kubelet/status/generate.go GeneratePodReadyCondition) */
bool sandbox_gates(struct sandbox *sandbox);

/* It serves, and connections come to it again: its past explains no more. */
void sandbox_recovered(struct sandbox *sandbox);

/* It is gone: its pause container exits. Its containers go on in its network
 * until its kubelet finds it gone and ends them, with the pod's grace; then it
 * is made anew, and all begins again, but for a pod that is never restarted.
 * Until then it tells nothing new of the pod: all this is one look at it.
 * (pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, SyncPod)
 */
void sandbox_exit(struct sandbox *sandbox, struct cause cause);

/* For its containers: whether it serves may have changed; one is started, so
 * that the next may be; one has ended. */
void sandbox_look(struct sandbox *sandbox, struct cause cause);
void sandbox_started(struct sandbox *sandbox,
                     const struct container *container);
void sandbox_ended(struct sandbox *sandbox, struct container *container);

/* None of its containers begins again. */
static inline bool sandbox_ending(const struct sandbox *sandbox)
{
    return sandbox->over || (sandbox->stopping && !sandbox->gone);
}

/* How much memory it uses, in bytes. */
int64_t sandbox_memory(const struct sandbox *sandbox);

/* A delay of that law: the next of the sandbox's own. */
sim_time sandbox_delay(struct sandbox *sandbox, const struct law *law);

#endif
