/* Many Services: a row each, or where there are too many to read, the worst. */
#include <stdlib.h>
#include <string.h>

#include "models/answer/page.h"

/* More than so many have rows for the worst of them alone. */
enum { MOST_ROWS = 20, WORST_ROWS = 10 };

const char *page_service(const struct service_answer *service)
{
    const char *slash = strchr(service->service->object, '/');

    return slash == NULL ? service->service->object : slash + 1;
}

static void cell(struct page *page, struct tree *row, const char *text)
{
    tree_append(row, tree_scalar(page->arena, text));
}

static void tell_row(struct page *page, struct tree *rows,
                     const struct service_answer *service)
{
    struct tree *row = tree_append(rows, tree_new(page->arena, TREE_SEQUENCE));
    const struct interval *availability = &service->availability;
    int decimals = page_decimals(availability);
    bool bound = service->outages == 0;

    cell(page, row, page_service(service));
    cell(page, row,
         arena_format(page->arena, "%s%.2f", bound ? ">" : "",
                      bound ? service->nines.low : service->nines.mean));
    cell(page, row,
         arena_format(page->arena, "%s%.*f", bound ? ">" : "", decimals,
                      (bound ? availability->low : availability->mean) * 100));
    cell(page, row, page_number(page, service->downtime_minutes.mean));
    cell(page, row, page_number(page, service->outages_per_year.mean));
    cell(page, row,
         isnan(service->request_success.mean)
             ? "-"
             : arena_format(page->arena, "%.*f",
                            page_decimals(&service->request_success),
                            service->request_success.mean * 100));
    cell(page, row, service->cause_count == 0 ? "-" : service->causes[0].cause);
}

/* Down the longest first; those that were never down by their bounds. */
static int by_downtime(const void *a, const void *b)
{
    const struct service_answer *first =
        *(const struct service_answer *const *)a;
    const struct service_answer *second =
        *(const struct service_answer *const *)b;
    double more = second->unavailability.mean - first->unavailability.mean;

    if (more == 0)
        more = second->unavailability.high - first->unavailability.high;
    if (more == 0)
        return first->service->ordinal - second->service->ordinal;
    return more > 0 ? 1 : -1;
}

static const struct service_answer **sorted(struct page *page, int count)
{
    const struct service_answer **all =
        ARENA_ARRAY(page->arena, const struct service_answer *, count);

    for (int i = 0; i < count; i++)
        all[i] = &page->answer->services[i];
    if (count > MOST_ROWS)
        qsort(all, (size_t)count, sizeof(*all), by_downtime);
    return all;
}

/* What has no row. */
static void tell_others(struct page *page,
                        const struct service_answer *const *others, int count)
{
    double gone = 0;
    int whole = 0;

    for (int i = 0; i < count; i++) {
        gone += others[i]->unavailability.mean / count;
        whole += others[i]->outages == 0;
    }
    if (whole < count)
        page_line(page, "others",
                  arena_format(page->arena, "%d, %.2f nines on average", count,
                               -log10(gone)));
    if (whole > 0)
        page_line(page, whole < count ? "" : "others",
                  arena_format(page->arena, "%d without an outage", whole));
    page_line(page, "", "--json tells of each");
}

static void tell_rows(struct page *page,
                      const struct service_answer *const *services, int count)
{
    static const char *const titles[] = {
        "service",   "nines",      "available %", "min/year",
        "outages/y", "requests %", "first cause"};
    enum { TITLES = 7 };
    struct tree *block = page->blocks->last;
    struct tree *header = tree_put_sequence(page->arena, block, "header");
    struct tree *rows = tree_put_sequence(page->arena, block, "rows");
    const struct service_answer *bounded = NULL;

    for (int i = 0; i < TITLES; i++)
        cell(page, header, titles[i]);
    for (int i = 0; i < count; i++) {
        tell_row(page, rows, services[i]);
        if (services[i]->outages == 0)
            bounded = services[i];
    }
    if (bounded != NULL)
        page_line(page, ">",
                  arena_format(page->arena,
                               "no outage was seen: the bound if one lasts %s",
                               page_duration(page, bounded->assumed_outage)));
}

void page_services(struct page *page)
{
    int count = page->answer->scenario->measured.service_count;
    const struct service_answer **services = sorted(page, count);
    int rows = count > MOST_ROWS ? WORST_ROWS : count;

    page_block(page,
               rows < count
                   ? arena_format(page->arena, "The worst %d of %d Services",
                                  rows, count)
                   : arena_format(page->arena, "%d Services", count));
    tell_rows(page, services, rows);
    if (rows < count)
        tell_others(page, services + rows, count - rows);
}
