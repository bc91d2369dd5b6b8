/*
 * A node without pods, as kubectl drain: it is cordoned, then all of its pods
 * are evicted at the same time, each again and again while a budget forbids it,
 * and then awaited. Where a pod may not be evicted, none is, and the node stays
 * cordoned. Several nodes are drained one after the other.
 * (k8s.io/kubectl/pkg/drain/{drain,filters}.go, 1.36)
 */
#include "models/api/eviction.h"
#include "models/operator/action.h"

struct settings {
    bool ignore_daemonsets;
    bool delete_empty_dir_data;
    bool force;
    bool disable_eviction;
    struct grace grace;
    sim_time timeout;
};

#define SETTING(member) offsetof(struct settings, member)

static const struct parameter parameters[] = {
    {"ignore-daemonsets", &of_flag, SETTING(ignore_daemonsets), "false",
     "leaves DaemonSets' pods alone; else they keep the node from being "
     "drained"},
    {"delete-emptydir-data", &of_flag, SETTING(delete_empty_dir_data), "false",
     "evicts pods with an emptyDir too; else they keep the node from being "
     "drained"},
    {"force", &of_flag, SETTING(force), "false",
     "evicts pods that nobody will replace; else they keep the node from "
     "being drained"},
    {"disable-eviction", &of_flag, SETTING(disable_eviction), "false",
     "deletes pods instead, whatever their budgets say"},
    {"grace-period", &of_grace, SETTING(grace), "",
     "how long a pod may take to end; as its template says, if not given"},
    {"timeout", &of_duration, SETTING(timeout), "0s",
     "gives up after so long; 0: never"},
    {0}};

static const sim_time after_refusal = SECONDS(5), between_looks = SECONDS(1);

enum step { CORDON, EVICT };
enum errand_step { ASK, AWAIT };

static const struct settings *settings_of(const struct deed *deed)
{
    return deed_design(deed)->settings;
}

/* What has ended may go, whosever it is. */
static bool is_daemon(const struct pod *pod)
{
    return pod->owner != NULL && pod->owner->kind == WORKLOAD_DAEMON_SET &&
           !pod_ended(&pod->status);
}

/* Whether the pod keeps the node from being drained. */
static bool is_obstacle(const struct settings *settings, const struct pod *pod)
{
    if (is_daemon(pod))
        return !settings->ignore_daemonsets;
    if (pod_ended(&pod->status))
        return false;
    return (pod->template->empty_dir && !settings->delete_empty_dir_data) ||
           (pod->owner == NULL && !settings->force);
}

static bool has_obstacle(const struct deed *deed)
{
    for (const struct pod *each = deed->node->pods; each != NULL;
         each = each->next_on_node)
        if (is_obstacle(settings_of(deed), each))
            return true;
    return false;
}

static sim_time act(struct deed *deed)
{
    if (deed->step == CORDON) {
        api_set_taints(deed_api(deed), deed->node, TAINT_UNSCHEDULABLE, 0,
                       deed->cause);
        deed->step = EVICT;
    }
    if (!deed_leads(deed))
        return IN_ITS_TURN;
    deed->since = deed_api(deed)->sim->now;
    if (!has_obstacle(deed))
        for (struct pod *each = deed->node->pods; each != NULL;
             each = each->next_on_node)
            if (!is_daemon(each))
                deed_send(deed, each);
    return NEVER;
}

/* Whether the pod is going, or gone; false: asked again. */
static enum eviction evict(const struct errand *errand)
{
    const struct deed *deed = errand->deed;
    const struct settings *settings = settings_of(deed);
    sim_time grace =
        settings->grace.given ? settings->grace.length : SPEC_GRACE;

    if (!settings->disable_eviction)
        return eviction_ask(deed_api(deed), errand->pod, grace,
                            deed_design(deed)->name, deed->cause);
    if (errand->pod->status.exists && !errand->pod->status.deleted)
        api_delete(deed_api(deed), errand->pod, grace, deed_design(deed)->name,
                   deed->cause);
    return EVICTION_MADE;
}

/* No later than the timeout; NEVER when that is over. */
static sim_time within_timeout(const struct deed *deed, sim_time delay)
{
    sim_time timeout = settings_of(deed)->timeout;
    sim_time left = deed->since + timeout - deed_api(deed)->sim->now;

    if (timeout == 0)
        return delay;
    return left > delay ? delay : NEVER;
}

static sim_time run(struct errand *errand)
{
    if (errand->step == ASK) {
        switch (evict(errand)) {
        case EVICTION_REFUSED:
            return within_timeout(errand->deed, after_refusal);
        case EVICTION_FAILED:
            return NEVER;
        case EVICTION_MADE:
            errand->step = AWAIT;
        }
    }
    if (!errand->pod->status.exists)
        return NEVER;
    return within_timeout(errand->deed, between_looks);
}

const struct action_kind action_drain = {
    {"drain", "cordons a node and evicts its pods, as their budgets allow",
     parameters},
    sizeof(struct settings),
    ON_NODES,
    act,
    run,
    NULL,
    NULL,
    NULL};
