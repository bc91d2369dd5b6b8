/*
 * What libFuzzer calls: run --target=NAME, and libFuzzer's own arguments. With
 * --targets alone it says which there are.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/target.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct fuzz_target *chosen;

static void say_targets(void)
{
    for (const struct fuzz_target *each = fuzz_targets(); each;
         each = each->next)
        puts(each->name);
    exit(0);
}

static void choose(const char *name)
{
    for (chosen = fuzz_targets(); chosen; chosen = chosen->next)
        if (strcmp(chosen->name, name) == 0)
            return;
    fprintf(stderr, "fuzz: there is no target %s\n", name);
    exit(2);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    for (int i = 1; i < *count; i++) {
        const char *argument = (*arguments)[i];

        if (strcmp(argument, "--targets") == 0)
            say_targets();
        if (strncmp(argument, "--target=", 9) == 0)
            choose(argument + 9);
    }
    if (chosen == NULL)
        choose("(none was named)");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_try(chosen, bytes, size);
    return 0;
}
