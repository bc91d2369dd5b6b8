/* Files of rows: JSON is YAML, one document a line. */
#include "tests/conformance/conformance.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "sim/io/yaml.h"

enum { MOST_SHOWN = 5 }; /* failures of a file */

static const struct conformance_file {
    const char *name;
    void (*check)(struct row *row);
} files[] = {
#define CONFORMANCE(file, check) {#file, check},
#include "tests/conformance/files.def"
#undef CONFORMANCE
    {NULL, NULL}};

static const struct conformance_file *find(const char *name)
{
    const struct conformance_file *file = files;

    while (file->name != NULL && strcmp(file->name, name) != 0)
        file++;
    return file;
}

static void check(const struct conformance_file *file, const char *line,
                  struct row *row)
{
    struct errors errors = {.arena = row->arena};
    struct tree *documents =
        yaml_read(row->arena, file->name, line, strlen(line), &errors);

    row->tree = documents == NULL ? NULL : documents->first;
    if (errors.mistakes > 0)
        row->differs = errors.first->text;
    else if (row->tree != NULL)
        file->check(row);
    if (row->differs == NULL && row->compared == 0)
        row->differs = "nothing was compared";
}

void conformance_row(const char *name, const char *line,
                     struct conformance_count *count, FILE *to)
{
    const struct conformance_file *file = find(name);
    struct arena arena;
    struct row row = {.arena = &arena};

    arena_open(&arena);
    row.skipped = file->check == NULL;
    if (!row.skipped)
        check(file, line, &row);
    if (row.skipped)
        count->skipped++;
    else if (row.differs == NULL)
        count->passed++;
    else if (count->failed++ < MOST_SHOWN)
        fprintf(to, "    %s: %s\n", tree_text(tree_get(row.tree, "id"), "?"),
                row.differs);
    arena_close(&arena);
}

static void run_lines(FILE *file, const char *stem,
                      struct conformance_count *count, FILE *to)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, file) >= 0)
        if (line[strspn(line, " \r\n")] != '\0')
            conformance_row(stem, line, count, to);
    free(line);
}

static struct conformance_count run_file(const char *path, FILE *to)
{
    const char *name = strrchr(path, '/') + 1;
    char *stem = strndup(name, strcspn(name, "."));
    struct conformance_count count = {0};
    FILE *file = fopen(path, "r");
    char *failures = NULL;
    size_t length;
    FILE *told = open_memstream(&failures, &length);

    if (file == NULL)
        machine_failed("cannot read %s", path);
    run_lines(file, stem, &count, told);
    fclose(told);
    fprintf(to, "%-42s %3d passed, %3d failed, %3d without a runner\n%s", name,
            count.passed, count.failed, count.skipped, failures);
    fclose(file);
    free(failures);
    free(stem);
    return count;
}

struct conformance_count conformance_run(const char *folder, FILE *to)
{
    struct conformance_count sum = {0};
    char pattern[4096];
    glob_t found;

    snprintf(pattern, sizeof(pattern), "%s/*.jsonl", folder);
    if (glob(pattern, 0, NULL, &found) != 0)
        machine_failed("no *.jsonl in %s", folder);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct conformance_count count = run_file(found.gl_pathv[i], to);

        sum.passed += count.passed;
        sum.failed += count.failed;
        sum.skipped += count.skipped;
    }
    globfree(&found);
    return sum;
}
