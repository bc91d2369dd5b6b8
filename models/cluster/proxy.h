/*
 * When a node's kube-proxy has programmed a change: it begins a sync when it
 * hears of the change, but not before the one at hand is done, nor sooner than
 * its pace lets it; what it hears until then is in the same sync.
 * (pkg/proxy/{iptables,nftables,ipvs}/proxier.go: minSyncPeriod 1 s, of ipvs 0)
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
    int tries;            /* of a request, in all; 0: without limit */
    sim_time time;        /* in which to begin another; 0: without limit */
    sim_time connect;     /* until an endpoint that is silent is given up */
};

extern const struct plugin ingress_nginx_plugin;

/* How often it may sync: whenever one is saved of those that every least time
 * grants, at most so many; else that time after the last one. */
struct pace {
    sim_time least;
    int saved;  /* at most */
    bool rests; /* the time begins with the last one's end, not its begin */
};

/* Of a kube-proxy: at least the time lies between the end of a sync and the
 * begin of the next (pkg/proxy/runner/bounded_frequency_runner.go, 1.34);
 * before 1.34 two are saved (pkg/util/async/bounded_frequency_runner.go, 1.33,
 * with burstSyncs 2). Of an Ingress: begins (client-go:
 * util/flowcontrol/throttle.go, a bucket of one). */
struct pace proxy_pace(const struct proxy_settings *settings, int minor);
struct pace ingress_pace(const struct ingress_settings *settings);

/* Its last sync, or the next one if that waits. */
struct proxy {
    sim_time began;
    sim_time ended;
    sim_time full; /* as many as may be are saved from then on */
};

/* One that has not synced for long. */
struct proxy proxy_rested(void);

/* Whether a change that is heard of now or later needs a sync of its own. */
static inline bool proxy_idle(const struct proxy *proxy, sim_time heard)
{
    return heard > proxy->began;
}

/* Begins one that takes so long; when it is done is in `ended`. */
void proxy_sync(struct proxy *proxy, sim_time heard, const struct pace *pace,
                sim_time takes);

#endif
