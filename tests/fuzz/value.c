/* YAML and CSV; and single values, each read by one of the readers. */
#include <assert.h>
#include <string.h>

#include "models/api/quantity.h"
#include "models/api/selector.h"
#include "sim/io/csv.h"
#include "sim/io/yaml.h"
#include "sim/law.h"
#include "tests/fuzz/target.h"

static void try_yaml(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct tree *documents = yaml_read(arena, "input", text, length, &errors);

    tree_copy(arena, documents);
    fuzz_print(&errors);
}

static void read_csv(struct arena *arena, const struct columns_form *form,
                     const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    const struct columns *columns =
        csv_read(arena, form, "input", text, length, &errors);

    assert((columns == NULL) == (errors.mistakes > 0));
    fuzz_print(&errors);
}

static void try_csv(struct arena *arena, const char *text, size_t length)
{
    static const char *const names[] = {"t", "value", NULL};
    static const struct columns_form bare = {';', names};

    read_csv(arena, &comma_separated, text, length);
    read_csv(arena, &bare, text, length);
}

/* Thousandths are never nearer to 0 than whole units, rounded up or cut off. */
static void read_quantity(const char *text)
{
    struct quantity quantity;
    char nano[QUANTITY_TEXT];

    if (!quantity_parse(text, &quantity))
        return;
    quantity_nano_text(quantity, nano);
    if (quantity.high < 0)
        assert(quantity_milli(quantity) <= quantity_units(quantity));
    else
        assert(quantity_milli(quantity) >= quantity_units(quantity));
}

static void read_law(const struct tree *tree, struct errors *errors)
{
    const struct seed seed = {.seed = 1};
    struct stream stream;
    struct law law;

    if (!law_read(tree, &law, errors))
        return;
    stream_open(&stream, &seed, 1);
    law_describe(errors->arena, &law);
    for (int i = 0; i < 10; i++) {
        assert(law_draw(&law, &stream) >= 0);
        assert(law_delay(&law, &stream) >= 0);
    }
    assert(law_quantile(&law, 0.1) <= law_quantile(&law, 0.9));
    assert(law_mean(&law) >= 0);
}

static void read_tree(char what, const struct tree *tree, struct errors *errors)
{
    struct selector selector;

    if (what == 'l') {
        read_law(tree, errors);
    } else if (what == 's') {
        selector = selector_read(errors->arena, tree, errors);
        selector_describe(errors->arena, &selector);
    } else {
        labels_read(errors->arena, tree, errors);
    }
}

/* The first letter says which reader; the rest is what it reads. */
static void try_value(struct arena *arena, const char *text, size_t length)
{
    static const struct parameter_kind *const kinds[] = {
        &of_duration, &of_period, &of_seconds, &of_span,     &of_rate,
        &of_fraction, &of_count,  &of_number,  &of_positive, &of_text,
        &of_flag,     &of_cpu,    &of_memory};
    struct errors errors = {.arena = arena};
    struct tree *tree;
    union {
        double number;
        int64_t count;
        const void *pointer;
    } into;

    if (length == 0)
        return;
    if (*text == 'q') {
        read_quantity(text + 1);
    } else if (*text >= 'a' && *text <= 'm') {
        tree = tree_scalar(arena, text + 1);
        tree->at = (struct place){"input", 1, 1};
        kinds[*text - 'a']->read(tree, &into, &errors);
    } else if (*text != '\0') {
        tree = yaml_read(arena, "input", text + 1, strlen(text + 1), &errors);
        if (tree->first != NULL && errors.mistakes == 0)
            read_tree(*text, tree->first, &errors);
    }
    fuzz_print(&errors);
}

FUZZ("yaml", try_yaml)
FUZZ("csv", try_csv)
FUZZ("value", try_value)
