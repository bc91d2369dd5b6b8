/*
 * The machine's failure (memory, disk), not the user's mistake and not our bug.
 */
#ifndef SIM_FAILURE_H
#define SIM_FAILURE_H

/* Prints "nines: ..." and exits with status 3. */
void machine_failed(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

#endif
