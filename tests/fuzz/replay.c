/* Every input that was once found, or that shows a target's way, again. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/target.h"
#include "tests/suite.h"

enum { MOST_BYTES = 1 << 16 };

static void replay_file(const struct fuzz_target *target, const char *path)
{
    static uint8_t bytes[MOST_BYTES];
    FILE *file = fopen(path, "rb");
    size_t size;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    size = fread(bytes, 1, sizeof(bytes), file);
    CU_ASSERT(size < sizeof(bytes));
    fclose(file);
    fuzz_try(target, bytes, size);
}

/* Returns how many files there are. */
static int replay_folder(const struct fuzz_target *target)
{
    char path[1000];
    struct dirent **entries;
    int files = 0, count;

    snprintf(path, sizeof(path), "tests/fuzz/corpus/%s", target->name);
    count = scandir(path, &entries, NULL, alphasort);
    CU_ASSERT_FATAL(count > 0);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof(path), "tests/fuzz/corpus/%s/%s",
                     target->name, entries[i]->d_name);
            replay_file(target, path);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    return files;
}

static void replay(void)
{
    for (const struct fuzz_target *each = fuzz_targets(); each != NULL;
         each = each->next)
        CU_ASSERT(replay_folder(each) > 0);
}

SUITE("fuzz", {"inputs that are kept", replay})
