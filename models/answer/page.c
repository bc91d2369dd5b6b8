/* Blocks of lines, and numbers as people read them. */
#include "models/answer/page.h"

enum { MOST_DECIMALS = 9 }; /* of a percentage */

void page_block(struct page *page, const char *title)
{
    struct tree *block =
        tree_append(page->blocks, tree_new(page->arena, TREE_MAPPING));

    tree_put_text(page->arena, block, "title", title);
    page->lines = tree_put_sequence(page->arena, block, "text");
}

void page_line(struct page *page, const char *label, const char *text)
{
    tree_append(page->lines,
                tree_scalar(page->arena, arena_format(page->arena, "  %-11s%s",
                                                      label, text)));
}

void page_item(struct page *page, const char *text)
{
    tree_append(
        page->lines,
        tree_scalar(page->arena, arena_format(page->arena, "- %s", text)));
}

/* Whether what is less than the whole would be printed as all of it. */
static bool shows_whole(double share, int decimals)
{
    return share < 1 && share * 100 >= 100 - 0.5 * pow(10, -decimals);
}

/* Something is missing: it must be seen. */
static int decimals_below(double share, int decimals)
{
    while (decimals < MOST_DECIMALS && shows_whole(share, decimals))
        decimals++;
    return decimals;
}

int page_decimals(const struct interval *interval)
{
    double shown = (interval->high - interval->low) * 50;
    int decimals;

    if (!(shown > 0))
        shown = (1 - interval->mean) * 10;
    if (!(shown > 1e-9))
        return 0;
    decimals = (int)ceil(-log10(shown));
    if (decimals > MOST_DECIMALS)
        return MOST_DECIMALS;
    return decimals_below(interval->mean, decimals < 1 ? 1 : decimals);
}

const char *page_percent(struct page *page, const struct interval *interval,
                         const char *of)
{
    int decimals = page_decimals(interval);
    const char *high;

    if (isnan(interval->low))
        return arena_format(page->arena, "%.*f %%%s", decimals,
                            interval->mean * 100, of);
    high = arena_format(page->arena, "%.*f", decimals, interval->high * 100);
    /* The mean is less than the whole; an interval of means cannot know. */
    if (interval->mean < 1 &&
        (interval->high >= 1 || shows_whole(interval->high, decimals)))
        high = "below 100";
    return arena_format(page->arena, "%.*f %%%s (%.0f %%: %.*f to %s)",
                        decimals, interval->mean * 100, of,
                        interval->level * 100, decimals, interval->low * 100,
                        high);
}

const char *page_duration(struct page *page, double seconds)
{
    return duration_describe(page->arena, seconds);
}

const char *page_number(struct page *page, double value)
{
    return arena_format(page->arena, value >= 100 ? "%.0f" : "%.3g", value);
}

const char *page_cpu(struct page *page, const struct interval *interval,
                     const char *of)
{
    if (isnan(interval->low))
        return arena_format(page->arena, "%.2f %%%s", interval->mean * 100, of);
    return arena_format(page->arena, "%.2f %%%s (%.0f %%: %.2f to %.2f)",
                        interval->mean * 100, of, interval->level * 100,
                        interval->low * 100, interval->high * 100);
}
