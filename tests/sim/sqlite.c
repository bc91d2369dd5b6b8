/*
 * sim/io/database.c and sqlite.c: what is stored, replaced, kept and refused.
 * Questions about the file are asked through the door itself.
 */
#include "sim/io/sqlite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/io/database.h"
#include "tests/suite.h"

static const char *const outage_columns[] = {"id",    "object",   "start_s",
                                             "end_s", "detect_s", NULL};
static const char *const cause_columns[] = {"outage_id", "kind",  "object",
                                            "fault_id",  "share", NULL};
static const struct table outage = {"outage", true, outage_columns};
static const struct table cause = {"cause", false, cause_columns};
static const struct table *const tables[] = {&outage, &cause};
static const struct number_name names[] = {{"downtime", "service/a", "s"},
                                           {"downtime", "service/b", "s"}};
static const struct layout layout = {2, names, 2, tables};
static const struct database_input input = {"a.yaml", "00", "kind: Pod\n", 10};

static struct experiment experiment_named(const char *digest, uint32_t count)
{
    return (struct experiment){
        .scenario = "test",
        .seed = 7,
        .horizon_seconds = 100,
        .replications = count,
        .version = "1",
        .command = "nines run",
        .digest = digest,
        .timelines = "",
        .settings = "{}",
        .inputs = &input,
        .input_count = 1,
        .layout = &layout,
        .precision = 0.05,
        .warm_up_seconds = 60,
    };
}

/* A replication with as many outages as its number, modulo 3; the cause comes
 * before the outage that it is of. */
static void write_one(struct database *database, struct arena *arena,
                      uint32_t replication)
{
    struct outcome *outcome;

    arena_reset(arena);
    outcome = outcome_open(arena, &layout, replication);
    outcome->numbers[0] = replication * 0.1;
    outcome->numbers[1] = (double)NAN;
    for (uint64_t i = 0; i < replication % 3; i++) {
        outcome_row(outcome, 1,
                    (struct value[]){
                        {.kind = VALUE_REFERENCE, .table = 0, .ordinal = i},
                        {.kind = VALUE_TEXT, .text = "crash"},
                        {.kind = VALUE_TEXT, .text = "node/x"},
                        {.kind = VALUE_NONE},
                        {.kind = VALUE_NUMBER, .number = 1}});
        outcome_row(outcome, 0,
                    (struct value[]){{.kind = VALUE_KEY, .ordinal = i},
                                     {.kind = VALUE_TEXT, .text = "service/a"},
                                     {.kind = VALUE_NUMBER, .number = 1},
                                     {.kind = VALUE_NUMBER, .number = 2.5},
                                     {.kind = VALUE_COUNT, .ordinal = 3}});
    }
    database_write(database, outcome);
}

/* Runs an experiment's replications from what is kept up to `until`. */
static uint32_t run(const char *path, const char *digest, uint32_t count,
                    uint32_t until, bool resume)
{
    struct summary summary = {
        "availability", "service/a", "", 0.5, (double)NAN, 1, 0.95, count, "t"};
    struct experiment experiment = experiment_named(digest, count);
    struct database *database = database_open(path);
    uint32_t kept = database_begin(database, &experiment, resume);
    struct arena arena;

    arena_open(&arena);
    for (uint32_t i = kept; i < until; i++)
        write_one(database, &arena, i);
    if (until == count)
        database_finish(database, &summary, 1, 1.5, 0.04);
    database_close(database);
    arena_close(&arena);
    return kept;
}

static int64_t ask(const char *path, const char *sql)
{
    struct sqlite sqlite;
    int64_t answer;

    sqlite_open(&sqlite, path);
    answer = sqlite_ask(&sqlite, sql, -1);
    sqlite_close(&sqlite);
    return answer;
}

static void new_path(char path[40])
{
    int file;

    strcpy(path, "/tmp/nines-sqlite-XXXXXX");
    file = mkstemp(path);
    CU_ASSERT_NOT_EQUAL_FATAL(file, -1);
    close(file);
    remove(path);
}

static void all_is_stored(void)
{
    char path[40];
    char beside[50];

    new_path(path);
    CU_ASSERT_EQUAL(run(path, "d1", 70, 70, false), 0);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample"), 140);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample WHERE value IS NULL"
                              " AND object = 'service/b'"),
                    70);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM outage"), 69);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM cause JOIN outage o ON "
                              "o.id = outage_id WHERE o.replication % 3 > 0"),
                    69);
    CU_ASSERT_EQUAL(ask(path, "SELECT max(id) FROM outage"), 69);
    CU_ASSERT_EQUAL(ask(path, "SELECT complete FROM cell"), 70);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM summary WHERE low IS NULL "
                              "AND high = 1 AND count = 70"),
                    1);
    CU_ASSERT_EQUAL(ask(path, "SELECT wall_s = 1.5 AND finished_utc >= "
                              "started_utc FROM experiment"),
                    1);
    CU_ASSERT_EQUAL(ask(path, "SELECT reached = 0.04 AND precision = 0.05 AND "
                              "warm_up_s = 60 FROM experiment"),
                    1);
    CU_ASSERT_EQUAL(ask(path, "SELECT length(text) FROM input"), 10);
    CU_ASSERT_EQUAL(ask(path, "PRAGMA user_version"), 2);
    snprintf(beside, sizeof(beside), "%s-wal", path);
    CU_ASSERT_NOT_EQUAL(access(beside, F_OK), 0);
    remove(path);
}

static void the_same_question_is_replaced(void)
{
    char path[40];

    new_path(path);
    run(path, "d1", 5, 5, false);
    run(path, "d2", 4, 4, false);
    CU_ASSERT_EQUAL(run(path, "d1", 5, 5, false), 0);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM experiment"), 2);
    CU_ASSERT_EQUAL(ask(path, "SELECT id FROM experiment WHERE digest = 'd1'"),
                    1);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample WHERE cell_id = 1"),
                    10);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample"), 18);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM outage"), 4 + 3);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM cause"), 4 + 3);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM pragma_foreign_key_check"),
                    0);
    remove(path);
}

static void an_interrupted_run_is_resumed(void)
{
    struct experiment experiment = experiment_named("d1", 80);
    struct database *database;
    double numbers[2 * 40];
    char path[40];

    new_path(path);
    CU_ASSERT_EQUAL(run(path, "d1", 80, 40, true), 0);
    CU_ASSERT_EQUAL(ask(path, "SELECT finished_utc IS NULL FROM experiment"),
                    1);
    database = database_open(path);
    CU_ASSERT_EQUAL(database_begin(database, &experiment, true), 40);
    database_read_numbers(database, 0, 40, numbers);
    CU_ASSERT_EQUAL(numbers[2 * 39], 39 * 0.1);
    CU_ASSERT(isnan(numbers[2 * 39 + 1]));
    database_close(database);
    CU_ASSERT_EQUAL(run(path, "d1", 80, 80, true), 40);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample"), 160);
    CU_ASSERT_EQUAL(ask(path, "SELECT max(id) FROM outage"),
                    ask(path, "SELECT count(*) FROM outage"));
    remove(path);
}

/* The status with which a child exits; its message goes nowhere. */
static int status_of(void (*act)(const char *path), const char *path)
{
    int status = 0;
    pid_t child;

    fflush(NULL);
    child = fork();
    CU_ASSERT_NOT_EQUAL_FATAL(child, -1);
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(99);
        act(path);
        _exit(0);
    }
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void open_only(const char *path)
{
    database_close(database_open(path));
}

static void die_after_40(const char *path)
{
    struct experiment experiment = experiment_named("d1", 80);
    struct database *database = database_open(path);
    struct arena arena;

    database_begin(database, &experiment, false);
    arena_open(&arena);
    for (uint32_t i = 0; i < 40; i++)
        write_one(database, &arena, i);
    _exit(9);
}

static void a_killed_run_leaves_whole_batches(void)
{
    char path[40];

    new_path(path);
    CU_ASSERT_EQUAL(status_of(die_after_40, path), 9);
    CU_ASSERT_EQUAL(ask(path, "SELECT complete FROM cell"), 32);
    CU_ASSERT_EQUAL(ask(path, "SELECT max(replication) FROM sample"), 31);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM pragma_foreign_key_check"),
                    0);
    CU_ASSERT_EQUAL(run(path, "d1", 80, 80, true), 32);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM sample"), 160);
    remove(path);
}

static void what_is_no_database_is_left_alone(void)
{
    char path[40], text[40] = "";
    FILE *file;

    new_path(path);
    file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("these are my notes, which are not a database\n", file);
    fclose(file);
    CU_ASSERT_EQUAL(status_of(open_only, path), 3);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL(fgets(text, 9, file));
    CU_ASSERT_STRING_EQUAL(text, "these ar");
    fclose(file);
    remove(path);
    CU_ASSERT_EQUAL(status_of(open_only, "/nonexistent/a.db"), 3);
    CU_ASSERT_EQUAL(status_of(open_only, "/tmp"), 3);
}

/* The bytes of a small file. */
static size_t read_bytes(const char *path, char *bytes, size_t most)
{
    FILE *file = fopen(path, "rb");
    size_t length;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    length = fread(bytes, 1, most, file);
    CU_ASSERT(length < most);
    fclose(file);
    return length;
}

/* One in write-ahead mode would be given another if that were set on closing.
 */
static void other_databases_are_left_alone(void)
{
    static const char *const modes[] = {"PRAGMA journal_mode = DELETE",
                                        "PRAGMA journal_mode = WAL"};
    static char before[1 << 16], after[1 << 16];

    for (int i = 0; i < 2; i++) {
        struct sqlite sqlite;
        char path[40];
        size_t length;

        new_path(path);
        sqlite_open(&sqlite, path);
        sqlite_execute(&sqlite, modes[i]);
        sqlite_execute(&sqlite, "CREATE TABLE mine (x)");
        sqlite_close(&sqlite);
        length = read_bytes(path, before, sizeof(before));
        CU_ASSERT_EQUAL(before[18], i + 1); /* the mode */
        CU_ASSERT_EQUAL(status_of(open_only, path), 3);
        CU_ASSERT_EQUAL(read_bytes(path, after, sizeof(after)), length);
        CU_ASSERT_EQUAL(memcmp(before, after, length), 0);
        remove(path);
    }
}

static void newer_databases_are_refused(void)
{
    char path[40];

    new_path(path);
    run(path, "d1", 2, 2, false);
    CU_ASSERT_EQUAL(status_of(open_only, path), 0);
    ask(path, "PRAGMA user_version = 3");
    CU_ASSERT_EQUAL(status_of(open_only, path), 3);
    remove(path);
}

/* A precise run ends before its ceiling; what is done is what is told of. */
static void fewer_are_enough(void)
{
    struct experiment experiment = experiment_named("d1", 1000);
    struct database *database;
    struct arena arena;
    char path[40];

    new_path(path);
    arena_open(&arena);
    database = database_open(path);
    database_begin(database, &experiment, false);
    for (uint32_t i = 0; i < 64; i++)
        write_one(database, &arena, i);
    database_finish(database, NULL, 0, 1.5, (double)INFINITY);
    database_close(database);
    CU_ASSERT_EQUAL(ask(path, "SELECT replications = 64 AND reached IS NULL "
                              "AND finished_utc IS NOT NULL FROM experiment"),
                    1);
    arena_close(&arena);
    remove(path);
}

/* A database of version 1 learns the columns that it lacks. */
static void older_databases_are_migrated(void)
{
    char path[40];
    struct sqlite sqlite;

    new_path(path);
    CU_ASSERT_EQUAL(status_of(open_only, path), 0);
    sqlite_open(&sqlite, path);
    sqlite_execute(
        &sqlite,
        "PRAGMA foreign_keys = OFF; DROP TABLE experiment;"
        "CREATE TABLE experiment (id INTEGER PRIMARY KEY, scenario, seed,"
        "    horizon_s, replications, version, command, started_utc,"
        "    finished_utc, wall_s, digest UNIQUE, timelines);"
        "INSERT INTO experiment (id, digest) VALUES (1, 'd0');"
        "PRAGMA user_version = 1");
    sqlite_close(&sqlite);
    run(path, "d1", 2, 2, false);
    CU_ASSERT_EQUAL(ask(path, "PRAGMA user_version"), 2);
    CU_ASSERT_EQUAL(ask(path, "SELECT count(*) FROM experiment"), 2);
    CU_ASSERT_EQUAL(ask(path, "SELECT sum(warm_up_s) FROM experiment"), 60);
    remove(path);
}

SUITE("sim/sqlite", {"all that is written is stored", all_is_stored},
      {"the same question is replaced", the_same_question_is_replaced},
      {"an interrupted run is resumed", an_interrupted_run_is_resumed},
      {"a killed run leaves whole batches", a_killed_run_leaves_whole_batches},
      {"what is no database is left alone", what_is_no_database_is_left_alone},
      {"other databases are left alone", other_databases_are_left_alone},
      {"fewer are enough", fewer_are_enough},
      {"older databases are migrated", older_databases_are_migrated},
      {"newer databases are refused", newer_databases_are_refused})
