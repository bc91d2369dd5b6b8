/* kube-proxy's syncs. */
#include "models/cluster/proxy.h"

#include <stddef.h>

/* The first version whose kube-proxy saves no syncs. */
enum { NONE_SAVED = 34 };

static bool read_mode(const struct tree *value, void *into,
                      struct errors *errors)
{
    static const char *const modes[] = {"iptables", "nftables", "ipvs", NULL};

    for (int i = 0; modes[i] != NULL; i++)
        if (tree_is(value, modes[i])) {
            *(enum proxy_mode *)into = (enum proxy_mode)i;
            return true;
        }
    error_at(errors, value->at,
             "a kube-proxy's mode is iptables, nftables or ipvs%s",
             did_you_mean(errors->arena, tree_text(value, ""), modes));
    return false;
}

static const struct parameter_kind of_mode = {"mode", "nftables", read_mode};

#define SETTING(member) offsetof(struct proxy_settings, member)

static const struct parameter parameters[] = {
    {"mode", &of_mode, SETTING(mode), "iptables",
     "iptables, nftables or ipvs: each sends every endpoint the same share"},
    {"min-sync-period", &of_duration, SETTING(min_sync_period), "1s",
     "least time between two syncs of a node (ipvs: none; before 1.34 two "
     "may follow at once after a pause)"},
    {"programming", &of_law, SETTING(programming), "1s",
     "a sync of one node, each draws its own: from its news of an "
     "EndpointSlice to its rules (a choice: 0.5 to 2 s are usual)"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin kube_proxy_plugin = {
    "kube-proxy",
    "sends a Service's connections to its endpoints, on each node", parameters};

static const struct parameter ingress_parameters[] = {
    {"programming", &of_law, offsetof(struct ingress_settings, programming),
     "100ms",
     "a sync: from its news of an EndpointSlice to its own table (a choice)"},
    {"sync-period", &of_duration,
     offsetof(struct ingress_settings, sync_period), "3333ms",
     "least time between two syncs (sync-rate-limit 0.3)"},
    {"next-upstream-tries", &of_count, offsetof(struct ingress_settings, tries),
     "3",
     "endpoints that a request is sent to, in all, until one serves; 0: as "
     "many "
     "as it takes (proxy-next-upstream-tries; an annotation goes before)"},
    {"next-upstream-timeout", &of_duration,
     offsetof(struct ingress_settings, time), "0s",
     "how long after its first try a request may be tried again; 0: without "
     "limit (proxy-next-upstream-timeout; likewise)"},
    {"connect-timeout", &of_duration,
     offsetof(struct ingress_settings, connect), "5s",
     "until an endpoint that does not answer is given up "
     "(proxy-connect-timeout; likewise)"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin ingress_nginx_plugin = {
    "ingress-nginx", "sends requests on, and to the next endpoint if one fails",
    ingress_parameters};

struct pace proxy_pace(const struct proxy_settings *settings, int minor)
{
    return (struct pace){
        .least = settings->mode == PROXY_IPVS ? 0 : settings->min_sync_period,
        .saved = minor < NONE_SAVED ? 2 : 0,
        .rests = true};
}

struct pace ingress_pace(const struct ingress_settings *settings)
{
    return (struct pace){settings->sync_period, 1, false};
}

struct proxy proxy_rested(void)
{
    return (struct proxy){-DAYS(3650), -DAYS(3650), -DAYS(3650)};
}

void proxy_sync(struct proxy *proxy, sim_time heard, const struct pace *pace,
                sim_time takes)
{
    sim_time begin = heard > proxy->ended ? heard : proxy->ended;
    sim_time next = (pace->rests ? proxy->ended : proxy->began) + pace->least;
    bool saved = pace->saved > 0 &&
                 proxy->full - begin <= (pace->saved - 1) * pace->least;

    if (!saved && begin < next)
        begin = next;
    proxy->full = (proxy->full > begin ? proxy->full : begin) + pace->least;
    proxy->began = begin;
    proxy->ended = time_after(begin, takes);
}
