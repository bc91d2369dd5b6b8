/* The machine's failure. */
#include "sim/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void machine_failed(const char *format, ...)
{
    va_list arguments;

    fputs("nines: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(3);
}
