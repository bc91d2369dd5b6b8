/* Every plug-in there is keeps the rules of its trade. */
#include "models/registry.h"

#include <stdio.h>
#include <string.h>

#include "models/scenario/parts.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const struct plugin_list *const lists[] = {
    &controller_list, &fault_list, &demand_list, &measure_list, &law_list};

static const struct plugin *const single[] = {
    &kubelet_plugin, &kube_proxy_plugin, &load_balancer_plugin,
    &ingress_nginx_plugin, &metrics_server_plugin};

enum { LISTS = sizeof(lists) / sizeof(*lists), SETTINGS = 4096 };

static bool is_kebab(const char *name)
{
    size_t length = strlen(name);

    return length > 0 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
           name[0] != '-' && name[length - 1] != '-' &&
           strstr(name, "--") == NULL;
}

/* Whether the default is a value of its kind. */
static bool parses(const struct parameter *parameter)
{
    char settings[SETTINGS];
    struct arena arena;
    struct errors errors = {.arena = &arena};
    bool good;

    arena_open(&arena);
    good = parameter->kind->read(tree_from_text(&arena, parameter->standard),
                                 settings, &errors);
    arena_close(&arena);
    return good && errors.mistakes == 0;
}

static bool keeps_rules(const struct plugin *plugin)
{
    if (!is_kebab(plugin->name) || plugin->summary == NULL ||
        *plugin->summary == '\0' || strchr(plugin->summary, '\n') != NULL ||
        plugin->parameters == NULL)
        return false;
    for (const struct parameter *each = plugin->parameters; each->name != NULL;
         each++) {
        if (!is_kebab(each->name) || each->meaning == NULL ||
            *each->meaning == '\0' || each->offset >= SETTINGS)
            return false;
        if (each->standard != NULL && *each->standard != '\0' && !parses(each))
            return false;
        for (const struct parameter *other = plugin->parameters; other != each;
             other++)
            if (strcmp(other->name, each->name) == 0)
                return false;
    }
    return true;
}

static void check(const struct plugin *plugin)
{
    bool good = keeps_rules(plugin);

    if (!good)
        printf("%s ", plugin->name);
    CU_ASSERT_TRUE(good);
}

static void rules(void)
{
    for (int i = 0; i < LISTS; i++) {
        CU_ASSERT_PTR_NOT_NULL(lists[i]->plugins[0]);
        for (int j = 0; lists[i]->plugins[j] != NULL; j++)
            check(lists[i]->plugins[j]);
    }
    for (size_t i = 0; i < sizeof(single) / sizeof(*single); i++)
        check(single[i]);
}

static void unique(void)
{
    for (int i = 0; i < LISTS; i++)
        for (int j = 0; lists[i]->plugins[j] != NULL; j++)
            for (int k = 0; k < j; k++)
                CU_ASSERT_STRING_NOT_EQUAL(lists[i]->plugins[j]->name,
                                           lists[i]->plugins[k]->name);
}

static size_t settings_end(const struct plugin *plugin)
{
    size_t end = 0;

    for (const struct parameter *each = plugin->parameters; each->name != NULL;
         each++)
        end = each->offset >= end ? each->offset + 1 : end;
    return end;
}

/* Parameters lie within the settings, and what must be there is. */
static void complete(void)
{
    for (int i = 0; controller_list.plugins[i] != NULL; i++) {
        const struct controller_kind *kind =
            (const void *)controller_list.plugins[i];

        CU_ASSERT(settings_end(&kind->plugin) <= kind->settings_size);
        CU_ASSERT_PTR_NOT_NULL(kind->start);
        CU_ASSERT(kind->process < READERS);
    }
    for (int i = 0; demand_list.plugins[i] != NULL; i++) {
        const struct demand_kind *kind = (const void *)demand_list.plugins[i];

        CU_ASSERT(settings_end(&kind->plugin) <= kind->settings_size);
        CU_ASSERT_EQUAL(kind->state_size > 0, kind->open != NULL);
        CU_ASSERT_EQUAL(kind->state_size > 0, kind->until != NULL);
        CU_ASSERT_EQUAL(kind->state_size > 0, kind->turn != NULL);
        CU_ASSERT_EQUAL(kind->state_size > 0, kind->mean != NULL);
    }
    for (int i = 0; fault_list.plugins[i] != NULL; i++) {
        const struct fault_kind *kind = (const void *)fault_list.plugins[i];

        CU_ASSERT_PTR_NOT_NULL(kind->begin);
        CU_ASSERT_EQUAL(kind->lasting, kind->end != NULL);
    }
}

SUITE("models/registry", {"rules", rules}, {"names are unique", unique},
      {"complete", complete})
