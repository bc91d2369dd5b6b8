/* nines validate: what would be simulated, and what was assumed. */
#include "sim/commands/plain.h"
#include "sim/commands/question.h"
#include "sim/io/terminal.h"

static int validate(const struct command *command, int argc, char **argv)
{
    struct options options;
    struct asked asked;
    struct tree *page;
    int status = options_read(&options, command, argc, argv);

    if (status < 0)
        status = question_ask(&asked, &options);
    if (status < 0) {
        page = (model.describe != NULL ? model.describe : plain_describe)(
            asked.scenario, &options.arena);
        if (options.format == FORMAT_JSON) {
            tree_write_json(page, stdout);
            putchar('\n');
        } else {
            terminal_page(page, stdout);
        }
        status = DONE;
    }
    options_close(&options);
    return status;
}

static const char *const examples[] = {
    "  nines validate scenarios/http-service.yaml",
    "  nines validate -f my-manifests/ --nodes 6 --zones 3",
    "  helm template my-chart | nines validate -f - --nodes 6 --strict", NULL};

const struct command command_validate = {
    .name = "validate",
    .summary = "check the input; say what would be simulated and was assumed",
    .usage = "[SCENARIO] [-f FILE|DIR|-]... [OPTION]... (as for run; what only "
             "a run can do is ignored)",
    .examples = examples,
    .simulates = true,
    .run = validate,
};
