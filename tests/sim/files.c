/* sim/io/files.c: files, folders, and what is said when there is none. */
#include "sim/io/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/suite.h"

struct fixture {
    struct arena arena;
    struct errors errors;
    char folder[40];
};

static void open_fixture(struct fixture *fixture)
{
    *fixture = (struct fixture){.folder = "/tmp/nines-files-XXXXXX"};
    arena_open(&fixture->arena);
    fixture->errors.arena = &fixture->arena;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(fixture->folder));
}

static const char *path_of(struct fixture *fixture, const char *name)
{
    return arena_format(&fixture->arena, "%s/%s", fixture->folder, name);
}

static void put(struct fixture *fixture, const char *name, const char *text)
{
    FILE *to = fopen(path_of(fixture, name), "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    fputs(text, to);
    fclose(to);
}

static void close_fixture(struct fixture *fixture, const char *const *names)
{
    for (; *names != NULL; names++)
        remove(path_of(fixture, *names));
    CU_ASSERT_EQUAL(rmdir(fixture->folder), 0);
    arena_close(&fixture->arena);
}

static struct file *read_path(struct fixture *fixture, const char *path)
{
    return files_read(&fixture->arena, path, (struct place){"-f", 0, 0},
                      &fixture->errors);
}

static void a_folder_is_read_by_name(void)
{
    static const char *const names[] = {"b.yaml", "a.yml",   "c.json",
                                        "d.txt",  ".e.yaml", NULL};
    static const char *const read[] = {"a.yml", "b.yaml", "c.json"};
    struct fixture fixture;
    struct file *file;

    open_fixture(&fixture);
    for (int i = 0; names[i] != NULL; i++)
        put(&fixture, names[i], names[i]);
    file = read_path(&fixture, path_of(&fixture, ""));
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        CU_ASSERT_STRING_EQUAL(file->text, read[i]);
        CU_ASSERT_STRING_EQUAL(file->path, path_of(&fixture, read[i]));
        CU_ASSERT_EQUAL(file->length, strlen(read[i]));
        file = file->next;
    }
    CU_ASSERT_PTR_NULL(file);
    CU_ASSERT_EQUAL(fixture.errors.mistakes, 0);
    close_fixture(&fixture, names);
}

static void a_folder_without_input_is_a_mistake(void)
{
    static const char *const names[] = {"d.txt", NULL};
    struct fixture fixture;

    open_fixture(&fixture);
    put(&fixture, "d.txt", "");
    CU_ASSERT_PTR_NULL(read_path(&fixture, fixture.folder));
    CU_ASSERT_EQUAL_FATAL(fixture.errors.mistakes, 1);
    CU_ASSERT_STRING_EQUAL(fixture.errors.first->text,
                           arena_format(&fixture.arena,
                                        "no YAML or JSON file in %s",
                                        fixture.folder));
    close_fixture(&fixture, names);
}

static void a_missing_file_is_told_where_it_is_named(void)
{
    static const char *const names[] = {NULL};
    struct fixture fixture;
    struct place named_at = {"scenario.yaml", 7, 14};
    const struct message *message;

    open_fixture(&fixture);
    CU_ASSERT_PTR_NULL(read_path(&fixture, path_of(&fixture, "x.yaml")));
    CU_ASSERT_PTR_NULL(
        files_read(&fixture.arena, "x.yaml", named_at, &fixture.errors));
    CU_ASSERT_EQUAL_FATAL(fixture.errors.mistakes, 2);
    message = fixture.errors.first;
    CU_ASSERT_STRING_EQUAL(message->place.file, path_of(&fixture, "x.yaml"));
    CU_ASSERT_STRING_EQUAL(message->text, "no such file");
    CU_ASSERT_EQUAL(message->next->place.line, 7);
    CU_ASSERT_STRING_EQUAL(message->next->text, "x.yaml: no such file");
    close_fixture(&fixture, names);
}

static void bytes_are_kept(void)
{
    static const char *const names[] = {"big.yaml", NULL};
    struct fixture fixture;
    struct file *file;
    FILE *to;

    open_fixture(&fixture);
    to = fopen(path_of(&fixture, "big.yaml"), "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    for (int i = 0; i < 300000; i++)
        fputc(i % 256, to);
    fclose(to);
    file = read_path(&fixture, path_of(&fixture, "big.yaml"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL_FATAL(file->length, 300000);
    CU_ASSERT_EQUAL(file->text[0], 0);
    CU_ASSERT_EQUAL(file->text[299999], (char)(299999 % 256));
    CU_ASSERT_EQUAL(file->text[300000], 0);
    close_fixture(&fixture, names);
}

static void names_and_neighbours(void)
{
    struct place at = {"a/b.yaml", 3, 5};
    struct arena arena;

    arena_open(&arena);
    CU_ASSERT_STRING_EQUAL(files_name(&arena, "a/http-service.yaml"),
                           "http-service");
    CU_ASSERT_STRING_EQUAL(files_name(&arena, "my-manifests/"), "my-manifests");
    CU_ASSERT_STRING_EQUAL(files_name(&arena, "v1.2"), "v1.2");
    CU_ASSERT_STRING_EQUAL(files_name(&arena, "."), "input");
    CU_ASSERT_STRING_EQUAL(files_beside(&arena, at, "c/d.yaml"), "a/c/d.yaml");
    CU_ASSERT_STRING_EQUAL(files_beside(&arena, at, "/d"), "/d");
    at.file = "b.yaml";
    CU_ASSERT_STRING_EQUAL(files_beside(&arena, at, "d.yaml"), "d.yaml");
    at = (struct place){"--set a/b", 0, 0};
    CU_ASSERT_STRING_EQUAL(files_beside(&arena, at, "d.yaml"), "d.yaml");
    arena_close(&arena);
}

SUITE("sim/files",
      {"a folder is read by name, not what is hidden",
       a_folder_is_read_by_name},
      {"a folder without YAML or JSON is a mistake",
       a_folder_without_input_is_a_mistake},
      {"a missing file is told where it is named",
       a_missing_file_is_told_where_it_is_named},
      {"all bytes are kept", bytes_are_kept},
      {"names, and paths beside a file", names_and_neighbours})
