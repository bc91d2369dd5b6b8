/* Files and folders of input. */
#include "sim/io/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/failure.h"
#include "sim/texts.h"

enum { MOST_BYTES = 64 << 20, CHUNK = 1 << 16 };

static struct file *fail(struct errors *errors, const char *path,
                         struct place named_at, const char *what)
{
    if (named_at.line > 0)
        error_at(errors, named_at, "%s: %s", path, what);
    else
        error_at(errors, (struct place){path, 0, 0}, "%s", what);
    return NULL;
}

static struct file *fail_to_open(struct arena *arena, struct errors *errors,
                                 const char *path, struct place named_at)
{
    const char *what = "no such file";

    if (errno != ENOENT && errno != ENOTDIR)
        what = arena_format(arena, "cannot be read: %s", strerror(errno));
    return fail(errors, path, named_at, what);
}

/* Up to MOST_BYTES and one more; the caller frees. NULL if it cannot be read.
 */
static char *read_all(FILE *from, size_t *length)
{
    char *text = NULL;
    size_t size = 0, count;

    *length = 0;
    do {
        if (size - *length < CHUNK) {
            char *larger = realloc(text, size = 2 * size + CHUNK);

            if (larger == NULL)
                machine_failed("no memory to read a file");
            text = larger;
        }
        count = fread(text + *length, 1, CHUNK, from);
        *length += count;
    } while (count > 0 && *length <= MOST_BYTES);
    if (!ferror(from))
        return text;
    free(text);
    return NULL;
}

static struct file *read_stream(struct arena *arena, FILE *from,
                                const char *path, struct place named_at,
                                struct errors *errors)
{
    struct file *file = ARENA_NEW(arena, struct file);
    char *text = read_all(from, &file->length), *copy;

    if (text == NULL)
        return fail_to_open(arena, errors, path, named_at);
    if (file->length > MOST_BYTES) {
        free(text);
        return fail(errors, path, named_at, "larger than 64 MiB");
    }
    copy = arena_allocate(arena, file->length + 1);
    memcpy(copy, text, file->length);
    free(text);
    file->path = arena_copy(arena, path);
    file->text = copy;
    return file;
}

static struct file *read_file(struct arena *arena, const char *path,
                              struct place named_at, struct errors *errors)
{
    FILE *from = fopen(path, "rb");
    struct file *file;

    if (from == NULL)
        return fail_to_open(arena, errors, path, named_at);
    file = read_stream(arena, from, path, named_at, errors);
    fclose(from);
    return file;
}

static bool is_input(const char *name)
{
    const char *suffix = strrchr(name, '.');

    if (name[0] == '.' || suffix == NULL)
        return false;
    return strcmp(suffix, ".yaml") == 0 || strcmp(suffix, ".yml") == 0 ||
           strcmp(suffix, ".json") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of a folder's inputs, sorted; NULL if it cannot be read. */
static char **list(struct arena *arena, const char *path, size_t *count)
{
    DIR *folder = opendir(path);
    char **names;
    size_t n = 0;

    *count = 0;
    if (folder == NULL)
        return NULL;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        *count += is_input(entry->d_name);
    names = ARENA_ARRAY(arena, char *, *count + 1);
    rewinddir(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (is_input(entry->d_name) && n < *count)
            names[n++] = arena_copy(arena, entry->d_name);
    *count = n;
    closedir(folder);
    qsort(names, n, sizeof(*names), by_name);
    return names;
}

static struct file *read_folder(struct arena *arena, const char *path,
                                struct place named_at, struct errors *errors)
{
    struct file *first = NULL, **last = &first;
    int mistakes = errors->mistakes;
    size_t count, length = strlen(path);
    char **names = list(arena, path, &count);

    if (names == NULL)
        return fail_to_open(arena, errors, path, named_at);
    while (length > 1 && path[length - 1] == '/')
        length--;
    for (size_t i = 0; i < count; i++) {
        const char *each =
            arena_format(arena, "%.*s%s%s", (int)length, path,
                         path[length - 1] == '/' ? "" : "/", names[i]);
        struct stat about;

        if (stat(each, &about) == 0 && S_ISDIR(about.st_mode))
            continue;
        if ((*last = read_file(arena, each, named_at, errors)) != NULL)
            last = &(*last)->next;
    }
    if (first == NULL && errors->mistakes == mistakes)
        error_at(errors, named_at, "no YAML or JSON file in %s", path);
    return first;
}

/* A text that the program carries inside itself; see sim/texts.h. */
static struct file *carried(struct arena *arena, const char *path)
{
    struct file *file = ARENA_NEW(arena, struct file);

    *file =
        (struct file){path, preset_published, strlen(preset_published), NULL};
    return file;
}

struct file *files_read(struct arena *arena, const char *path,
                        struct place named_at, struct errors *errors)
{
    struct stat about;

    if (strcmp(path, FILES_PRESET) == 0)
        return carried(arena, path);
    if (strcmp(path, "-") == 0)
        return read_stream(arena, stdin, "stdin", named_at, errors);
    if (stat(path, &about) != 0)
        return fail_to_open(arena, errors, path, named_at);
    if (S_ISDIR(about.st_mode))
        return read_folder(arena, path, named_at, errors);
    return read_file(arena, path, named_at, errors);
}

struct file *files_read_one(struct arena *arena, const char *path,
                            struct place named_at, struct errors *errors)
{
    struct stat about;

    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return fail(errors, path, named_at, "a folder, not a file");
    return read_file(arena, path, named_at, errors);
}

const char *files_beside(struct arena *arena, struct place named_at,
                         const char *path)
{
    const char *from = named_at.line > 0 ? named_at.file : "";
    const char *slash = strrchr(from, '/');

    if (slash == NULL || path[0] == '/')
        return arena_copy(arena, path);
    return arena_format(arena, "%.*s%s", (int)(slash - from + 1), from, path);
}

const char *files_name(struct arena *arena, const char *path)
{
    size_t end = strlen(path), start;
    char *name, *suffix;

    while (end > 0 && path[end - 1] == '/')
        end--;
    for (start = end; start > 0 && path[start - 1] != '/'; start--)
        ;
    name = arena_format(arena, "%.*s", (int)(end - start), path + start);
    if (strspn(name, ".") == strlen(name))
        return "input";
    suffix = strrchr(name, '.');
    if (suffix != NULL && is_input(name))
        *suffix = '\0';
    return name;
}
