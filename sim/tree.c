/* Trees of scalars, sequences and mappings. */
#include "sim/tree.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct tree *tree_get(const struct tree *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != TREE_MAPPING)
        return NULL;
    for (struct tree *child = mapping->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

int tree_count(const struct tree *tree)
{
    int count = 0;

    if (tree != NULL)
        for (const struct tree *child = tree->first; child; child = child->next)
            count++;
    return count;
}

bool tree_is(const struct tree *tree, const char *text)
{
    return tree != NULL && tree->kind == TREE_SCALAR &&
           strcmp(tree->text, text) == 0;
}

const char *tree_text(const struct tree *scalar, const char *otherwise)
{
    if (scalar == NULL || scalar->kind != TREE_SCALAR)
        return otherwise;
    return scalar->text;
}

const char *tree_kind_name(const struct tree *tree)
{
    static const char *const names[] = {"nothing", "a scalar", "a sequence",
                                        "a mapping"};

    return names[tree == NULL ? TREE_NULL : tree->kind];
}

struct place tree_place(const struct tree *tree)
{
    if (tree == NULL)
        return (struct place){0};
    return tree->key_at.file != NULL ? tree->key_at : tree->at;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

void tree_check_keys(const struct tree *mapping, const char *const *known,
                     const char *what, bool mistake, struct errors *errors)
{
    if (mapping == NULL || mapping->kind != TREE_MAPPING)
        return;
    for (const struct tree *child = mapping->first; child; child = child->next)
        if (!is_among(child->key, known))
            (mistake ? error_at : warning_at)(
                errors, tree_place(child), "unknown field \"%s\" in %s%s",
                child->key, what,
                did_you_mean(errors->arena, child->key, known));
}

struct tree *tree_new(struct arena *arena, enum tree_kind kind)
{
    struct tree *tree = ARENA_NEW(arena, struct tree);

    tree->kind = kind;
    return tree;
}

struct tree *tree_scalar(struct arena *arena, const char *text)
{
    struct tree *tree = tree_new(arena, TREE_SCALAR);

    tree->text = arena_copy(arena, text);
    return tree;
}

struct tree *tree_append(struct tree *sequence, struct tree *child)
{
    child->key = NULL;
    child->next = NULL;
    if (sequence->first == NULL)
        sequence->first = child;
    else
        sequence->last->next = child;
    sequence->last = child;
    return child;
}

struct tree *tree_put(struct arena *arena, struct tree *mapping,
                      const char *key, struct tree *child)
{
    struct tree **link = &mapping->first;

    while (*link != NULL && strcmp((*link)->key, key) != 0)
        link = &(*link)->next;
    if (*link == NULL) {
        tree_append(mapping, child);
    } else {
        child->next = (*link)->next;
        if (mapping->last == *link)
            mapping->last = child;
        *link = child;
    }
    child->key = arena_copy(arena, key);
    return child;
}

struct tree *tree_put_text(struct arena *arena, struct tree *mapping,
                           const char *key, const char *text)
{
    return tree_put(arena, mapping, key, tree_scalar(arena, text));
}

static struct tree *put_bare(struct arena *arena, struct tree *mapping,
                             const char *key, const char *text)
{
    struct tree *child = tree_put_text(arena, mapping, key, text);

    child->bare = true;
    return child;
}

struct tree *tree_put_number(struct arena *arena, struct tree *mapping,
                             const char *key, double number)
{
    char text[40];
    int digits = 15;

    if (!isfinite(number))
        return tree_put_null(arena, mapping, key);
    do
        snprintf(text, sizeof(text), "%.*g", digits, number);
    while (strtod(text, NULL) != number && ++digits <= 17);
    return put_bare(arena, mapping, key, text);
}

struct tree *tree_put_count(struct arena *arena, struct tree *mapping,
                            const char *key, long long count)
{
    char text[40];

    snprintf(text, sizeof(text), "%lld", count);
    return put_bare(arena, mapping, key, text);
}

struct tree *tree_put_null(struct arena *arena, struct tree *mapping,
                           const char *key)
{
    return tree_put(arena, mapping, key, tree_new(arena, TREE_NULL));
}

struct tree *tree_put_mapping(struct arena *arena, struct tree *mapping,
                              const char *key)
{
    return tree_put(arena, mapping, key, tree_new(arena, TREE_MAPPING));
}

struct tree *tree_put_sequence(struct arena *arena, struct tree *mapping,
                               const char *key)
{
    return tree_put(arena, mapping, key, tree_new(arena, TREE_SEQUENCE));
}

static bool same_items(const struct tree *a, const struct tree *b)
{
    for (a = a->first, b = b->first; a != NULL; a = a->next, b = b->next)
        if (!tree_same(a, b))
            return false;
    return true;
}

static bool same_fields(const struct tree *a, const struct tree *b)
{
    for (a = a->first; a != NULL; a = a->next)
        if (!tree_same(a, tree_get(b, a->key)))
            return false;
    return true;
}

bool tree_same(const struct tree *a, const struct tree *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind || tree_count(a) != tree_count(b))
        return false;
    if (a->kind == TREE_SCALAR)
        return strcmp(a->text, b->text) == 0;
    return a->kind == TREE_MAPPING ? same_fields(a, b) : same_items(a, b);
}

struct tree *tree_copy(struct arena *arena, const struct tree *tree)
{
    struct tree *copy = ARENA_NEW(arena, struct tree);

    *copy = *tree;
    copy->first = copy->last = copy->next = NULL;
    if (tree->text != NULL)
        copy->text = arena_copy(arena, tree->text);
    if (tree->key != NULL)
        copy->key = arena_copy(arena, tree->key);
    for (const struct tree *child = tree->first; child; child = child->next) {
        struct tree *twin = tree_copy(arena, child);
        const char *key = twin->key;

        tree_append(copy, twin)->key = key;
    }
    return copy;
}

/* Whether JSON would write the plain scalar without quotes. */
bool tree_bare(const char *text)
{
    const char *p = text + (*text == '-');
    char *end;

    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return true;
    if (!isdigit((unsigned char)*p) ||
        (*p == '0' && isdigit((unsigned char)p[1])) ||
        text[strspn(text, "0123456789+-.eE")] != '\0')
        return false;
    strtod(text, &end);
    p = strchr(text, '.');
    return *end == '\0' && (p == NULL || isdigit((unsigned char)p[1]));
}

static void write_text(const char *text, FILE *to)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";

    fputc('"', to);
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        const char *letter = letters;

        while (*letter != '\0' && *letter != *text)
            letter += 2;
        if (*letter != '\0')
            fprintf(to, "\\%c", letter[1]);
        else if (byte < 0x20 || byte == 0x7f)
            fprintf(to, "\\u%04x", (unsigned)byte);
        else
            fputc(byte, to);
    }
    fputc('"', to);
}

static void write_json(const struct tree *tree, int indent, FILE *to)
{
    bool mapping = tree->kind == TREE_MAPPING;

    if (tree->kind == TREE_NULL) {
        fputs("null", to);
        return;
    }
    if (tree->kind == TREE_SCALAR) {
        if (tree->bare)
            fputs(tree->text, to);
        else
            write_text(tree->text, to);
        return;
    }
    fputc(mapping ? '{' : '[', to);
    for (const struct tree *child = tree->first; child; child = child->next) {
        fprintf(to, "%s\n%*s", child == tree->first ? "" : ",", indent + 2, "");
        if (mapping) {
            write_text(child->key, to);
            fputs(": ", to);
        }
        write_json(child, indent + 2, to);
    }
    if (tree->first != NULL)
        fprintf(to, "\n%*s", indent, "");
    fputc(mapping ? '}' : ']', to);
}

void tree_write_json(const struct tree *tree, FILE *to)
{
    if (tree == NULL)
        fputs("null", to);
    else
        write_json(tree, 0, to);
}
