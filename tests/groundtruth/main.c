/* make groundtruth: run FOLDER [REPLICATIONS [EXPERIMENT]] prints the tables;
 * exit status 1 if a metric differs that is not explained. */
#include <stdlib.h>

#include "tests/groundtruth/study.h"

int main(int argc, char **argv)
{
    struct study study;
    bool holds;

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [REPLICATIONS [EXPERIMENT]]\n",
                argv[0]);
        return 2;
    }
    study_open(&study, argv[1], argc > 3 ? argv[3] : "",
               argc > 2 ? atoi(argv[2]) : 1000);
    study_write(&study, stdout);
    holds = study_holds(&study);
    study_close(&study);
    return !holds;
}
