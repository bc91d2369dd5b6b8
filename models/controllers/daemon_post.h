/*
 * The nodes as a DaemonSet has them: its pods on each, and what they are in a
 * rollout. Nodes of a kind are in a list, so that a look at a rollout touches
 * only those that it changes; those to be looked at in any case are in another.
 */
#ifndef MODELS_CONTROLLERS_DAEMON_POST_H
#define MODELS_CONTROLLERS_DAEMON_POST_H

#include "models/api/backoff.h"
#include "models/api/daemon.h"
#include "models/controllers/readiness.h"

/* What is kept of a pod of a DaemonSet: pod->own. */
struct daemon {
    struct replica replica;
    struct daemon *next; /* on its post */
    struct daemon *previous;
};

/* By its pods that are not being deleted: of the new template, or the old one;
 * available, or waited for. (findUpdatedPodsOnNode) */
enum post_state {
    POST_UNWANTED, /* none, and it needs none */
    POST_VACANT,   /* none, and it needs one */
    POST_LEAVING,  /* none but such that are being deleted */
    POST_NEW,
    POST_NEW_WAITS,
    POST_OLD,
    POST_OLD_WAITS,
    POST_BOTH, /* the new one is available */
    POST_BOTH_WAIT,
    POST_EXCESS, /* several of one template */
    POST_STATES
};

struct post {
    struct node *node;
    struct daemon *first; /* its pods */
    struct daemon_fit fit;
    enum post_state state;
    struct pod *newer; /* in these states: the one of the new template */
    struct pod *older;
    struct post *next; /* of its state */
    struct post *previous;
    struct post *next_dirty;
    bool dirty;
    struct backoff_entry failed; /* its pods that have */
    struct cause cause;          /* why its last pod went */
};

struct posts {
    struct post *all; /* by the nodes' ordinals */
    int count;
    struct post *of[POST_STATES];
    struct post *last[POST_STATES];
    int counts[POST_STATES];
    int wanted;         /* nodes that should have one */
    struct post *dirty; /* to be looked at */
};

/* Of `count` nodes; `all` is zeroed. */
void posts_open(struct posts *posts, struct post *all, struct node *nodes,
                int count);

/* The post is to be looked at; the next one that is, which is no more, or NULL.
 */
void post_soil(struct posts *posts, struct post *post);
struct post *posts_next_dirty(struct posts *posts);

/* A pod is there, or is gone. */
void post_join(struct post *post, struct daemon *daemon);
void post_leave(struct post *post, struct daemon *daemon);

/* Says anew what the post is like: `template` is the new one, pods are
 * available once ready for `least`. */
void post_judge(struct posts *posts, struct post *post,
                const struct pod_template *template, sim_time least,
                sim_time now);

/* Says anew whether the node should have a pod. */
void post_fit(struct posts *posts, struct post *post,
              const struct pod_template *template);

/* The pods of a post that run, or are to. Of several the oldest, where bound
 * pods come first (podByCreationTimestampAndPhase): of all, of the new template
 * and of others; NULL: none. */
struct running {
    int count;
    struct pod *oldest;
    struct pod *newer;
    struct pod *older;
};

struct running post_running(const struct post *post,
                            const struct pod_template *template);

/* Whether a pod counts: it exists, and has not ended while being deleted. */
bool daemon_counts(const struct pod *pod);

#endif
