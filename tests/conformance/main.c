/* Runs the rows of folders: run FOLDER ... The last line says how many passed.
 */
#include "tests/conformance/conformance.h"

int main(int argc, char **argv)
{
    struct conformance_count sum = {0};

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER ...\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        struct conformance_count count = conformance_run(argv[i], stdout);

        sum.passed += count.passed;
        sum.failed += count.failed;
        sum.skipped += count.skipped;
    }
    printf("%d without a runner\n%d passed, %d failed\n", sum.skipped,
           sum.passed, sum.failed);
    return sum.failed > 0;
}
