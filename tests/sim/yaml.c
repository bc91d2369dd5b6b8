/* YAML and JSON as trees: places, what is accepted, what is refused and why. */
#include "sim/io/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

static struct tree *read_bytes(const char *text, size_t length,
                               struct errors *errors)
{
    return yaml_read(errors->arena, "f", text, length, errors);
}

/* The trees as JSON, or the first mistake as line:column: text. */
static const char *outcome(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct tree *documents = read_bytes(text, length, &errors);
    const struct message *first = errors.first;
    char *json = NULL, *copy;
    size_t json_length;
    FILE *to;

    if (first != NULL)
        return arena_format(arena, "%d:%d: %s", first->place.line,
                            first->place.column, first->text);
    to = open_memstream(&json, &json_length);
    tree_write_json(documents, to);
    fclose(to);
    copy = arena_allocate(arena, json_length + 1);
    for (size_t i = 0, n = 0; i < json_length; i++)
        if (json[i] != '\n' && json[i] != ' ')
            copy[n++] = json[i];
    free(json);
    return copy;
}

struct row {
    const char *text;
    const char *expected;
};

static void check_rows(const struct row *rows, size_t count)
{
    struct arena arena;

    arena_open(&arena);
    for (size_t i = 0; i < count; i++) {
        const char *is = outcome(&arena, rows[i].text, strlen(rows[i].text));

        if (strcmp(is, rows[i].expected) != 0)
            printf("\n%s\n-> %s", rows[i].text, is);
        CU_ASSERT_STRING_EQUAL(is, rows[i].expected);
    }
    arena_close(&arena);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof(*(rows)))

static void accepts(void)
{
    static const struct row rows[] = {
        {"", "[]"},
        {"# only comment\n---\n---\n", "[]"},
        {"kind: Pod\n...\n---\nkind: Service\n",
         "[{\"kind\":\"Pod\"},{\"kind\":\"Service\"}]"},
        {"%YAML 1.2\n---\na: b\n", "[{\"a\":\"b\"}]"},
        {"\xef\xbb\xbf"
         "a: 1\r\nb: 2\r\n",
         "[{\"a\":1,\"b\":2}]"},
        {"{\n\t\"a\": [true,\tnull]\n}\n", "[{\"a\":[true,null]}]"},
        {"{a: [1, 2,], b: {c: \"1\",},}",
         "[{\"a\":[1,2],\"b\":{\"c\":\"1\"}}]"},
        {"{\"a\\/b\": \"\\u00e9\"}", "[{\"a/b\":\"\xc3\xa9\"}]"},
        {"[~, null, '', \"~\", 0x10, 1e3, -0.5, 1., 01, .5, no, !!str 7]",
         "[[null,null,\"\",\"~\",\"0x10\",1e3,-0.5,\"1.\",\"01\",\".5\",\"no\","
         "\"7\"]]"},
        {"a: |\n  x\nb: >-\n  y\n", "[{\"a\":\"x\\n\",\"b\":\"y\"}]"},
        {"message: '{{ $labels.pod }} is down'\n",
         "[{\"message\":\"{{$labels.pod}}isdown\"}]"},
    };

    CHECK_ROWS(rows);
}

static void merges(void)
{
    static const struct row rows[] = {
        {"x: &c {a: 1, b: 2}\ny: {b: 3, <<: *c}\n",
         "[{\"x\":{\"a\":1,\"b\":2},\"y\":{\"b\":3,\"a\":1}}]"},
        {"- &p {a: 1}\n- &q {a: 2, b: 2}\n- {<<: [*p, *q]}\n",
         "[[{\"a\":1},{\"a\":2,\"b\":2},{\"a\":1,\"b\":2}]]"},
        {"- \"<<\": 1\n", "[[{\"<<\":1}]]"},
        {"- <<: 1\n", "1:7: << merges a mapping or a sequence of mappings, "
                      "not a scalar"},
        {"a: &k b\n*k : c\n", "[{\"a\":\"b\",\"b\":\"c\"}]"},
        {"a: *b\n", "1:4: no anchor &b before"},
        {"a: &a [*a]\n", "1:8: no anchor &a before"},
        {"a: &a 1\n---\nb: *a\n", "3:4: no anchor &a before"},
    };

    CHECK_ROWS(rows);
}

static void refuses(void)
{
    static const char template[] = "looks like a template that was not "
                                   "rendered; run `helm template` first";
    static const struct row rows[] = {
        {"kind: Pod\nmetadata:\n\tname: x\n", "3:1: tab used for indentation"},
        {"a:\n  b: 1\n  \tc: 2\n", "3:3: tab used for indentation"},
        {"a: b: c\n", "1:5: mapping values are not allowed in this context"},
        {"a: 1\nb: 2\na: 3\n", "3:1: duplicate key \"a\", first at line 1"},
        {"a: \"x\nb: 1\n", "1:4: quote that is never closed"},
        {"a: 'x\n---\nb: 1\n", "1:4: quote that is never closed"},
        {"a:\n  b: {c: 1\n", "2:6: \"{\" that is never closed"},
        {"[1,\n2\n", "1:1: \"[\" that is never closed"},
        {"- a\nb: c\n", "2:1: did not find expected '-' indicator (while "
                        "parsing a block collection that begins at line 1)"},
        {"name: caf\xe9\n", "1:10: not UTF-8"},
        {"a: \xc0\x80\n", "1:4: not UTF-8"},
        {"a: \xed\xa0\x80\n", "1:4: not UTF-8"},
        {"# \xc3\xa9\xc3\xa9\na: \x01\n", "2:4: control character U+0001"},
        {"\x01\x02\x03\x04 q\xff", "1:1: not text"},
        {"{\"a\": \"\\u0000\"}", "1:7: text with a NUL character in it"},
        {"{\"a\": \"\\uD83D\"}",
         "1:10: found invalid Unicode character escape code (while parsing a "
         "quoted scalar that begins at line 1)"},
        {"? [a]\n: b\n", "1:3: a key must be text, not a sequence"},
        {"~: b\n", "1:1: a key must be text, not nothing"},
    };
    static const struct row templates[] = {
        {"replicas: {{ .Values.n }}\n", "1:11: "},
        {"spec:\n  {{- if .Values.x }}\n  replicas: 3\n", "2:3: "},
        {"{{ include \"x\" . }}\na: 1\n", "1:1: "},
        {"a: { { .Values.n } }\n", "1:4: "},
        {"a: {{ .Values.n }}-x\n", "1:4: "},
    };
    struct row row;

    CHECK_ROWS(rows);
    for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++) {
        char expected[200];

        snprintf(expected, sizeof(expected), "%s%s", templates[i].expected,
                 template);
        row = (struct row){templates[i].text, expected};
        check_rows(&row, 1);
    }
}

static void keeps_documents_before_a_mistake(void)
{
    static const char text[] = "a: 1\n---\nb: [\n---\nc: 2\n";
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *documents;

    arena_open(&arena);
    documents = read_bytes(text, strlen(text), &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    CU_ASSERT_EQUAL(tree_count(documents), 1);
    CU_ASSERT_TRUE(tree_is(tree_get(documents->first, "a"), "1"));
    arena_close(&arena);
}

static void reports_every_duplicate(void)
{
    static const char text[] = "a: 1\na: 2\nc: {d: 1, d: 2}\na: 3\n";
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *documents;

    arena_open(&arena);
    documents = read_bytes(text, strlen(text), &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 3);
    CU_ASSERT_TRUE(tree_is(tree_get(documents->first, "a"), "1"));
    CU_ASSERT_EQUAL(tree_count(documents->first), 2);
    arena_close(&arena);
}

static void knows_places(void)
{
    static const char text[] = "\xef\xbb\xbf"
                               "# \xc3\xa9\r\nspec:\r\n- name: "
                               "\"\xc3\xa9\"\r\n  cpu: 250x\r\n";
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *item, *name, *cpu;

    arena_open(&arena);
    item = tree_get(read_bytes(text, strlen(text), &errors)->first, "spec");
    name = tree_get(item->first, "name");
    cpu = tree_get(item->first, "cpu");
    CU_ASSERT_TRUE(name->quoted);
    CU_ASSERT_EQUAL(name->at.column, 9);
    CU_ASSERT_FALSE(cpu->quoted);
    CU_ASSERT_EQUAL(cpu->at.line, 4);
    CU_ASSERT_EQUAL(cpu->at.column, 8);
    CU_ASSERT_EQUAL(cpu->key_at.column, 3);
    CU_ASSERT_STRING_EQUAL(cpu->at.file, "f");
    arena_close(&arena);
}

static void reads_utf16(void)
{
    static const char little[] = "\xff\xfe"
                                 "a\0:\0 \0\x3d\xd8\x00\xde\n";
    static const char big[] = "\xfe\xff\0a\0:\0 \0b";
    static const char broken[] = "\xff\xfe"
                                 "a\0:\0 \0\x3d\xd8x\0";
    struct arena arena;

    arena_open(&arena);
    CU_ASSERT_STRING_EQUAL(outcome(&arena, little, sizeof(little)),
                           "[{\"a\":\"\xf0\x9f\x98\x80\"}]");
    CU_ASSERT_STRING_EQUAL(outcome(&arena, big, sizeof(big) - 1),
                           "[{\"a\":\"b\"}]");
    CU_ASSERT_STRING_EQUAL(outcome(&arena, broken, sizeof(broken) - 1),
                           "1:4: not UTF-16");
    arena_close(&arena);
}

static void reads_surrogate_pairs(void)
{
    static const char text[] =
        "{\"a\": \"\\uD83D\\ude00\\\\uD83D\", \"b\": 1x}";
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *root;

    arena_open(&arena);
    root = read_bytes(text, strlen(text), &errors)->first;
    CU_ASSERT_STRING_EQUAL(tree_text(tree_get(root, "a"), ""),
                           "\xf0\x9f\x98\x80\\uD83D");
    CU_ASSERT_EQUAL(tree_get(root, "b")->at.column, 35);
    arena_close(&arena);
}

static void reads_long_keys(void)
{
    enum { LENGTH = 2000 };
    struct arena arena;
    struct errors errors = {.arena = &arena};
    char *key, *text;
    struct tree *root;

    arena_open(&arena);
    key = arena_allocate(&arena, LENGTH + 1);
    memset(key, 'k', LENGTH);
    text =
        arena_format(&arena, "{\"a\":1,\"%s\":[2],\"%s\"  : 3}", key, key + 1);
    root = read_bytes(text, strlen(text), &errors)->first;
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    CU_ASSERT_EQUAL(tree_count(tree_get(root, key)), 1);
    CU_ASSERT_TRUE(tree_is(tree_get(root, key + 1), "3"));
    arena_close(&arena);
}

static char *repeated(struct arena *arena, const char *text, int times)
{
    size_t length = strlen(text);
    char *all = arena_allocate(arena, length * (size_t)times + 1);

    for (int i = 0; i < times; i++)
        memcpy(all + (size_t)i * length, text, length);
    return all;
}

static void bounds_nesting(void)
{
    struct arena arena;
    char *text;

    arena_open(&arena);
    text = arena_format(&arena, "%s1%s", repeated(&arena, "[", 100),
                        repeated(&arena, "]", 100));
    CU_ASSERT_EQUAL(outcome(&arena, text, strlen(text))[0], '[');
    text = repeated(&arena, "[", 100000);
    CU_ASSERT_STRING_EQUAL(outcome(&arena, text, strlen(text)),
                           "1:101: nesting deeper than 100 levels");
    text = arena_format(&arena, "- &a %s%s\n- %s*a%s",
                        repeated(&arena, "[", 60), repeated(&arena, "]", 60),
                        repeated(&arena, "[", 60), repeated(&arena, "]", 60));
    CU_ASSERT_STRING_EQUAL(outcome(&arena, text, strlen(text)),
                           "2:63: nesting deeper than 100 levels");
    arena_close(&arena);
}

static void bounds_aliases(void)
{
    static const char bomb[] = "a: &a [x, x, x, x, x, x, x, x, x]\n"
                               "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                               "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                               "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                               "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
    struct arena arena;
    const char *is;

    arena_open(&arena);
    is = outcome(&arena, bomb, strlen(bomb));
    CU_ASSERT_STRING_EQUAL(is, "5:8: aliases unfold to more than 10,000 nodes");
    arena_close(&arena);
}

static void bounds_nodes(void)
{
    enum { ITEMS = 2000001 };
    struct arena arena;
    char *text;

    arena_open(&arena);
    text = repeated(&arena, "-\n", ITEMS);
    CU_ASSERT_STRING_EQUAL(outcome(&arena, text, strlen(text)),
                           "2000000:2: more than 2,000,000 nodes");
    arena_close(&arena);
}

SUITE("sim/yaml", {"accepts", accepts}, {"merges", merges},
      {"refuses", refuses},
      {"keeps documents before a mistake", keeps_documents_before_a_mistake},
      {"reports every duplicate", reports_every_duplicate},
      {"knows places", knows_places}, {"reads UTF-16", reads_utf16},
      {"reads surrogate pairs", reads_surrogate_pairs},
      {"reads long keys", reads_long_keys}, {"bounds nesting", bounds_nesting},
      {"bounds aliases", bounds_aliases}, {"bounds nodes", bounds_nodes})
