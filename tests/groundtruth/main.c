/* make groundtruth: run [-n REPLICATIONS] [-e EXPERIMENTS] FOLDER... prints the
 * tables, and into results/groundtruth.md; exit status 1 if a metric differs
 * that is not explained. With -f it fits the folder's calibration instead. */
#include <stdlib.h>
#include <unistd.h>

#include "sim/failure.h"
#include "tests/groundtruth/fit.h"

static bool run(struct study_request request, const char *folder, FILE *page)
{
    struct study study;
    bool holds;

    request.folder = folder;
    study_open(&study, &request);
    for (int i = 0; i < 2; i++) {
        FILE *to = i == 0 ? stdout : page;

        fprintf(to, "\n### %s, %d replications\n", folder,
                request.replications);
        study_write(&study, to);
    }
    holds = study_holds(&study);
    study_close(&study);
    return holds;
}

static int usage(const char *program)
{
    fprintf(stderr,
            "usage: %s [-f] [-n REPLICATIONS] [-e EXPERIMENTS] FOLDER...\n",
            program);
    return 2;
}

int main(int argc, char **argv)
{
    struct study_request request = {.replications = 1000, .only = "*"};
    bool holds = true, fits = false;
    FILE *page;
    int option;

    while ((option = getopt(argc, argv, "fn:e:")) > 0) {
        if (option == 'n')
            request.replications = atoi(optarg);
        else if (option == 'e')
            request.only = optarg;
        else if (option == 'f')
            fits = true;
        else
            return usage(argv[0]);
    }
    if (optind == argc || request.replications < 1)
        return usage(argv[0]);
    request.folder = argv[optind];
    if (fits)
        return fit(&request);
    page = fopen("results/groundtruth.md", "w");
    if (page == NULL)
        machine_failed("cannot write results/groundtruth.md");
    for (int i = optind; i < argc; i++)
        holds = run(request, argv[i], page) && holds;
    fclose(page);
    return !holds;
}
