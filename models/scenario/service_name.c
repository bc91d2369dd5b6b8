/* Services that are measured, by the names that people give them. */
#include <string.h>

#include "models/api/manifest.h"
#include "models/scenario/scenario.h"

/* NAME, or NAME.NAMESPACE. */
static bool is_called(const struct service *service, const char *name)
{
    size_t length = strlen(service->name);

    return strncmp(service->name, name, length) == 0 &&
           (name[length] == '\0' ||
            (name[length] == '.' &&
             strcmp(service->namespace, name + length + 1) == 0));
}

/* As kubectl writes it: what stands before the name may be "svc". */
static const char *object_named(struct arena *arena, const char *name)
{
    const char *slash = strchr(name, '/');

    return slash == NULL
               ? NULL
               : arena_format(
                     arena, "%s%s",
                     manifest_kind_word(arena, arena_format(arena, "%.*s",
                                                            (int)(slash - name),
                                                            name)),
                     slash);
}

const struct service *scenario_service(const struct scenario *scenario,
                                       const char *name, struct place at,
                                       struct errors *errors, bool *several)
{
    const char *object = object_named(errors->arena, name);
    const struct service *found = NULL;

    *several = false;
    for (int i = 0; object != NULL && i < scenario->service_count; i++)
        if (strcmp(scenario->services[i].object, object) == 0)
            return &scenario->services[i];
    if (object != NULL && strncmp(object, "service/", 8) != 0)
        return NULL;
    for (int i = 0; i < scenario->service_count; i++) {
        const struct service *each = &scenario->services[i];

        if (!is_called(each, object != NULL ? object + 8 : name))
            continue;
        /* What is there twice was reported as such. */
        if (found != NULL && strcmp(found->object, each->object) != 0) {
            error_at(errors, at, "\"%s\" is in two namespaces: write %s or %s",
                     name, found->object, each->object);
            *several = true;
            return NULL;
        }
        found = each;
    }
    return found;
}

const char *scenario_service_meant(const struct scenario *scenario,
                                   struct arena *arena, const char *name)
{
    const char **names =
        ARENA_ARRAY(arena, const char *, scenario->service_count + 1);
    const char *slash = strchr(name, '/'), *meant;

    for (int i = 0; i < scenario->service_count; i++)
        names[i] = strchr(scenario->services[i].object, '/') + 1;
    meant = did_you_mean(arena, slash != NULL ? slash + 1 : name, names);
    if (*meant == '\0' && scenario->service_count > 0)
        meant = arena_format(arena, " (there is %s%s)", names[0],
                             scenario->service_count > 1 ? ", ..." : "");
    return meant;
}

static bool has_requests(const struct scenario *scenario,
                         const struct service *service)
{
    return demand_expected(&scenario->questions[service->ordinal].demand, 0,
                           scenario->measured.horizon) > 0;
}

const char *scenario_object(const struct scenario *scenario,
                            const char *measure, const char *name,
                            struct place at, struct errors *errors)
{
    bool several;
    const struct service *service =
        scenario_service(scenario, name, at, errors, &several);

    if (service == NULL && !several)
        error_at(errors, at, "no Service \"%s\" is measured%s", name,
                 scenario_service_meant(scenario, errors->arena, name));
    if (service == NULL)
        return NULL;
    if (strcmp(measure, "request_success") == 0 &&
        !has_requests(scenario, service)) {
        error_at(errors, at, "%s has no %s: no requests are offered to it",
                 service->object, measure);
        return NULL;
    }
    return service->object;
}
