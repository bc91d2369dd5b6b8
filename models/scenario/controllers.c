/* Settings of controllers, agents and the network, and who repairs. */
#include "models/scenario/draft.h"

/* Its settings, out of the mapping of that name. */
static void read_one(struct draft *draft, const struct plugin *plugin,
                     void *settings)
{
    const struct tree *mapping =
        tree_get(draft->settings.controllers, plugin->name);
    const char *what =
        arena_format(draft->arena, "controllers.%s", plugin->name);
    struct place at = mapping != NULL ? mapping->at : draft->document->at;

    plugin_read(plugin, mapping, at, NULL, what, settings, draft->errors);
    draft_defaults(draft, plugin, mapping, "chosen, not measured",
                   arena_format(draft->arena, "%s.", plugin->name), true);
}

static void check_names(struct draft *draft, int count)
{
    const char **names = ARENA_ARRAY(draft->arena, const char *, count + 7);

    for (int i = 0; i < count; i++)
        names[i] = controller_list.plugins[i]->name;
    names[count] = kubelet_plugin.name;
    names[count + 1] = kube_proxy_plugin.name;
    names[count + 2] = load_balancer_plugin.name;
    names[count + 3] = ingress_nginx_plugin.name;
    names[count + 4] = metrics_server_plugin.name;
    names[count + 5] = network_part.name;
    tree_check_keys(draft->settings.controllers, names, "controllers", true,
                    draft->errors);
}

/* What a controller's settings demand, given how often nodes are heard of. */
static void check_settings(struct draft *draft)
{
    const struct kubelet_settings *kubelet = &draft->scenario->kubelet;
    sim_time heartbeat =
        kubelet->lease_renewal +
        time_from_seconds(time_seconds(kubelet->lease_renewal) *
                          kubelet->lease_jitter) +
        draft->scenario->network.link;

    for (int i = 0; controller_list.plugins[i] != NULL; i++) {
        const struct controller_kind *kind =
            (const void *)controller_list.plugins[i];
        const struct tree *mapping =
            tree_get(draft->settings.controllers, kind->plugin.name);
        const char *wrong =
            kind->check == NULL
                ? NULL
                : kind->check(draft->scenario->controllers[i], heartbeat);

        if (wrong != NULL)
            error_at(draft->errors,
                     mapping != NULL ? mapping->at : draft->document->at,
                     "controllers.%s: %s", kind->plugin.name, wrong);
    }
}

static void check_metrics_server(struct draft *draft)
{
    const struct scrape_settings *settings = &draft->scenario->metrics_server;
    const struct tree *mapping =
        tree_get(draft->settings.controllers, metrics_server_plugin.name);

    if (settings->window > settings->resolution)
        error_at(draft->errors, tree_get(mapping, "window")->at,
                 "controllers.%s: window is longer than resolution: what was "
                 "used before the last scrape but one is not kept",
                 metrics_server_plugin.name);
}

void draft_controllers(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;
    struct repair_settings repair = {0};
    const struct tree *mending = draft->settings.repair;
    const void **all;
    int count = 0;

    while (controller_list.plugins[count] != NULL)
        count++;
    check_names(draft, count);
    all = ARENA_ARRAY(draft->arena, const void *, count);
    for (int i = 0; i < count; i++) {
        const struct controller_kind *kind =
            (const void *)controller_list.plugins[i];
        void *settings = arena_allocate(draft->arena, kind->settings_size);

        read_one(draft, &kind->plugin, settings);
        all[i] = settings;
    }
    scenario->controllers = all;
    read_one(draft, &kubelet_plugin, &scenario->kubelet);
    read_one(draft, &kube_proxy_plugin, &scenario->balancer.proxy);
    read_one(draft, &load_balancer_plugin, &scenario->balancer.load_balancer);
    read_one(draft, &ingress_nginx_plugin, &scenario->balancer.ingress);
    read_one(draft, &metrics_server_plugin, &scenario->metrics_server);
    check_metrics_server(draft);
    read_one(draft, &network_part, &scenario->network);
    check_settings(draft);
    plugin_read(&repair_part, mending,
                mending != NULL ? mending->at : draft->document->at, NULL,
                "repair", &repair, draft->errors);
    scenario->crews = repair.crews;
}
