/* How the control plane's components run: so that one process leads. */
#include "models/scenario/draft.h"

/* By enum reader. The scheduler gives up its lease when it exits; the
 * controller manager does not. (cmd/kube-scheduler/app/server.go,
 * cmd/kube-controller-manager/app/controllermanager.go, 1.36) */
static const struct election components[READERS] = {
    [CONTROLLER_MANAGER] =
        {.name = "kube-controller-manager",
         .object = "component/kube-controller-manager",
         .setting = "controlPlane.kube-controller-manager.leaseDuration"},
    [SCHEDULER] = {.name = "kube-scheduler",
                   .object = "component/kube-scheduler",
                   .setting = "controlPlane.kube-scheduler.leaseDuration",
                   .releases = true}};

/* What was chosen matters where a leader may be lost. */
void draft_control_plane_assumed(struct draft *draft)
{
    const struct scenario *scenario = draft->scenario;
    bool lost = false;

    for (int i = 0; i < scenario->fault_count; i++)
        lost |= scenario->faults[i].kind->befalls == BEFALLS_COMPONENTS;
    for (int i = 0; i < READERS && lost; i++)
        draft_defaults(
            draft, &control_plane_part,
            tree_get(draft->settings.control_plane, components[i].name),
            "chosen, not measured",
            arena_format(draft->arena, "%s.", components[i].name), true);
}

void draft_control_plane(struct draft *draft)
{
    const struct tree *all = draft->settings.control_plane;
    const char *names[READERS + 1] = {NULL};

    for (int i = 0; i < READERS; i++) {
        struct election *election = &draft->scenario->elections[i];
        const struct tree *mapping = tree_get(all, components[i].name);
        struct place at = mapping != NULL ? mapping->at : draft->document->at;
        const char *what =
            arena_format(draft->arena, "controlPlane.%s", components[i].name);

        *election = components[i];
        names[i] = election->name;
        if (plugin_read(&control_plane_part, mapping, at, NULL, what, election,
                        draft->errors) &&
            election_check(election) != NULL)
            error_at(draft->errors, at, "%s: %s", what,
                     election_check(election));
    }
    tree_check_keys(all, names, "controlPlane", true, draft->errors);
}
