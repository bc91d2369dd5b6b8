/* nines explain-kind: what a kind is and takes. */
#include "sim/commands/options.h"
#include "sim/io/terminal.h"

static struct tree *explain(const struct tree *name, struct arena *arena,
                            struct errors *errors)
{
    if (model.explain_kind != NULL)
        return model.explain_kind(name, arena, errors);
    error_at(errors, (struct place){"nines explain-kind", 0, 0},
             "this model has no kinds to explain");
    return NULL;
}

static int explain_kind(const struct command *command, int argc, char **argv)
{
    struct options options;
    struct tree *name = NULL, *page;
    int status = options_read_words(&options, command, argc, argv, 1);

    if (status < 0) {
        if (options.files != NULL) {
            name = tree_scalar(&options.arena, options.files->text);
            name->at.file = "nines explain-kind";
        }
        page = explain(name, &options.arena, &options.errors);
        errors_print(&options.errors, stderr);
        status = page == NULL || options.errors.mistakes > 0 ? BAD_INPUT : DONE;
        if (status == DONE)
            terminal_page(page, stdout);
    }
    options_close(&options);
    return status;
}

static const char *const examples[] = {"  nines explain-kind",
                                       "  nines explain-kind node-crash", NULL};

const struct command command_explain_kind = {
    .name = "explain-kind",
    .summary = "what a kind is, and what it takes",
    .usage = "[KIND] (without one: all kinds)",
    .examples = examples,
    .run = explain_kind,
};
