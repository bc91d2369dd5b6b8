/* The door to SQLite. */
#include "sim/io/sqlite.h"

#include <math.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"

enum { PATIENCE_MS = 10000 };

void sqlite_fail(struct sqlite *sqlite, const char *why)
{
    char text[400];

    snprintf(text, sizeof(text), "%s: %s%s", sqlite->path, why, sqlite->advice);
    sqlite_close(sqlite);
    machine_failed("%s", text);
}

/* Why a file cannot be opened; SQLite says only that it cannot. */
static void check_opened(struct sqlite *sqlite, int status)
{
    int reason = sqlite3_system_errno(sqlite->handle);
    char why[200];

    if (status != SQLITE_CANTOPEN || reason == 0)
        return;
    snprintf(why, sizeof(why), "cannot be opened: %s", strerror(reason));
    sqlite_fail(sqlite, why);
}

static void check(struct sqlite *sqlite, int status)
{
    check_opened(sqlite, status);
    if (status == SQLITE_NOMEM)
        sqlite_fail(sqlite, "no memory");
    if (status != SQLITE_OK && status != SQLITE_DONE && status != SQLITE_ROW)
        sqlite_fail(sqlite, sqlite3_errmsg(sqlite->handle));
}

void sqlite_open(struct sqlite *sqlite, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, status;
    /* SQLite has its own idea of ":memory:" and "file:...". */
    char *file = sqlite3_mprintf("%s%s", path[0] == '/' ? "" : "./", path);

    *sqlite = (struct sqlite){.path = strdup(path)};
    if (sqlite->path == NULL || file == NULL)
        machine_failed("no memory for a database");
    status = sqlite3_open_v2(file, &sqlite->handle, flags, NULL);
    sqlite3_free(file);
    if (sqlite->handle == NULL)
        machine_failed("no memory for a database");
    check(sqlite, status);
    sqlite3_busy_timeout(sqlite->handle, PATIENCE_MS);
    sqlite_execute(sqlite, "PRAGMA foreign_keys = ON");
}

void sqlite_write_ahead(struct sqlite *sqlite)
{
    sqlite->ahead = true;
    sqlite_execute(sqlite,
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
}

void sqlite_close(struct sqlite *sqlite)
{
    sqlite3_stmt *statement;

    while ((statement = sqlite3_next_stmt(sqlite->handle, NULL)) != NULL)
        sqlite3_finalize(statement);
    if (sqlite->begun)
        sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
    if (sqlite->ahead) {
        /* Fails while another program has it open, which then does it. */
        sqlite3_busy_timeout(sqlite->handle, 0);
        sqlite3_exec(sqlite->handle, "PRAGMA journal_mode = DELETE", NULL, NULL,
                     NULL);
    }
    sqlite3_close(sqlite->handle);
    free(sqlite->path);
}

void sqlite_execute(struct sqlite *sqlite, const char *sql)
{
    check(sqlite, sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL));
}

void sqlite_begin(struct sqlite *sqlite)
{
    sqlite_execute(sqlite, "BEGIN IMMEDIATE");
    sqlite->begun = true;
}

void sqlite_commit(struct sqlite *sqlite)
{
    sqlite_execute(sqlite, "COMMIT");
    sqlite->begun = false;
}

int64_t sqlite_ask(struct sqlite *sqlite, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *statement = sqlite_prepare(sqlite, sql);

    if (sqlite_row(sqlite, statement))
        otherwise = sqlite_count(statement, 0);
    sqlite_finish(statement);
    return otherwise;
}

sqlite3_stmt *sqlite_prepare(struct sqlite *sqlite, const char *sql)
{
    sqlite3_stmt *statement;

    check(sqlite,
          sqlite3_prepare_v2(sqlite->handle, sql, -1, &statement, NULL));
    return statement;
}

void sqlite_finish(sqlite3_stmt *statement)
{
    sqlite3_finalize(statement);
}

void sqlite_put_null(struct sqlite *sqlite, sqlite3_stmt *statement,
                     int parameter)
{
    check(sqlite, sqlite3_bind_null(statement, parameter));
}

void sqlite_put_count(struct sqlite *sqlite, sqlite3_stmt *statement,
                      int parameter, int64_t count)
{
    check(sqlite, sqlite3_bind_int64(statement, parameter, count));
}

void sqlite_put_number(struct sqlite *sqlite, sqlite3_stmt *statement,
                       int parameter, double number)
{
    check(sqlite, sqlite3_bind_double(statement, parameter, number));
}

void sqlite_put_text(struct sqlite *sqlite, sqlite3_stmt *statement,
                     int parameter, const char *text, size_t length)
{
    check(sqlite, sqlite3_bind_text64(statement, parameter, text, length,
                                      SQLITE_TRANSIENT, SQLITE_UTF8));
}

void sqlite_put(struct sqlite *sqlite, sqlite3_stmt *statement,
                const char *kinds, ...)
{
    va_list values;
    const char *text;

    va_start(values, kinds);
    for (int i = 1; kinds[i - 1] != '\0'; i++) {
        if (kinds[i - 1] == 'i') {
            sqlite_put_count(sqlite, statement, i, va_arg(values, int64_t));
        } else if (kinds[i - 1] == 'd') {
            sqlite_put_number(sqlite, statement, i, va_arg(values, double));
        } else {
            text = va_arg(values, const char *);
            sqlite_put_text(sqlite, statement, i, text, strlen(text));
        }
    }
    va_end(values);
}

void sqlite_run(struct sqlite *sqlite, sqlite3_stmt *statement)
{
    check(sqlite, sqlite3_step(statement));
    sqlite_rewind(sqlite, statement);
}

void sqlite_run_once(struct sqlite *sqlite, sqlite3_stmt *statement)
{
    sqlite_run(sqlite, statement);
    sqlite_finish(statement);
}

bool sqlite_row(struct sqlite *sqlite, sqlite3_stmt *statement)
{
    int status = sqlite3_step(statement);

    check(sqlite, status);
    return status == SQLITE_ROW;
}

int64_t sqlite_count(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_int64(statement, column);
}

double sqlite_number(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return (double)NAN;
    return sqlite3_column_double(statement, column);
}

void sqlite_rewind(struct sqlite *sqlite, sqlite3_stmt *statement)
{
    check(sqlite, sqlite3_reset(statement));
}

const char *sqlite_version(void)
{
    return sqlite3_libversion();
}
