/* Sentences about many objects. */
#include "models/api/remark.h"

#include <string.h>

enum { MOST_NAMED = 6 };

struct remark_object {
    const char *name;
    struct remark_object *next;
};

static struct remark *find(struct remarks *remarks, const char *before,
                           const char *after)
{
    struct remark *each = remarks->first;

    while (each != NULL && (strcmp(each->before, before) != 0 ||
                            strcmp(each->after, after) != 0))
        each = each->next;
    return each;
}

static struct remark *append(struct remarks *remarks, const char *before,
                             const char *after, const char *many)
{
    struct remark *made = ARENA_NEW(remarks->arena, struct remark);

    made->before = before;
    made->after = after;
    made->many = many;
    if (remarks->last == NULL)
        remarks->first = made;
    else
        remarks->last->next = made;
    return remarks->last = made;
}

void remark_number(struct remarks *remarks, const char *before,
                   const char *object, const char *after, const char *many)
{
    struct remark *remark = find(remarks, before, after);
    struct remark_object *made;

    if (remark == NULL)
        remark = append(remarks, before, after, many);
    if (remark->last != NULL && strcmp(remark->last->name, object) == 0)
        return;
    made = ARENA_NEW(remarks->arena, struct remark_object);
    made->name = object;
    if (remark->last == NULL)
        remark->first = made;
    else
        remark->last->next = made;
    remark->last = made;
    remark->count++;
}

void remark(struct remarks *remarks, const char *before, const char *object,
            const char *after)
{
    remark_number(remarks, before, object, after, NULL);
}

const char *remark_text(struct arena *arena, const struct remark *remark)
{
    const struct remark_object *each = remark->first;
    const char *names = each->name, *after = remark->after;
    int most = remark->count > MOST_NAMED + 1 ? MOST_NAMED : remark->count;

    for (int i = 1; i < most; i++) {
        each = each->next;
        names =
            arena_format(arena, "%s%s%s", names,
                         i + 1 == remark->count ? " and " : ", ", each->name);
    }
    if (most < remark->count)
        names =
            arena_format(arena, "%s and %d more", names, remark->count - most);
    if (remark->count > 1 && remark->many != NULL)
        after = remark->many;
    return arena_format(arena, "%s%s%s", remark->before, names, after);
}
