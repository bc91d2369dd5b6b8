/*
 * The door to libyaml: one pass over its events grows the trees.
 */
#include "sim/io/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "sim/failure.h"
#include "sim/io/text.h"
#include "sim/random.h"

enum {
    MOST_LEVELS = 100,
    MOST_NODES = 2000000,
    MOST_UNFOLDED = 10000 /* nodes, by the aliases of one file */
};

static const char template_text[] =
    "looks like a template that was not rendered; run `helm template` first";
static const char too_deep[] = "nesting deeper than 100 levels";
static const char merge_key[] = "<<"; /* told from a quoted one by address */

struct anchor {
    const char *name;
    const struct tree *tree;
    struct anchor *next;
};

struct reader {
    struct arena *arena;
    struct errors *errors;
    const char *file;
    struct text text;
    yaml_parser_t parser;
    yaml_event_t event; /* the one at hand */
    struct anchor *anchors;
    struct tree *spare;      /* was a key's; used for the next node */
    const char *recent[256]; /* texts, by their hashes: most come again */
    int nodes;
    int unfolded;
    bool failed;
};

static void *fail(struct reader *reader, struct place place, const char *text)
{
    error_at(reader->errors, place, "%s", text);
    reader->failed = true;
    return NULL;
}

static const char *braces_on_line(const struct reader *reader, const char *p)
{
    const char *line = text_line(&reader->text, p),
               *braces = strstr(line, "{{");

    return braces != NULL && braces < line + strcspn(line, "\n") ? braces
                                                                 : NULL;
}

static const char *what_is_unclosed(const struct reader *reader,
                                    const char *from, const char *at)
{
    const yaml_parser_t *parser = &reader->parser;

    if (parser->context == NULL)
        return NULL;
    if (strstr(parser->context, "scanning a quoted scalar") != NULL &&
        strstr(parser->problem, "found unexpected") != NULL)
        return "quote that is never closed";
    if (strstr(parser->context, "parsing a flow") != NULL &&
        at[strspn(at, " \t\r\n")] == '\0')
        return *from == '{' ? "\"{\" that is never closed"
                            : "\"[\" that is never closed";
    return NULL;
}

static void syntax_error(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *at = text_character(&reader->text, parser->problem_mark.index),
               *from = at;
    const char *line = text_line(&reader->text, at), *braces, *unclosed, *tab;

    if (parser->error == YAML_MEMORY_ERROR)
        machine_failed("no memory to read %s", reader->file);
    if (parser->context != NULL)
        from = text_character(&reader->text, parser->context_mark.index);
    braces = braces_on_line(reader, at);
    if (braces == NULL)
        braces = braces_on_line(reader, from);
    tab = line + strspn(line, " ");
    unclosed = what_is_unclosed(reader, from, at);
    if (braces != NULL)
        fail(reader, text_place(&reader->text, braces), template_text);
    else if (*tab == '\t' && parser->flow_level == 0)
        fail(reader, text_place(&reader->text, tab),
             "tab used for indentation");
    else if (unclosed != NULL)
        fail(reader, text_place(&reader->text, from), unclosed);
    else if (parser->context == NULL)
        fail(reader, text_place(&reader->text, at), parser->problem);
    else
        fail(reader, text_place(&reader->text, at),
             arena_format(reader->arena, "%s (%s that begins at line %d)",
                          parser->problem, parser->context,
                          text_place(&reader->text, from).line));
}

static bool advance(struct reader *reader)
{
    if (reader->failed)
        return false;
    yaml_event_delete(&reader->event);
    if (!yaml_parser_parse(&reader->parser, &reader->event))
        syntax_error(reader);
    return !reader->failed;
}

static struct place place_at(const struct reader *reader)
{
    const yaml_mark_t *mark = &reader->event.start_mark;

    return (struct place){reader->file, (int)mark->line + 1,
                          (int)mark->column + 1};
}

static int measure(const struct tree *tree, int *size)
{
    int most = 0;

    (*size)++;
    for (const struct tree *child = tree->first; child; child = child->next) {
        int levels = measure(child, size);

        most = levels > most ? levels : most;
    }
    return most + (tree->kind > TREE_SCALAR);
}

static struct tree *unfold(struct reader *reader, int level)
{
    const char *name = (const char *)reader->event.data.alias.anchor;
    const struct anchor *anchor = reader->anchors;
    int size = 0;

    while (anchor != NULL && strcmp(anchor->name, name) != 0)
        anchor = anchor->next;
    if (anchor == NULL)
        return fail(reader, place_at(reader),
                    arena_format(reader->arena, "no anchor &%s before", name));
    if (level - 1 + measure(anchor->tree, &size) > MOST_LEVELS)
        return fail(reader, place_at(reader), too_deep);
    if ((reader->unfolded += size) > MOST_UNFOLDED)
        return fail(reader, place_at(reader),
                    "aliases unfold to more than 10,000 nodes");
    return tree_copy(reader->arena, anchor->tree);
}

/* An anchor is known only after its node, so no tree contains itself. */
static void add_anchor(struct reader *reader, const char *name,
                       const struct tree *tree)
{
    struct anchor *anchor = ARENA_NEW(reader->arena, struct anchor);

    *anchor = (struct anchor){name, tree, reader->anchors};
    reader->anchors = anchor;
    if (++reader->unfolded > MOST_UNFOLDED)
        fail(reader, tree->at, "more than 10,000 anchors");
}

static bool is_null(const char *text)
{
    return *text == '\0' || strcmp(text, "~") == 0 ||
           strcmp(text, "null") == 0 || strcmp(text, "Null") == 0 ||
           strcmp(text, "NULL") == 0;
}

static const char *copy(struct reader *reader, const char *text)
{
    const char **recent = &reader->recent[identity_of(text) % 256];

    if (*recent == NULL || strcmp(*recent, text) != 0)
        *recent = arena_copy(reader->arena, text);
    return *recent;
}

static struct tree *new_node(struct reader *reader)
{
    struct tree *node = reader->spare;

    if (node == NULL)
        return tree_new(reader->arena, TREE_NULL);
    reader->spare = NULL;
    *node = (struct tree){.kind = TREE_NULL};
    return node;
}

static struct tree *read_scalar(struct reader *reader, struct tree *node)
{
    const char *text = (const char *)reader->event.data.scalar.value;
    const char *tag = (const char *)reader->event.data.scalar.tag;

    if (strlen(text) != reader->event.data.scalar.length)
        return fail(reader, node->at, "text with a NUL character in it");
    node->quoted = reader->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
                   (tag != NULL && strcmp(tag, YAML_STR_TAG) == 0);
    if (!node->quoted && is_null(text))
        return node;
    node->kind = TREE_SCALAR;
    node->text = copy(reader, text);
    node->bare = !node->quoted && tree_bare(text);
    return node;
}

static void move(struct tree *parent, struct tree *child)
{
    const char *key = child->key;

    tree_append(parent, child)->key = key;
}

static void merge(struct reader *reader, struct tree *mapping,
                  struct tree *source)
{
    struct tree *child = source->first, *next;

    if (source->kind != TREE_MAPPING && source->kind != TREE_SEQUENCE)
        error_at(reader->errors, source->at,
                 "<< merges a mapping or a sequence of mappings, not %s",
                 tree_kind_name(source));
    for (; child != NULL; child = next) {
        next = child->next;
        if (source->kind == TREE_MAPPING)
            move(mapping, child);
        else
            merge(reader, mapping, child);
    }
}

struct entry {
    struct tree *child;
    int order;
};

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->child->key, y->child->key);

    return order != 0 ? order : x->order - y->order;
}

/* Of each key the first is kept. Among the mapping's `own` keys a second is a
 * mistake; those after them were merged. */
static void drop_duplicates(struct reader *reader, struct tree *mapping,
                            int own)
{
    struct tree *child = mapping->first, *next;
    int count = tree_count(mapping), n = 0;
    struct entry *entries = ARENA_ARRAY(reader->arena, struct entry, count);

    for (; child != NULL; child = child->next, n++)
        entries[n] = (struct entry){child, n};
    qsort(entries, (size_t)count, sizeof(*entries), by_key);
    for (int i = 1, kept = 0; i < count; i++) {
        struct tree *first = entries[kept].child;

        child = entries[i].child;
        if (strcmp(first->key, child->key) != 0) {
            kept = i;
            continue;
        }
        if (entries[i].order < own)
            error_at(reader->errors, child->key_at,
                     "duplicate key \"%s\", first at line %d", child->key,
                     first->key_at.line);
        child->key = NULL;
    }
    child = mapping->first;
    for (mapping->first = NULL; child != NULL; child = next) {
        next = child->next;
        if (child->key != NULL)
            move(mapping, child);
    }
}

static struct tree *close_mapping(struct reader *reader, struct tree *mapping)
{
    struct tree merged = {0}, *child = mapping->first, *next;
    int own = 0;

    mapping->first = NULL;
    for (; child != NULL; child = next) {
        next = child->next;
        own += child->key != merge_key;
        move(child->key == merge_key ? &merged : mapping, child);
    }
    for (child = merged.first; child != NULL; child = next) {
        next = child->next;
        merge(reader, mapping, child);
    }
    if (mapping->first != mapping->last)
        drop_duplicates(reader, mapping, own);
    return mapping;
}

static struct tree *read_node(struct reader *reader, int level);

static const char *read_key(struct reader *reader, const struct tree *mapping,
                            int level)
{
    struct tree *key;

    if (reader->event.type == YAML_MAPPING_START_EVENT)
        return fail(reader, mapping->at, template_text);
    key = read_node(reader, level);
    if (key == NULL)
        return NULL;
    if (key->kind != TREE_SCALAR)
        return fail(reader, key->at,
                    arena_format(reader->arena, "a key must be text, not %s",
                                 tree_kind_name(key)));
    if (reader->anchors == NULL || reader->anchors->tree != key)
        reader->spare = key;
    return !key->quoted && strcmp(key->text, merge_key) == 0 ? merge_key
                                                             : key->text;
}

static struct tree *read_mapping(struct reader *reader, struct tree *mapping,
                                 int level)
{
    while (advance(reader) && reader->event.type != YAML_MAPPING_END_EVENT) {
        struct place place = place_at(reader);
        const char *key = read_key(reader, mapping, level + 1);
        struct tree *child;

        if (key == NULL || !advance(reader))
            return NULL;
        child = read_node(reader, level + 1);
        if (child == NULL)
            return NULL;
        tree_append(mapping, child)->key = key;
        child->key_at = place;
    }
    return reader->failed ? NULL : close_mapping(reader, mapping);
}

static struct tree *read_sequence(struct reader *reader, struct tree *sequence,
                                  int level)
{
    while (advance(reader) && reader->event.type != YAML_SEQUENCE_END_EVENT) {
        struct tree *child = read_node(reader, level + 1);

        if (child == NULL)
            return NULL;
        tree_append(sequence, child);
    }
    return reader->failed ? NULL : sequence;
}

static const char *anchor_of(const struct reader *reader)
{
    const yaml_event_t *event = &reader->event;
    const yaml_char_t *name = event->type == YAML_SCALAR_EVENT
                                  ? event->data.scalar.anchor
                              : event->type == YAML_MAPPING_START_EVENT
                                  ? event->data.mapping_start.anchor
                                  : event->data.sequence_start.anchor;

    return name == NULL ? NULL : arena_copy(reader->arena, (const char *)name);
}

/* Reads the node that the event at hand begins, up to its last event. */
static struct tree *read_node(struct reader *reader, int level)
{
    yaml_event_type_t type = reader->event.type;
    struct tree *node;
    const char *anchor;

    if (type == YAML_ALIAS_EVENT)
        return unfold(reader, level);
    if (level > MOST_LEVELS && type != YAML_SCALAR_EVENT)
        return fail(reader, place_at(reader), too_deep);
    if (++reader->nodes > MOST_NODES)
        return fail(reader, place_at(reader), "more than 2,000,000 nodes");
    anchor = anchor_of(reader);
    node = new_node(reader);
    node->at = place_at(reader);
    if (type == YAML_SCALAR_EVENT) {
        node = read_scalar(reader, node);
    } else if (type == YAML_MAPPING_START_EVENT) {
        node->kind = TREE_MAPPING;
        node = read_mapping(reader, node, level);
    } else {
        node->kind = TREE_SEQUENCE;
        node = read_sequence(reader, node, level);
    }
    if (node != NULL && anchor != NULL)
        add_anchor(reader, anchor, node);
    return node;
}

struct tree *yaml_read(struct arena *arena, const char *file, const char *text,
                       size_t length, struct errors *errors)
{
    struct tree *documents = tree_new(arena, TREE_SEQUENCE), *document;
    struct reader reader = {
        .arena = arena, .errors = errors, .file = arena_copy(arena, file)};

    documents->at.file = reader.file;
    if (!text_open(&reader.text, arena, reader.file, text, length, errors))
        return documents;
    if (!yaml_parser_initialize(&reader.parser))
        machine_failed("no memory to read %s", file);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser,
                                 (const unsigned char *)reader.text.start,
                                 reader.text.length);
    while (advance(&reader) && reader.event.type != YAML_STREAM_END_EVENT) {
        if (reader.event.type != YAML_DOCUMENT_START_EVENT)
            continue;
        reader.anchors = NULL;
        document = advance(&reader) ? read_node(&reader, 1) : NULL;
        if (!reader.failed && document->kind != TREE_NULL)
            tree_append(documents, document);
    }
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    return documents;
}

const char *yaml_library_version(void)
{
    return yaml_get_version_string();
}
