/* Laws, demands and scenarios from texts. */
#include "tests/scenario_text.h"

#include <string.h>

#include "models/registry.h"
#include "sim/columns.h"
#include "sim/failure.h"
#include "sim/io/csv.h"
#include "sim/io/yaml.h"

const char web_manifests[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: 3\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec: {containers: [{name: web, image: nginx}]}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{port: 80}]}\n";

static const char table[] = "t,value\n"
                            "0s,100/s\n"
                            "20m,260/s\n"
                            "3h,50/s\n"
                            "5h,100/s\n"
                            "6h,0/s\n";

/* Whatever file is named. */
static const struct columns *read_table(const char *path,
                                        const struct columns_form *form,
                                        struct place named_at,
                                        struct errors *errors)
{
    (void)named_at;
    return csv_read(errors->arena, form, path, table, strlen(table), errors);
}

static struct errors no_errors(struct arena *arena)
{
    return (struct errors){.arena = arena, .columns = {read_table, NULL}};
}

static struct tree *read_text(struct arena *arena, const char *text,
                              struct errors *errors)
{
    return yaml_read(arena, "test", text, strlen(text), errors);
}

static void no_mistakes(const struct errors *errors)
{
    if (errors->mistakes == 0)
        return;
    errors_print(errors, stderr);
    machine_failed("a text of a test has mistakes");
}

struct tree *tree_from_text(struct arena *arena, const char *text)
{
    struct errors errors = {.arena = arena};
    struct tree *documents = read_text(arena, text, &errors);

    no_mistakes(&errors);
    return documents->first;
}

struct law law_from_text(struct arena *arena, const char *text)
{
    struct errors errors = {.arena = arena};
    struct tree *tree = tree_from_text(arena, text);
    struct law law = {.kind = NULL};

    law_read(tree, &law, &errors);
    no_mistakes(&errors);
    return law;
}

struct demand demand_from_text(struct arena *arena, const char *kind,
                               const char *text)
{
    struct errors errors = no_errors(arena);
    const struct plugin *plugin =
        plugin_find(&demand_list, tree_scalar(arena, kind), &errors);
    struct demand demand;

    no_mistakes(&errors);
    demand_read(&demand, (const void *)plugin, tree_from_text(arena, text),
                NULL, "demand", &errors);
    no_mistakes(&errors);
    return demand;
}

const struct scenario *scenario_asked(struct question *question,
                                      const char *text)
{
    struct errors errors = no_errors(question->arena);
    const struct scenario *scenario;

    question->documents = read_text(question->arena, text, &errors);
    no_mistakes(&errors);
    scenario = model.prepare(question, &errors);
    no_mistakes(&errors);
    return scenario;
}

const struct scenario *scenario_from_text(struct arena *arena, const char *text)
{
    struct question question = {
        .name = "test", .arena = arena, .recorded = true};

    return scenario_asked(&question, text);
}
