/* Nodes and their daemons. */
#include "models/controllers/daemon_post.h"

#include "models/controllers/pod_availability.h"

static const struct pod_status *seen(const struct pod *pod)
{
    return &pod->seen[CONTROLLER_MANAGER];
}

bool daemon_counts(const struct pod *pod)
{
    return seen(pod)->exists && !(seen(pod)->deleted && pod_ended(seen(pod)));
}

static void enlist(struct posts *posts, struct post *post)
{
    enum post_state state = post->state;

    post->next = NULL;
    post->previous = posts->last[state];
    *(post->previous == NULL ? &posts->of[state] : &post->previous->next) =
        post;
    posts->last[state] = post;
    posts->counts[state]++;
}

static void strike(struct posts *posts, struct post *post)
{
    enum post_state state = post->state;

    *(post->previous == NULL ? &posts->of[state] : &post->previous->next) =
        post->next;
    *(post->next == NULL ? &posts->last[state] : &post->next->previous) =
        post->previous;
    posts->counts[state]--;
}

void posts_open(struct posts *posts, struct post *all, struct node *nodes,
                int count)
{
    *posts = (struct posts){.all = all, .count = count};
    for (int i = 0; i < count; i++) {
        all[i].node = &nodes[i];
        enlist(posts, &all[i]);
    }
}

void post_soil(struct posts *posts, struct post *post)
{
    if (post->dirty)
        return;
    post->dirty = true;
    post->next_dirty = posts->dirty;
    posts->dirty = post;
}

struct post *posts_next_dirty(struct posts *posts)
{
    struct post *post = posts->dirty;

    if (post == NULL)
        return NULL;
    posts->dirty = post->next_dirty;
    post->dirty = false;
    return post;
}

void post_join(struct post *post, struct daemon *daemon)
{
    daemon->previous = NULL;
    daemon->next = post->first;
    if (daemon->next != NULL)
        daemon->next->previous = daemon;
    post->first = daemon;
}

void post_leave(struct post *post, struct daemon *daemon)
{
    *(daemon->previous == NULL ? &post->first : &daemon->previous->next) =
        daemon->next;
    if (daemon->next != NULL)
        daemon->next->previous = daemon->previous;
}

/* Finds the pods of both templates that are not being deleted. */
static enum post_state find(struct post *post,
                            const struct pod_template *template)
{
    bool any = false, excess = false;

    post->newer = post->older = NULL;
    for (struct daemon *each = post->first; each != NULL; each = each->next) {
        struct pod *pod = each->replica.pod;
        struct pod **place =
            pod->template == template ? &post->newer : &post->older;

        any = any || daemon_counts(pod);
        if (!seen(pod)->exists || seen(pod)->deleted)
            continue;
        excess = excess || *place != NULL;
        *place = pod;
    }
    return excess             ? POST_EXCESS
           : any              ? POST_LEAVING
           : post->fit.wanted ? POST_VACANT
                              : POST_UNWANTED;
}

void post_judge(struct posts *posts, struct post *post,
                const struct pod_template *template, sim_time least,
                sim_time now)
{
    enum post_state state = find(post, template);
    const struct pod *pod = post->newer != NULL ? post->newer : post->older;
    bool available =
        pod != NULL &&
        pod_available(seen(pod)->ready, pod_ready_since(seen(pod)), least, now);

    if (state == POST_LEAVING && post->newer != NULL && post->older != NULL)
        state = available ? POST_BOTH : POST_BOTH_WAIT;
    else if (state == POST_LEAVING && post->newer != NULL)
        state = available ? POST_NEW : POST_NEW_WAITS;
    else if (state == POST_LEAVING && post->older != NULL)
        state = available ? POST_OLD : POST_OLD_WAITS;
    if (state == post->state)
        return;
    strike(posts, post);
    post->state = state;
    enlist(posts, post);
}

void post_fit(struct posts *posts, struct post *post,
              const struct pod_template *template)
{
    const struct node_status *node = &post->node->seen[CONTROLLER_MANAGER];
    struct daemon_fit fit = {false, false};

    if (node->exists)
        fit = daemon_fits(template, post->node->design, node->taints);
    posts->wanted += fit.wanted - post->fit.wanted;
    post->fit = fit;
}

static bool precedes(const struct pod *a, const struct pod *b)
{
    bool bound = seen(a)->node != NULL;

    if (b == NULL || bound != (seen(b)->node != NULL))
        return b == NULL || bound;
    return a->created_at != b->created_at ? a->created_at < b->created_at
                                          : a->identity < b->identity;
}

struct running post_running(const struct post *post,
                            const struct pod_template *template)
{
    struct running running = {0};

    for (struct daemon *each = post->first; each != NULL; each = each->next) {
        struct pod *pod = each->replica.pod;
        struct pod **place =
            pod->template == template ? &running.newer : &running.older;

        if (!pod_active(seen(pod)))
            continue;
        running.count++;
        running.oldest = precedes(pod, running.oldest) ? pod : running.oldest;
        *place = precedes(pod, *place) ? pod : *place;
    }
    return running;
}
