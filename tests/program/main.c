/*
 * The program as its users meet it: each script beside this file is a test, and
 * passes if it exits with status 0. They get the program's path as argument.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

enum { MOST_SCRIPTS = 64, PATH = 512 };

static int is_script(const struct dirent *entry)
{
    const char *suffix = strrchr(entry->d_name, '.');

    return suffix != NULL && strcmp(suffix, ".sh") == 0;
}

static void run_script(const char *name)
{
    char command[PATH * 2];
    int status;

    snprintf(command, sizeof(command), "sh tests/program/%s '%s'%s", name,
             suite_program(), suite_short() ? " --short" : "");
    fflush(stdout);
    status = system(command);
    if (status != 0)
        fprintf(stderr, "tests/program/%s failed\n", name);
    CU_ASSERT_EQUAL(status, 0);
}

static void test_scripts(void)
{
    struct dirent **entries;
    int count = scandir("tests/program", &entries, is_script, alphasort);

    CU_ASSERT_FATAL(count > 0);
    for (int i = 0; i < count; i++) {
        run_script(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

SUITE("program", {"every script passes", test_scripts})
