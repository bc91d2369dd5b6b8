/*
 * A test file registers its suite by itself: SUITE("sim/event", {"...", f}).
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <CUnit/CUnit.h>
#include <stdbool.h>

struct test {
    const char *name;
    void (*run)(void);
};

void suite_add(const char *title, const struct test *tests);

/* The form of the run: --short leaves out what is slow under sanitizers,
 * --long is `make oracles`. */
bool suite_short(void);
bool suite_long(void);

/* The program that was built beside the tests. */
const char *suite_program(void);

#define SUITE(title, ...)                                                      \
    static const struct test suite_tests[] = {__VA_ARGS__, {NULL, NULL}};      \
    __attribute__((constructor)) static void suite_register(void)              \
    {                                                                          \
        suite_add(title, suite_tests);                                         \
    }

#endif
