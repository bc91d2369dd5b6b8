/* The door to libmd. */
#include "sim/io/digest.h"

#include <sha2.h>

#include "sim/failure.h"

const char *digest_of(struct arena *arena, const char *bytes, size_t length)
{
    char *digits = arena_allocate(arena, SHA256_DIGEST_STRING_LENGTH);

    if (SHA256Data((const uint8_t *)bytes, length, digits) == NULL)
        machine_failed("cannot compute a SHA-256 digest");
    return digits;
}
