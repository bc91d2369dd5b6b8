/* nines version: its own, and those of the libraries beneath. */
#include <gsl/gsl_version.h>

#include "sim/commands/options.h"
#include "sim/io/csv.h"
#include "sim/io/sqlite.h"
#include "sim/io/yaml.h"

static int version(const struct command *command, int argc, char **argv)
{
    struct options options;
    int status = options_read_words(&options, command, argc, argv, 0);

    if (status < 0) {
        printf("nines %s (GSL %s, SQLite %s, libyaml %s, libcsv %s)\n",
               NINES_VERSION, gsl_version, sqlite_version(),
               yaml_library_version(), csv_library_version());
        status = DONE;
    }
    options_close(&options);
    return status;
}

static const char *const examples[] = {"  nines version", NULL};

const struct command command_version = {
    .name = "version",
    .summary = "which version this is, and of which libraries",
    .usage = "",
    .examples = examples,
    .run = version,
};
