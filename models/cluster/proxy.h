/*
 * When a node's kube-proxy has programmed a change: it begins a sync when it
 * hears of the change, but not before the one at hand is done, nor sooner after
 * that one's begin than its least period; what it hears until then is in the
 * same sync. (pkg/proxy/{iptables,nftables,ipvs}/proxier.go: minSyncPeriod 1 s,
 * of ipvs 0)
 */
#ifndef MODELS_CLUSTER_PROXY_H
#define MODELS_CLUSTER_PROXY_H

#include "sim/law.h"

enum proxy_mode { PROXY_IPTABLES, PROXY_NFTABLES, PROXY_IPVS };

struct proxy_settings {
    struct law programming; /* how long a sync takes */
    enum proxy_mode mode;
    sim_time min_sync_period; /* of iptables and nftables */
};

extern const struct plugin kube_proxy_plugin; /* of struct proxy_settings */

/* An Ingress controller reads the EndpointSlices itself.
 * (ingress-nginx: Lua, --sync-rate-limit 0.3) */
struct ingress_settings {
    struct law programming;
    sim_time sync_period; /* at least, between two syncs */
};

extern const struct plugin ingress_nginx_plugin;

/* The least time between the begins of two syncs. */
sim_time proxy_least_period(const struct proxy_settings *settings);

/* Its last sync, or the next one if that waits. */
struct proxy {
    sim_time began;
    sim_time ended;
};

/* Whether a change that is heard of now or later needs a sync of its own. */
static inline bool proxy_idle(const struct proxy *proxy, sim_time heard)
{
    return heard > proxy->began;
}

/* Begins one that takes so long; when it is done is in `ended`. */
void proxy_sync(struct proxy *proxy, sim_time heard, sim_time least,
                sim_time takes);

#endif
