/* The program: which command. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sim/commands/command.h"
#include "sim/error.h"
#include "sim/failure.h"
#include "sim/io/terminal.h"

static const struct command *const commands[] = {
    &command_run, &command_validate, &command_explain_kind, &command_version,
    NULL,
};

static const char *const examples[] = {
    "  nines run scenarios/http-service.yaml",
    "  nines run -f my-manifests/ --nodes 6 --zones 3",
    "  nines explain-kind node-crash",
    NULL,
};

static const struct command *find(const char *name)
{
    for (int i = 0; commands[i] != NULL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int print_overview(void)
{
    struct arena arena;
    struct tree *page, *block, *lines;

    arena_open(&arena);
    page = tree_new(&arena, TREE_SEQUENCE);
    block = tree_append(page, tree_new(&arena, TREE_MAPPING));
    tree_put_text(&arena, block, "title",
                  "nines: how many nines will this cluster give, and why?");
    lines = tree_put_sequence(&arena, block, "text");
    for (int i = 0; examples[i] != NULL; i++)
        tree_append(lines, tree_scalar(&arena, examples[i]));
    block = tree_append(page, tree_new(&arena, TREE_MAPPING));
    tree_put_text(&arena, block, "title", "Commands");
    lines = tree_put_sequence(&arena, block, "rows");
    for (int i = 0; commands[i] != NULL; i++) {
        struct tree *row = tree_append(lines, tree_new(&arena, TREE_SEQUENCE));

        tree_append(row, tree_scalar(&arena, commands[i]->name));
        tree_append(row, tree_scalar(&arena, commands[i]->summary));
    }
    block = tree_append(page, tree_new(&arena, TREE_MAPPING));
    tree_put_text(&arena, block, "text",
                  "`nines COMMAND --help` tells the rest.");
    terminal_page(page, stdout);
    arena_close(&arena);
    return DONE;
}

static int refuse(const char *name)
{
    const char *names[sizeof(commands) / sizeof(*commands)] = {NULL};
    struct arena arena;

    arena_open(&arena);
    for (int i = 0; commands[i] != NULL; i++)
        names[i] = commands[i]->name;
    if (access(name, R_OK) == 0)
        fprintf(stderr, "nines: \"%s\" is a file; run it: nines run %s\n", name,
                name);
    else
        fprintf(stderr, "nines: unknown %s \"%s\"%s\n",
                name[0] == '-' ? "option" : "command", name,
                did_you_mean(&arena, name, names));
    fputs("`nines --help` shows the commands.\n", stderr);
    arena_close(&arena);
    return BAD_INPUT;
}

static bool is_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 ||
           strcmp(word, "-h") == 0;
}

static int dispatch(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2 || (is_help(argv[1]) && argc < 3))
        return print_overview();
    if (is_help(argv[1])) {
        command = find(argv[2]);
        if (command == NULL)
            return refuse(argv[2]);
        command_help(command);
        return DONE;
    }
    if (strcmp(argv[1], "--version") == 0)
        command = &command_version;
    else
        command = find(argv[1]);
    if (command == NULL)
        return refuse(argv[1]);
    return command->run(command, argc - 1, argv + 1);
}

/* A database must not become what a closed stdout or stderr was. A closed
 * stdout stays unwritable, so that writing to it fails, and is said. */
static void open_standard_files(void)
{
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) == -1 &&
            open("/dev/null", i == STDERR_FILENO ? O_WRONLY : O_RDONLY) != i)
            machine_failed("cannot open /dev/null");
}

/* Whoever read the output has seen enough, as `head` does. */
static bool reader_has_gone(void)
{
    struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};

    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

int main(int argc, char **argv)
{
    int status;

    open_standard_files();
    signal(SIGPIPE, SIG_IGN);
    errno = 0;
    status = dispatch(argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout)) && reader_has_gone())
        return status;
    if (ferror(stdout) || fclose(stdout) != 0)
        machine_failed("cannot write the output: %s",
                       errno == 0 ? "input/output error" : strerror(errno));
    return status;
}
