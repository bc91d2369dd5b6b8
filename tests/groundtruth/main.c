/* make groundtruth: run [-n REPLICATIONS] [-e EXPERIMENT] FOLDER... prints the
 * tables, and into results/groundtruth.md; exit status 1 if a metric differs
 * that is not explained. */
#include <stdlib.h>
#include <unistd.h>

#include "sim/failure.h"
#include "tests/groundtruth/study.h"

struct request {
    int replications;
    const char *only;
    FILE *page;
};

static bool run(const struct request *request, const char *folder)
{
    struct study study;
    bool holds;

    study_open(&study, folder, request->only, request->replications);
    for (int i = 0; i < 2; i++) {
        FILE *to = i == 0 ? stdout : request->page;

        fprintf(to, "\n### %s, %d replications\n", folder,
                request->replications);
        study_write(&study, to);
    }
    holds = study_holds(&study);
    study_close(&study);
    return holds;
}

int main(int argc, char **argv)
{
    struct request request = {.replications = 1000, .only = ""};
    bool holds = true;
    int option;

    while ((option = getopt(argc, argv, "n:e:")) > 0) {
        if (option == 'n')
            request.replications = atoi(optarg);
        else if (option == 'e')
            request.only = optarg;
    }
    if (optind == argc || request.replications < 1) {
        fprintf(stderr,
                "usage: %s [-n REPLICATIONS] [-e EXPERIMENT] FOLDER...\n",
                argv[0]);
        return 2;
    }
    request.page = fopen("results/groundtruth.md", "w");
    if (request.page == NULL)
        machine_failed("cannot write results/groundtruth.md");
    for (int i = optind; i < argc; i++)
        holds = run(&request, argv[i]) && holds;
    fclose(request.page);
    return !holds;
}
