/*
 * The door to SQLite: statements that cannot fail. If one does, the file is
 * left in order and the program ends with exit status 3.
 */
#ifndef SIM_IO_SQLITE_H
#define SIM_IO_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3_stmt;

struct sqlite {
    struct sqlite3 *handle;
    char *path;
    bool begun;       /* a transaction is */
    bool ahead;       /* sqlite_write_ahead() was called */
    char advice[100]; /* what to say after a failure, or "" */
};

/* Opens a file, or creates it. */
void sqlite_open(struct sqlite *sqlite, const char *path);

/* While writing, readers are not disturbed (WAL); afterwards there is one file.
 * What is not committed is lost. */
void sqlite_write_ahead(struct sqlite *sqlite);
void sqlite_close(struct sqlite *sqlite);

/* Ends the program: "nines: PATH: WHY". */
void sqlite_fail(struct sqlite *sqlite, const char *why)
    __attribute__((noreturn));

void sqlite_execute(struct sqlite *sqlite, const char *sql);
void sqlite_begin(struct sqlite *sqlite);
void sqlite_commit(struct sqlite *sqlite);

/* The whole number that a query answers, or `otherwise` if it has no row. */
int64_t sqlite_ask(struct sqlite *sqlite, const char *sql, int64_t otherwise);

/* A statement; released by sqlite_finish() or sqlite_close(). */
struct sqlite3_stmt *sqlite_prepare(struct sqlite *sqlite, const char *sql);
void sqlite_finish(struct sqlite3_stmt *statement);

/* Sets one parameter, from 1. */
void sqlite_put_null(struct sqlite *sqlite, struct sqlite3_stmt *statement,
                     int parameter);
void sqlite_put_count(struct sqlite *sqlite, struct sqlite3_stmt *statement,
                      int parameter, int64_t count);
void sqlite_put_number(struct sqlite *sqlite, struct sqlite3_stmt *statement,
                       int parameter, double number); /* NaN is NULL */
void sqlite_put_text(struct sqlite *sqlite, struct sqlite3_stmt *statement,
                     int parameter, const char *text, size_t length);

/* Sets the first parameters; each letter of `kinds` is one: i an int64_t, d a
 * double, t a text. */
void sqlite_put(struct sqlite *sqlite, struct sqlite3_stmt *statement,
                const char *kinds, ...);

/* Runs a statement without rows, and makes it ready for the next time; the
 * second one finishes it. */
void sqlite_run(struct sqlite *sqlite, struct sqlite3_stmt *statement);
void sqlite_run_once(struct sqlite *sqlite, struct sqlite3_stmt *statement);

/* The next row of a query, if there is one, and its columns, from 0. */
bool sqlite_row(struct sqlite *sqlite, struct sqlite3_stmt *statement);
int64_t sqlite_count(struct sqlite3_stmt *statement, int column);
double sqlite_number(struct sqlite3_stmt *statement, int column);
void sqlite_rewind(struct sqlite *sqlite, struct sqlite3_stmt *statement);

const char *sqlite_version(void);

#endif
