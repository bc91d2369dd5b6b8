/* Volumes on nodes. */
#include "models/cluster/mount.h"

#include "models/cluster/kubelet.h"
#include "models/cluster/tick.h"

/* Of a volume that pods have used; in the arena. */
struct mount {
    struct kubelets *kubelets;
    struct volume *volume;
    struct node *attached; /* as the kubelets have heard */
    struct node *user;     /* the node whose pods use it */
    int users;             /* so many sandboxes */
    struct event released; /* the Node's status tells that none does */
};

static void released(struct sim *sim, struct event *event)
{
    struct mount *mount = EVENT_OWNER(event, struct mount, released);

    (void)sim;
    if (mount->users == 0 && mount->volume->state.attached == mount->user)
        api_use(mount->kubelets->api, mount->volume, false);
}

static struct mount *mount_of(struct kubelets *kubelets, struct volume *volume)
{
    struct mount *mount = volume->mount;

    if (mount != NULL)
        return mount;
    mount = volume->mount = ARENA_NEW(kubelets->sim->arena, struct mount);
    mount->kubelets = kubelets;
    mount->volume = volume;
    event_prepare(&mount->released, released, RANK_TRUTH,
                  identity_child(volume->identity, 2, 0));
    return mount;
}

static struct mount *mount_at(struct sandbox *sandbox, int i)
{
    struct kubelets *kubelets = sandbox->kubelet->all;

    if (!sandbox->pod->template->claims[i].design->attached)
        return NULL;
    return mount_of(kubelets, api_volume(kubelets->api, sandbox->pod, i));
}

static bool all_attached(struct sandbox *sandbox)
{
    for (int i = 0; i < sandbox->pod->template->claim_count; i++) {
        const struct mount *mount = mount_at(sandbox, i);

        if (mount != NULL && mount->attached != sandbox->kubelet->node)
            return false;
    }
    return true;
}

static void use(struct sandbox *sandbox)
{
    struct kubelets *kubelets = sandbox->kubelet->all;

    for (int i = 0; i < sandbox->pod->template->claim_count; i++) {
        struct mount *mount = mount_at(sandbox, i);

        if (mount == NULL)
            continue;
        if (mount->user != sandbox->kubelet->node)
            mount->users = 0;
        mount->user = sandbox->kubelet->node;
        mount->users++;
        event_cancel(kubelets->sim, &mount->released);
        api_use(kubelets->api, mount->volume, true);
    }
    sandbox->mounted = true;
}

/* After a boot, while which a volume was taken from its node. */
static void leave(struct sandbox *sandbox)
{
    for (int i = 0; i < sandbox->pod->template->claim_count; i++) {
        struct mount *mount = mount_at(sandbox, i);

        if (mount != NULL && mount->user == sandbox->kubelet->node)
            mount->users--;
    }
    sandbox->mounted = false;
}

bool mounts_ready(struct sandbox *sandbox)
{
    bool attached;

    if (sandbox->pod->template->claim_count == 0)
        return true;
    attached = all_attached(sandbox);
    if (attached && !sandbox->mounted)
        use(sandbox);
    else if (!attached && sandbox->mounted)
        leave(sandbox);
    return attached;
}

void mounts_release(struct sandbox *sandbox)
{
    const struct kubelet *kubelet = sandbox->kubelet;
    struct sim *sim = kubelet->all->sim;

    for (int i = 0; sandbox->mounted && i < sandbox->pod->template->claim_count;
         i++) {
        struct mount *mount = mount_at(sandbox, i);

        if (mount == NULL || mount->user != kubelet->node || --mount->users > 0)
            continue;
        event_schedule(sim, &mount->released,
                       tick_after(sim->now, kubelet->status_phase,
                                  kubelet->all->settings->status_period));
    }
}

static bool claims(struct sandbox *sandbox, const struct mount *mount)
{
    for (int i = 0; i < sandbox->pod->template->claim_count; i++)
        if (mount_at(sandbox, i) == mount)
            return true;
    return false;
}

/* The pods of a node that wait for a volume are started when they have it. */
static void read_volume(void *context, const struct change *change)
{
    struct kubelets *kubelets = context;
    struct mount *mount = mount_of(kubelets, change->object);
    struct kubelet *kubelet;

    if (mount->attached == change->volume.attached)
        return;
    mount->attached = change->volume.attached;
    if (mount->attached == NULL)
        return;
    kubelet = &kubelets->all[mount->attached->ordinal];
    if (!kubelet->running)
        return;
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        if (!each->mounted && !each->stopping && !each->over &&
            claims(each, mount) && all_attached(each))
            sandbox_start(each, each->cause);
}

void mounts_open(struct kubelets *kubelets, const struct law *watch_delay)
{
    log_watch(&kubelets->api->volume_log, &kubelets->volumes, ALL_CHANGES,
              watch_delay, read_volume, kubelets, identity_of("mounts"));
}
