/*
 * The door to libyaml. The text is first made clean UTF-8, so that faults of
 * encoding have a place; then one pass over libyaml's events grows the trees.
 */
#include "sim/io/yaml.h"

#include <ctype.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum {
    MOST_LEVELS = 100,
    MOST_NODES = 2000000,
    MOST_UNFOLDED = 10000, /* nodes, by the aliases of one file */
    LONG_KEY = 1000        /* bytes; libyaml looks 1024 ahead for the colon */
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
    char *text; /* UTF-8, ends with a NUL */
    size_t length;
    yaml_parser_t parser;
    yaml_event_t event; /* the one at hand */
    struct anchor *anchors;
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

/* The length of the character at p in bytes, or 0 if it is not UTF-8. */
static size_t decode(const char *p, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned first = (unsigned char)*p;
    size_t n = first < 0x80         ? 1
               : first >> 5 == 0x6  ? 2
               : first >> 4 == 0xe  ? 3
               : first >> 3 == 0x1e ? 4
                                    : 0;

    if (n == 0 || n > left)
        return 0;
    *code = n == 1 ? first : first & 0x7fu >> n;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (p[i] & 0x3f);
    }
    if (*code < least[n] || *code > 0x10ffff || *code >> 11 == 0x1b)
        return 0;
    return n;
}

static bool is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
           (code >= 0x7f && code < 0xa0 && code != 0x85) ||
           (code | 1) == 0xffff;
}

/* Where UTF-16 is at fault stands a byte that no UTF-8 has. */
static void read_utf16(struct reader *reader, const char *text, size_t length)
{
    size_t room = length * 2;
    char *from = (char *)text, *to = arena_allocate(reader->arena, room + 2);
    iconv_t conversion = iconv_open("UTF-8", "UTF-16");

    if (conversion == (iconv_t)-1)
        machine_failed("this system's iconv cannot read UTF-16");
    reader->text = to;
    if (iconv(conversion, &from, &length, &to, &room) == (size_t)-1)
        *to++ = '\xff';
    iconv_close(conversion);
    reader->length = (size_t)(to - reader->text);
}

static struct place place_of(const struct reader *reader, const char *p)
{
    struct place place = {reader->file, 1, 1};

    for (const char *c = reader->text; c < p; c++) {
        if (*c == '\n' || (*c == '\r' && c[1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if ((*c & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static bool check_text(struct reader *reader, const char *encoding)
{
    const char *bad = NULL, *end = reader->text + reader->length, *message;
    uint32_t code = 0, control = 0;
    size_t controls = 0, n;

    for (const char *p = reader->text; p < end; p += n == 0 ? 1 : n) {
        n = decode(p, (size_t)(end - p), &code);
        if (n != 0 && !is_control(code))
            continue;
        controls += n != 0;
        if (bad == NULL) {
            bad = p;
            control = n != 0 ? code : UINT32_MAX;
        }
    }
    if (bad == NULL)
        return true;
    if (controls > 2 && controls > reader->length / 20)
        message = "not text";
    else if (control == UINT32_MAX)
        message = arena_format(reader->arena, "not %s", encoding);
    else
        message = arena_format(reader->arena, "control character U+%04X",
                               (unsigned)control);
    return fail(reader, place_of(reader, bad), message) != NULL;
}

/* After the closing quote; where it is missing, the end of the line. */
static size_t string_end(const char *text, size_t i)
{
    for (i++; text[i] != '\0' && text[i] != '\n'; i++) {
        if (text[i] == '"')
            return i + 1;
        if (text[i] == '\\' && text[i + 1] != '\0')
            i++;
    }
    return i;
}

/* Reads \uXXXX, whose upper six bits must be `upper`. */
static bool read_surrogate(const char *text, uint32_t upper, uint32_t *bits)
{
    uint32_t code = 0;

    if (text[0] != '\\' || text[1] != 'u')
        return false;
    for (int i = 2; i < 6; i++) {
        int c = tolower((unsigned char)text[i]);

        if (!isxdigit(c))
            return false;
        code = code << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *bits = code & 0x3ff;
    return code >> 10 == upper;
}

/* What a pair saves is made up for by blanks after the string, so that all
 * places stay true. */
static char *copy_string(char *to, const char *from, const char *end)
{
    uint32_t high, low;
    int saved = 0;

    while (from < end) {
        if (read_surrogate(from, 0x36, &high) &&
            read_surrogate(from + 6, 0x37, &low)) {
            to += sprintf(to, "\\U%08X", 0x10000u + (high << 10 | low));
            from += 12;
            saved += 2;
            continue;
        }
        if (*from == '\\' && from + 1 < end)
            *to++ = *from++;
        *to++ = *from++;
    }
    while (saved-- > 0)
        *to++ = ' ';
    return to;
}

/* JSON has what libyaml refuses: surrogate pairs, which become \UXXXXXXXX, and
 * long keys, which become explicit ones. */
static void rewrite_json(struct reader *reader)
{
    const char *text = reader->text;
    char *to = arena_allocate(
        reader->arena, reader->length + reader->length / LONG_KEY * 2 + 1);

    reader->text = to;
    for (size_t i = 0, end; i < reader->length; i = end) {
        end = i + 1;
        if (text[i] != '"') {
            *to++ = text[i];
            continue;
        }
        end = string_end(text, i);
        if (end - i > LONG_KEY &&
            text[end + strspn(text + end, " \t\r\n")] == ':') {
            *to++ = '?';
            *to++ = ' ';
        }
        to = copy_string(to, text + i, text + end);
    }
    reader->length = (size_t)(to - reader->text);
}

static bool prepare_text(struct reader *reader, const char *text, size_t length)
{
    const char *encoding = "UTF-8";

    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 ||
                        memcmp(text, "\xfe\xff", 2) == 0)) {
        encoding = "UTF-16";
        read_utf16(reader, text, length);
    } else {
        size_t mark =
            length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

        reader->length = length - mark;
        reader->text = arena_allocate(reader->arena, reader->length + 1);
        memcpy(reader->text, text + mark, reader->length);
    }
    if (!check_text(reader, encoding))
        return false;
    text = reader->text + strspn(reader->text, " \t\r\n");
    if (*text == '{' || *text == '[')
        rewrite_json(reader);
    return true;
}

/* libyaml counts characters. */
static const char *find(const struct reader *reader, size_t character)
{
    const char *p = reader->text, *end = p + reader->length;

    for (; p < end; p++)
        if ((*p & 0xc0) != 0x80 && character-- == 0)
            break;
    return p;
}

static const char *line_of(const struct reader *reader, const char *p)
{
    while (p > reader->text && p[-1] != '\n')
        p--;
    return p;
}

static const char *braces_on_line(const struct reader *reader, const char *p)
{
    const char *line = line_of(reader, p), *braces = strstr(line, "{{");

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
    const char *at = find(reader, parser->problem_mark.index), *from = at;
    const char *line = line_of(reader, at), *braces, *unclosed, *tab;

    if (parser->error == YAML_MEMORY_ERROR)
        machine_failed("no memory to read %s", reader->file);
    if (parser->context != NULL)
        from = find(reader, parser->context_mark.index);
    braces = braces_on_line(reader, at);
    if (braces == NULL)
        braces = braces_on_line(reader, from);
    tab = line + strspn(line, " ");
    unclosed = what_is_unclosed(reader, from, at);
    if (braces != NULL)
        fail(reader, place_of(reader, braces), template_text);
    else if (*tab == '\t' && parser->flow_level == 0)
        fail(reader, place_of(reader, tab), "tab used for indentation");
    else if (unclosed != NULL)
        fail(reader, place_of(reader, from), unclosed);
    else if (parser->context == NULL)
        fail(reader, place_of(reader, at), parser->problem);
    else
        fail(reader, place_of(reader, at),
             arena_format(reader->arena, "%s (%s that begins at line %d)",
                          parser->problem, parser->context,
                          place_of(reader, from).line));
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

/* Whether JSON would write the plain scalar without quotes. */
static bool is_bare(const char *text)
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

static bool is_null(const char *text)
{
    return *text == '\0' || strcmp(text, "~") == 0 ||
           strcmp(text, "null") == 0 || strcmp(text, "Null") == 0 ||
           strcmp(text, "NULL") == 0;
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
    node->text = arena_copy(reader->arena, text);
    node->bare = !node->quoted && is_bare(text);
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
    const struct tree *key;

    if (reader->event.type == YAML_MAPPING_START_EVENT)
        return fail(reader, mapping->at, template_text);
    key = read_node(reader, level);
    if (key == NULL)
        return NULL;
    if (key->kind != TREE_SCALAR)
        return fail(reader, key->at,
                    arena_format(reader->arena, "a key must be text, not %s",
                                 tree_kind_name(key)));
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
    node = tree_new(reader->arena, TREE_NULL);
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
    if (!prepare_text(&reader, text, length))
        return documents;
    if (!yaml_parser_initialize(&reader.parser))
        machine_failed("no memory to read %s", file);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &reader.parser, (const unsigned char *)reader.text, reader.length);
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
