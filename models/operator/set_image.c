/* Another image of a workload's container, as kubectl set image. */
#include "models/operator/action.h"

#include <string.h>

struct settings {
    const char *container;
    const char *image;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, container, of_text, "",
              "the container's name; all of them, if not given"),
    PARAMETER(struct settings, image, of_text, NULL, "its new image"),
    {0}};

static const char *revise(const void *given, struct arena *arena,
                          struct revision *revision)
{
    const struct settings *settings = given;
    const struct pod_template *applied = revision->applied;
    const char **names =
        ARENA_ARRAY(arena, const char *, applied->container_count + 1);
    bool found = settings->container == NULL;

    for (int i = 0; i < applied->container_count; i++) {
        names[i] = applied->containers[i].name;
        if (settings->container == NULL ||
            strcmp(settings->container, names[i]) == 0) {
            revision->images[i] = settings->image;
            found = true;
        }
    }
    return found
               ? NULL
               : arena_format(arena, "has no container \"%s\"%s",
                              settings->container,
                              did_you_mean(arena, settings->container, names));
}

static sim_time act(struct deed *deed)
{
    struct owner *owner = deed_owner(deed);

    if (owner != NULL)
        deed_revise(deed, owner);
    return NEVER;
}

const struct action_kind action_set_image = {
    {"set-image", "gives a workload's container another image", parameters},
    sizeof(struct settings),
    ON(WORKLOAD_DEPLOYMENT) | ON(WORKLOAD_REPLICA_SET) |
        ON(WORKLOAD_REPLICATION_CONTROLLER) | ON(WORKLOAD_STATEFUL_SET) |
        ON(WORKLOAD_DAEMON_SET) | ON(WORKLOAD_CRON_JOB),
    act,
    NULL,
    revise,
    NULL,
    NULL};
