/* Nodes that DaemonSets are for. */
#include "models/api/daemon.h"

#include <string.h>

#include "models/api/fit.h"

/* Whether a taint of effect NoExecute drives the pod away. */
static bool driven_away(const struct pod_template *template,
                        const struct node_design *node, uint64_t taints)
{
    uint64_t bits = taints_of_effect(node->more_taints, taints, NO_EXECUTE);

    for (int bit = 0; bits >> bit != 0; bit++)
        if ((bits >> bit & 1) != 0 &&
            template_tolerates(template, taint_of(node->more_taints, bit)) ==
                UNTOLERATED)
            return true;
    return false;
}

struct daemon_fit daemon_fits(const struct pod_template *template,
                              const struct node_design *node, uint64_t taints)
{
    struct daemon_fit none = {false, false};

    if (template->node_name != NULL &&
        strcmp(template->node_name, node->name) != 0)
        return none;
    if (!affinity_selects(template, &node->labels, node->name))
        return none;
    if (fit_tolerates(template, node, taints))
        return (struct daemon_fit){true, true};
    return (struct daemon_fit){false, !driven_away(template, node, taints)};
}
