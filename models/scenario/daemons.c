/* How many pods DaemonSets have: one on each node that they are for. */
#include "models/api/daemon.h"
#include "models/scenario/draft.h"

static int count_nodes(const struct scenario *scenario,
                       const struct workload *workload)
{
    int count = 0;

    for (int i = 0; i < scenario->node_count; i++)
        count +=
            !scenario->nodes[i].later &&
            daemon_fits(&workload->template, &scenario->nodes[i], 0).wanted;
    return count;
}

static bool selects(const struct workload *workload,
                    const struct service *service)
{
    const struct pod_template *template = &workload->template;

    for (int i = 0; i < template->service_count; i++)
        if (template->services[i] == service)
            return true;
    return false;
}

void draft_daemons(struct draft *draft)
{
    struct manifests *manifests = &draft->manifests;

    for (int i = 0; i < manifests->workload_count; i++) {
        struct workload *each = &manifests->workloads[i];

        if (each->kind != WORKLOAD_DAEMON_SET)
            continue;
        each->replicas = count_nodes(draft->scenario, each);
        for (int j = 0; j < manifests->service_count; j++)
            if (selects(each, &manifests->services[j]))
                manifests->services[j].desired += each->replicas;
    }
}
