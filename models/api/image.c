/* Names of images. */
#include "models/api/image.h"

#include <string.h>

static bool has_tag(const char *name)
{
    const char *path = strrchr(name, '/');

    return strchr(path == NULL ? name : path, ':') != NULL;
}

/* The name without ":latest", if it has that. */
static size_t bare_length(const char *name)
{
    size_t length = strlen(name);

    return has_tag(name) && length > 7 &&
                   strcmp(name + length - 7, ":latest") == 0
               ? length - 7
               : length;
}

bool image_same(const char *one, const char *other)
{
    size_t length = bare_length(one);

    return length == bare_length(other) && strncmp(one, other, length) == 0;
}
