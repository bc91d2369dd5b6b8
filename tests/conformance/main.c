/* Runs the rows of a folder: run FOLDER. The last line says how many passed. */
#include "tests/conformance/conformance.h"

int main(int argc, char **argv)
{
    struct conformance_count count;

    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    count = conformance_run(argv[1], stdout);
    printf("%d without a runner\n%d passed, %d failed\n", count.skipped,
           count.passed, count.failed);
    return count.failed > 0;
}
