/* Pods, counted along a timeline. */
#include "tests/groundtruth/head_count.h"

#include <fnmatch.h>
#include <string.h>

#include "sim/failure.h"

enum { MOST_PODS = 512 };

enum state { IS_READY = 1, IS_DELETED = 2, IS_THERE = 4 };

struct heads {
    int count; /* pods that were heard of */
    const char *names[MOST_PODS];
    int states[MOST_PODS];
    int unknown; /* pods from before, that were not heard of yet */
};

static const struct {
    const char *word;
    int mask, wanted;
} kinds[] = {
    {"pods ready", IS_READY | IS_THERE, IS_READY | IS_THERE},
    {"pods available", IS_READY | IS_DELETED | IS_THERE, IS_READY | IS_THERE},
    {"pods active", IS_DELETED | IS_THERE, IS_THERE},
    {"pods there", IS_THERE, IS_THERE}};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static int kind_of(const char *word)
{
    int kind = 0;

    while (kind < KINDS && strcmp(word, kinds[kind].word) != 0)
        kind++;
    return kind;
}

bool head_count_knows(const char *word)
{
    return kind_of(word) < KINDS;
}

/* A pod that is heard of without having been created was there, and ready. */
static int *state_of(struct heads *heads, const char *name, bool created)
{
    int i = 0;

    while (i < heads->count && strcmp(heads->names[i], name) != 0)
        i++;
    if (i < heads->count)
        return &heads->states[i];
    if (i == MOST_PODS)
        machine_failed("more than %d pods", MOST_PODS);
    heads->names[heads->count++] = name;
    heads->states[i] = created ? 0 : IS_READY | IS_THERE;
    heads->unknown -= !created;
    return &heads->states[i];
}

static void hear(struct heads *heads, const struct happening *happening)
{
    static const struct {
        const char *what;
        int set, clear;
    } changes[] = {{"pod.created", IS_THERE, IS_READY | IS_DELETED},
                   {"pod.ready", IS_READY, 0},
                   {"pod.not-ready", 0, IS_READY},
                   {"pod.succeeded", 0, IS_READY},
                   {"pod.failed", 0, IS_READY},
                   {"pod.deleted", IS_DELETED, 0},
                   {"pod.gone", 0, IS_READY | IS_THERE}};

    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        int *state;

        if (strcmp(happening->what, changes[i].what) != 0)
            continue;
        state = state_of(heads, happening->object, i == 0);
        *state = (*state | changes[i].set) & ~changes[i].clear;
    }
}

static int number(const struct heads *heads, int kind)
{
    int count = heads->unknown;

    for (int i = 0; i < heads->count; i++)
        count += (heads->states[i] & kinds[kind].mask) == kinds[kind].wanted;
    return count;
}

bool head_count(const char *word, const char *take, const char *object,
                const struct happenings *happenings, double *value)
{
    struct heads heads = {.unknown = happenings->replicas};
    int kind = kind_of(word), least = happenings->replicas, most = least;
    double lack = 0;

    for (int i = 0; i < happenings->count; i++) {
        const struct happening *each = &happenings->all[i];
        int now;

        if (each->object != NULL &&
            (*object == '\0' || fnmatch(object, each->object, 0) == 0))
            hear(&heads, each);
        now = number(&heads, kind);
        least = now < least ? now : least;
        most = now > most ? now : most;
        if (i + 1 < happenings->count && now < happenings->replicas)
            lack += (happenings->replicas - now) * (each[1].at - each->at);
    }
    *value = strcmp(take, "lack") == 0  ? lack
             : strcmp(take, "min") == 0 ? least
                                        : most;
    return strcmp(take, "lack") == 0 || strcmp(take, "min") == 0 ||
           strcmp(take, "max") == 0;
}
