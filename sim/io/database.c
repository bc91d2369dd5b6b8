/*
 * What is stored of an experiment, and when: each batch of replications is one
 * transaction, so that a killed program leaves whole ones only.
 */
#include "sim/io/database.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/failure.h"
#include "sim/io/sqlite.h"
#include "sim/texts.h"

enum { VERSION = 2 };

/* From each version to the next. */
static const char *const migrations[VERSION] = {
    [1] = "ALTER TABLE experiment ADD COLUMN warm_up_s REAL NOT NULL DEFAULT 0;"
          "ALTER TABLE experiment ADD COLUMN precision REAL;"
          "ALTER TABLE experiment ADD COLUMN reached REAL;"
          "PRAGMA user_version = 2"};

/* A table that the model fills. */
struct filled {
    struct sqlite3_stmt *insert;
    struct sqlite3_stmt *next; /* asks for the next id; NULL if it has no ids */
    int64_t base;              /* the id of the replication's first row */
    int64_t used;              /* ids of this replication */
};

struct database {
    struct sqlite sqlite;
    int64_t experiment;
    int64_t cell;
    const struct layout *layout;
    uint32_t complete;
    struct sqlite3_stmt *sample;
    struct filled *filled; /* one for each table of the layout */
};

/* Makes the tables in a new file; refuses a file that is something else. */
static void make_tables(struct sqlite *sqlite)
{
    int64_t version = sqlite_ask(sqlite, "PRAGMA user_version", 0);

    if (version > VERSION)
        sqlite_fail(sqlite, "was written by a newer nines, or is no database "
                            "of nines");
    if (version > 0 &&
        sqlite_ask(sqlite,
                   "SELECT count(*) FROM sqlite_master WHERE name IN "
                   "('experiment', 'cell', 'sample')",
                   0) == 3) {
        for (; version < VERSION; version++)
            sqlite_execute(sqlite, migrations[version]);
        return;
    }
    if (sqlite_ask(sqlite, "SELECT count(*) FROM sqlite_master", 0) != 0)
        sqlite_fail(sqlite, "is a database, but not one of nines");
    sqlite_execute(sqlite, schema_sql);
}

struct database *database_open(const char *path)
{
    struct database *database = calloc(1, sizeof(*database));

    if (database == NULL)
        machine_failed("no memory for a database");
    sqlite_open(&database->sqlite, path);
    sqlite_begin(&database->sqlite);
    make_tables(&database->sqlite);
    sqlite_commit(&database->sqlite);
    sqlite_write_ahead(&database->sqlite);
    return database;
}

/* ISO 8601, to the second. */
static const char *now(char text[32])
{
    time_t seconds = time(NULL);
    struct tm broken;

    gmtime_r(&seconds, &broken);
    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &broken);
    return text;
}

/* Finds what an earlier run of the same question left: its ids (else 0), and
 * how many of its replications may be kept. */
static uint32_t find_earlier(struct database *database,
                             const struct experiment *experiment)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *query = sqlite_prepare(
        sqlite, "SELECT e.id, c.id, c.complete * (e.version = ?2 AND "
                "e.timelines = ?3) FROM experiment e JOIN cell c ON "
                "c.experiment_id = e.id WHERE e.digest = ?1");
    uint32_t kept = 0;

    sqlite_put(sqlite, query, "ttt", experiment->digest, experiment->version,
               experiment->timelines);
    if (sqlite_row(sqlite, query)) {
        database->experiment = sqlite_count(query, 0);
        database->cell = sqlite_count(query, 1);
        kept = (uint32_t)sqlite_count(query, 2);
    }
    sqlite_finish(query);
    return kept;
}

static void delete_experiment(struct database *database)
{
    struct sqlite3_stmt *delete = sqlite_prepare(
        &database->sqlite, "DELETE FROM experiment WHERE id = ?");

    sqlite_put(&database->sqlite, delete, "i", database->experiment);
    sqlite_run_once(&database->sqlite, delete);
}

static void insert_inputs(struct database *database,
                          const struct experiment *experiment)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *insert =
        sqlite_prepare(sqlite, "INSERT INTO input VALUES (?, ?, ?, ?)");

    for (int i = 0; i < experiment->input_count; i++) {
        const struct database_input *input = &experiment->inputs[i];

        sqlite_put(sqlite, insert, "itt", database->experiment, input->path,
                   input->sha256);
        sqlite_put_text(sqlite, insert, 4, input->text, input->length);
        sqlite_run(sqlite, insert);
    }
    sqlite_finish(insert);
}

static void insert_cell(struct database *database,
                        const struct experiment *experiment)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *insert;

    if (database->cell == 0)
        database->cell =
            sqlite_ask(sqlite, "SELECT coalesce(max(id), 0) + 1 FROM cell", 1);
    insert =
        sqlite_prepare(sqlite, "INSERT INTO cell (id, experiment_id, ordinal, "
                               "settings) VALUES (?, ?, 0, ?)");
    sqlite_put(sqlite, insert, "iit", database->cell, database->experiment,
               experiment->settings);
    sqlite_run_once(sqlite, insert);
}

/* Under the ids of the one that it replaces. */
static void insert_experiment(struct database *database,
                              const struct experiment *experiment)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *insert;
    char started[32];

    if (database->experiment == 0)
        database->experiment = sqlite_ask(
            sqlite, "SELECT coalesce(max(id), 0) + 1 FROM experiment", 1);
    insert = sqlite_prepare(
        sqlite, "INSERT INTO experiment (id, scenario, seed, horizon_s, "
                "replications, version, command, started_utc, digest, "
                "timelines, warm_up_s, precision) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite_put(sqlite, insert, "itiditttttdd", database->experiment,
               experiment->scenario, (int64_t)experiment->seed,
               experiment->horizon_seconds, (int64_t)experiment->replications,
               experiment->version, experiment->command, now(started),
               experiment->digest, experiment->timelines,
               experiment->warm_up_seconds,
               experiment->precision > 0 ? experiment->precision : (double)NAN);
    sqlite_run_once(sqlite, insert);
    insert_inputs(database, experiment);
    insert_cell(database, experiment);
}

/* It may be asked for more replications than before. */
static void ask_again(struct database *database,
                      const struct experiment *experiment)
{
    struct sqlite3_stmt *update = sqlite_prepare(
        &database->sqlite, "UPDATE experiment SET replications = ?, "
                           "finished_utc = NULL WHERE id = ?");

    sqlite_put(&database->sqlite, update, "ii",
               (int64_t)experiment->replications, database->experiment);
    sqlite_run_once(&database->sqlite, update);
}

static void append(char *text, size_t size, const char *more)
{
    strncat(text, more, size - strlen(text) - 1);
}

/* "INSERT INTO outage (cell_id, replication, id, ...) VALUES (?, ?, ...)" */
static void open_table(struct sqlite *sqlite, const struct table *table,
                       struct filled *filled)
{
    char insert[1000] = "INSERT INTO ", next[200], marks[200] = ") VALUES (";
    const char *between = "";

    append(insert, sizeof(insert), table->name);
    append(insert, sizeof(insert), " (");
    if (table->replicated) {
        append(insert, sizeof(insert), "cell_id, replication");
        append(marks, sizeof(marks), "?, ?");
        between = ", ";
    }
    for (const char *const *column = table->columns; *column; column++) {
        append(insert, sizeof(insert), between);
        append(insert, sizeof(insert), *column);
        append(marks, sizeof(marks), between);
        append(marks, sizeof(marks), "?");
        between = ", ";
        if (strcmp(*column, "id") == 0) {
            snprintf(next, sizeof(next),
                     "SELECT coalesce(max(id), 0) + 1 FROM %s", table->name);
            filled->next = sqlite_prepare(sqlite, next);
        }
    }
    append(insert, sizeof(insert), marks);
    append(insert, sizeof(insert), ")");
    filled->insert = sqlite_prepare(sqlite, insert);
}

static void open_tables(struct database *database)
{
    const struct layout *layout = database->layout;

    database->sample = sqlite_prepare(
        &database->sqlite, "INSERT INTO sample VALUES (?, ?, ?, ?, ?)");
    database->filled =
        calloc((size_t)layout->tables + 1, sizeof(*database->filled));
    if (database->filled == NULL)
        sqlite_fail(&database->sqlite, "no memory");
    for (int i = 0; i < layout->tables; i++)
        open_table(&database->sqlite, layout->table[i], &database->filled[i]);
}

/* What to do if the machine fails from now on. */
static void advise(struct database *database)
{
    if (database->complete > 0)
        snprintf(database->sqlite.advice, sizeof(database->sqlite.advice),
                 "; %u replications are stored, --resume continues there",
                 database->complete);
}

uint32_t database_begin(struct database *database,
                        const struct experiment *experiment, bool resume)
{
    database->layout = experiment->layout;
    sqlite_begin(&database->sqlite);
    database->complete = find_earlier(database, experiment);
    if (!resume)
        database->complete = 0;
    if (database->complete == 0) {
        if (database->experiment != 0)
            delete_experiment(database);
        insert_experiment(database, experiment);
    } else if (database->complete <= experiment->replications) {
        ask_again(database, experiment);
    }
    sqlite_commit(&database->sqlite);
    advise(database);
    open_tables(database);
    return database->complete;
}

void database_read_numbers(struct database *database, uint32_t first,
                           uint32_t count, double *numbers)
{
    const struct layout *layout = database->layout;
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *query = sqlite_prepare(
        sqlite, "SELECT value FROM sample WHERE cell_id = ? AND "
                "replication = ? AND measure = ? AND object = ?");

    for (uint32_t r = 0; r < count; r++)
        for (int i = 0; i < layout->count; i++) {
            sqlite_put(sqlite, query, "iitt", database->cell,
                       (int64_t)first + (int64_t)r, layout->names[i].measure,
                       layout->names[i].object);
            if (!sqlite_row(sqlite, query))
                sqlite_fail(sqlite, "lacks numbers of what is complete; run "
                                    "without --resume");
            *numbers++ = sqlite_number(query, 0);
            sqlite_rewind(sqlite, query);
        }
    sqlite_finish(query);
}

/* Another program may have added rows since the last batch. */
static void begin_batch(struct database *database)
{
    struct sqlite *sqlite = &database->sqlite;

    sqlite_begin(sqlite);
    for (int i = 0; i < database->layout->tables; i++) {
        struct filled *filled = &database->filled[i];

        if (filled->next == NULL || !sqlite_row(sqlite, filled->next))
            continue;
        filled->base = sqlite_count(filled->next, 0);
        sqlite_rewind(sqlite, filled->next);
    }
}

static void commit_batch(struct database *database)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *update =
        sqlite_prepare(sqlite, "UPDATE cell SET complete = ? WHERE id = ?");

    sqlite_put(sqlite, update, "ii", (int64_t)database->complete,
               database->cell);
    sqlite_run_once(sqlite, update);
    sqlite_commit(sqlite);
    advise(database);
}

static void write_value(struct database *database, struct filled *own,
                        int column, const struct value *value)
{
    struct sqlite *sqlite = &database->sqlite;
    int64_t ordinal = (int64_t)value->ordinal;

    switch (value->kind) {
    case VALUE_NONE:
        sqlite_put_null(sqlite, own->insert, column);
        return;
    case VALUE_NUMBER:
        sqlite_put_number(sqlite, own->insert, column, value->number);
        return;
    case VALUE_TEXT:
        sqlite_put_text(sqlite, own->insert, column, value->text,
                        strlen(value->text));
        return;
    case VALUE_KEY:
        if (own->used <= ordinal)
            own->used = ordinal + 1;
        ordinal += own->base;
        break;
    case VALUE_REFERENCE:
        ordinal += database->filled[value->table].base;
        break;
    case VALUE_COUNT:
        break;
    }
    sqlite_put_count(sqlite, own->insert, column, ordinal);
}

static void write_row(struct database *database, const struct row *row,
                      uint32_t replication)
{
    struct filled *filled = &database->filled[row->table];
    int column = 0;

    if (database->layout->table[row->table]->replicated) {
        sqlite_put(&database->sqlite, filled->insert, "ii", database->cell,
                   (int64_t)replication);
        column = 2;
    }
    for (int i = 0; i < row->count; i++)
        write_value(database, filled, ++column, &row->values[i]);
    sqlite_run(&database->sqlite, filled->insert);
}

void database_write(struct database *database, const struct outcome *outcome)
{
    const struct layout *layout = database->layout;
    struct sqlite *sqlite = &database->sqlite;

    if (!sqlite->begun)
        begin_batch(database);
    for (int i = 0; i < layout->count; i++) {
        sqlite_put(sqlite, database->sample, "iittd", database->cell,
                   (int64_t)outcome->replication, layout->names[i].measure,
                   layout->names[i].object, outcome->numbers[i]);
        sqlite_run(sqlite, database->sample);
    }
    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        write_row(database, row, outcome->replication);
    for (int i = 0; i < layout->tables; i++) {
        database->filled[i].base += database->filled[i].used;
        database->filled[i].used = 0;
    }
    database->complete++;
    if (database->complete % REPLICATION_BATCH == 0)
        commit_batch(database);
}

static void write_summaries(struct database *database,
                            const struct summary *rows, int count)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *statement =
        sqlite_prepare(sqlite, "DELETE FROM summary WHERE cell_id = ?");

    sqlite_put(sqlite, statement, "i", database->cell);
    sqlite_run_once(sqlite, statement);
    statement = sqlite_prepare(sqlite, "INSERT INTO summary VALUES "
                                       "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (int i = 0; i < count; i++) {
        sqlite_put(sqlite, statement, "itttddddit", database->cell,
                   rows[i].measure, rows[i].object, rows[i].unit, rows[i].mean,
                   rows[i].low, rows[i].high, rows[i].level,
                   (int64_t)rows[i].count, rows[i].method);
        sqlite_run(sqlite, statement);
    }
    sqlite_finish(statement);
}

void database_finish(struct database *database, const struct summary *rows,
                     int count, double wall_seconds, double reached)
{
    struct sqlite *sqlite = &database->sqlite;
    struct sqlite3_stmt *update;
    char finished[32];

    if (!sqlite->begun)
        sqlite_begin(sqlite);
    write_summaries(database, rows, count);
    update = sqlite_prepare(
        sqlite, "UPDATE experiment SET finished_utc = ?, wall_s = ?, "
                "replications = ?, reached = ? WHERE id = ?");
    sqlite_put(sqlite, update, "tdidi", now(finished), wall_seconds,
               (int64_t)database->complete,
               isfinite(reached) ? reached : (double)NAN, database->experiment);
    sqlite_run_once(sqlite, update);
    commit_batch(database);
}

void database_close(struct database *database)
{
    if (database->sqlite.begun)
        commit_batch(database);
    sqlite_close(&database->sqlite);
    free(database->filled);
    free(database);
}
