/* What the results say, for people: one screen, 80 columns. */
#include <string.h>

#include "models/answer/page.h"

/* Up to so many Services have a paragraph each; more have a row each. */
enum { PARAGRAPHS = 3, MOST_NOTES = 8, MOST_CAUSES = 5 };

/* The bound is rounded down. */
static void tell_bound(struct page *page, const struct service_answer *service)
{
    const struct interval *availability = &service->availability;
    int decimals = page_decimals(availability) + 1;
    double unit = pow(10, decimals);

    page_line(page, "available",
              arena_format(page->arena,
                           "at least %.*f %% of the time (%.0f %%)", decimals,
                           floor(availability->low * 100 * unit) / unit,
                           availability->level * 100));
    page_line(page, "",
              arena_format(page->arena,
                           "no outage was seen; one is assumed to last %s",
                           page_duration(page, service->assumed_outage)));
}

/* What a promise is about: whole years, or less than one. */
static const char *years(struct page *page)
{
    if (page->answer->horizon >= 365 * 86400.0)
        return "years";
    return arena_format(page->arena, "runs of %s",
                        page_duration(page, page->answer->horizon));
}

/* Why there is no t interval. */
static const char *why_poisson(const struct page *page,
                               const struct service_answer *service)
{
    const char *why = "the longest outages weigh most";

    if (page->answer->results->replications == 1)
        why = "one replication";
    else if (service->outages < FEW_OUTAGES)
        why = "few outages";
    return arena_format(page->arena,
                        "%s: by the Poisson interval of the outages", why);
}

static void tell_promises(struct page *page,
                          const struct service_answer *service)
{
    const char *all = "";

    for (int i = 0; i < PROMISE_TARGETS; i++)
        all = arena_format(
            page->arena, "%s%s%s %%%s %s %%", all, i == 0 ? "" : ", ",
            page_number(page, service->year_meets[i] * 100),
            i > 0 ? "" : arena_format(page->arena, " of %s meet", years(page)),
            promise_targets[i].percent);
    page_line(page, "promises", all);
}

static void tell_availability(struct page *page,
                              const struct service_answer *service)
{
    if (service->outages == 0) {
        tell_bound(page, service);
        return;
    }
    page_line(page, "available",
              page_percent(page, &service->availability, " of the time"));
    if (strcmp(service->availability.method, "poisson") == 0)
        page_line(page, "", why_poisson(page, service));
    tell_promises(page, service);
}

static void tell_outages(struct page *page,
                         const struct service_answer *service)
{
    if (service->outages == 0)
        return;
    page_line(page, "outages",
              arena_format(page->arena, "%s a year, %s each, the longest %s",
                           page_number(page, service->outages_per_year.mean),
                           page_duration(page, service->outage_seconds.mean),
                           page_duration(page, service->longest_seconds)));
    page_line(page, "",
              arena_format(page->arena,
                           "detected in %s, answered in %s, over in %s",
                           page_duration(page, service->detect_seconds.mean),
                           page_duration(page, service->react_seconds.mean),
                           page_duration(page, service->recover_seconds.mean)));
}

static void tell_causes(struct page *page, const struct service_answer *service)
{
    for (int i = 0; i < service->cause_count && i < MOST_CAUSES; i++) {
        const struct cause_answer *cause = &service->causes[i];
        bool named = strcmp(cause->cause, cause->kind) != 0;

        page_line(page, i == 0 ? "causes" : "",
                  arena_format(page->arena, "%s %% %s%s%s%s",
                               page_number(page, cause->share * 100),
                               cause->cause, named ? " (" : "",
                               named ? cause->kind : "", named ? ")" : ""));
    }
    if (service->cause_count > MOST_CAUSES)
        page_line(page, "",
                  arena_format(page->arena, "and %d more",
                               service->cause_count - MOST_CAUSES));
}

static void tell_service(struct page *page,
                         const struct service_answer *service)
{
    const char *name = page_service(service);

    if (service->outages == 0)
        page_block(
            page,
            arena_format(
                page->arena,
                "%s: at least %.2f nines, no outage in "
                "%s",
                name, service->nines.low,
                page_duration(page, page->answer->horizon *
                                        page->answer->results->replications)));
    else
        page_block(
            page,
            arena_format(page->arena, "%s: %.2f nines, %s minutes down a year",
                         name, service->nines.mean,
                         page_number(page, service->downtime_minutes.mean)));
    tell_availability(page, service);
    tell_outages(page, service);
    tell_causes(page, service);
    if (service->request_success.mean < 1)
        page_line(page, "requests",
                  page_percent(page, &service->request_success, " succeed"));
    else if (service->request_success.mean >= 1)
        page_line(page, "requests", "none failed");
    if (service->capacity.mean < 1)
        page_line(
            page, "capacity",
            page_percent(page, &service->capacity, " of the replicas serve"));
}

static void tell_delays(struct page *page, const struct cluster_answer *cluster)
{
    if (!isnan(cluster->detection_seconds.mean))
        page_line(page, "crashes",
                  arena_format(
                      page->arena, "%s until the node is Unknown%s%s%s",
                      page_duration(page, cluster->detection_seconds.mean),
                      isnan(cluster->eviction_seconds.mean) ? "" : ", ",
                      isnan(cluster->eviction_seconds.mean)
                          ? ""
                          : page_duration(page, cluster->eviction_seconds.mean),
                      isnan(cluster->eviction_seconds.mean)
                          ? ""
                          : " until its pods are deleted"));
    if (!isnan(cluster->recovery_seconds.mean))
        page_line(
            page, "recovery",
            arena_format(page->arena,
                         "%s until a pod that stopped, or its replacement, "
                         "serves",
                         page_duration(page, cluster->recovery_seconds.mean)));
    if (cluster->pods_pending.mean >= 0.005)
        page_line(page, "pending",
                  arena_format(page->arena, "%s pods on average",
                               page_number(page, cluster->pods_pending.mean)));
}

static void tell_cpu(struct page *page, const struct cluster_answer *cluster)
{
    page_line(page, "P_avg",
              page_cpu(page, &cluster->p_avg, " of the nodes' CPU used"));
    page_line(
        page, "theta_bar",
        page_cpu(page, &cluster->theta_bar, " of the requested CPU used"));
    page_line(page, "delta_cpu", page_cpu(page, &cluster->delta, ""));
    page_line(page, "",
              arena_format(page->arena,
                           "magnitude %.2f %%; peaks at %.2f %% on average",
                           cluster->delta_abs.mean * 100,
                           cluster->delta_max.mean * 100));
}

static void tell_cluster(struct page *page)
{
    const struct answer *answer = page->answer;
    const struct cluster_answer *cluster = &answer->cluster;
    const char *nodes =
        arena_format(page->arena, "Cluster: %d node%s, %.0f node-hours",
                     answer->scenario->measured.machine_count,
                     answer->scenario->measured.machine_count == 1 ? "" : "s",
                     cluster->node_hours.mean);

    page_block(page, cluster->cost.mean > 0
                         ? arena_format(page->arena, "%s, cost %.2f", nodes,
                                        cluster->cost.mean)
                         : nodes);
    if (cluster->p_avg.mean > 0)
        tell_cpu(page, cluster);
    else
        page_line(page, "CPU", "none is used, as no requests are offered");
    tell_delays(page, cluster);
}

static double pending_of(const struct workload_answer *workload)
{
    double sum = 0;

    for (int i = 0; i < PENDING_REASONS; i++)
        sum += workload->pending[i];
    return sum;
}

/* Whether its pods end of themselves: how many there are at the start says
 * nothing of whether all found a node. */
static bool passes(const struct workload *workload)
{
    return workload->kind == WORKLOAD_JOB ||
           workload->kind == WORKLOAD_CRON_JOB;
}

static bool lacks_pods(const struct workload_answer *workload)
{
    return passes(workload->workload) ? pending_of(workload) > 0
                                      : workload->placed < workload->wanted;
}

static void tell_workload(struct page *page,
                          const struct workload_answer *workload)
{
    const char *reason;
    int first = 0;

    for (int i = 1; i < PENDING_REASONS; i++)
        if (workload->pending[i] > workload->pending[first])
            first = i;
    reason = pending_of(workload) > 0
                 ? arena_format(page->arena, "0/%d nodes are available: %s",
                                page->answer->scenario->measured.machine_count,
                                pending_reasons[first])
                 : "none waits for a node at the end";
    page_item(page, arena_format(page->arena, "%s: %s of %s pods placed; %s",
                                 workload->workload->object,
                                 page_number(page, workload->placed),
                                 page_number(page, workload->wanted), reason));
}

static void tell_workloads(struct page *page)
{
    const struct answer *answer = page->answer;
    const struct measured *measured = &answer->scenario->measured;
    const char *title;
    double wanted = 0, placed = 0;
    int told = 0, passing = 0;

    for (int i = 0; i < measured->workload_count; i++) {
        if (passes(answer->workloads[i].workload)) {
            passing++;
            continue;
        }
        wanted += answer->workloads[i].wanted;
        placed += answer->workloads[i].placed;
    }
    title =
        arena_format(page->arena, "%d workload%s: ", measured->workload_count,
                     measured->workload_count == 1 ? "" : "s");
    if (passing == measured->workload_count)
        page_block(page, arena_format(page->arena, "%sJobs alone", title));
    else
        page_block(page,
                   arena_format(page->arena, "%s%s of %s pods placed%s", title,
                                page_number(page, placed),
                                page_number(page, wanted),
                                passing > 0 ? ", beside those of Jobs" : ""));
    for (int i = 0; i < measured->workload_count; i++)
        if (lacks_pods(&answer->workloads[i]) && told++ < MOST_NOTES)
            tell_workload(page, &answer->workloads[i]);
    if (told > MOST_NOTES)
        page_item(page, arena_format(page->arena,
                                     "and %d more that lack pods: see --json",
                                     told - MOST_NOTES));
}

static void tell_notes(struct page *page, const char *title,
                       const struct note *note)
{
    int told = 0, more = 0;

    if (note == NULL)
        return;
    page_block(page, title);
    for (; note != NULL; note = note->next)
        if (told++ < MOST_NOTES)
            page_item(page, note->text);
        else
            more++;
    if (more > 0)
        page_item(page, arena_format(page->arena,
                                     "and %d more: see nines validate", more));
}

static const char *warm_up_text(struct page *page,
                                const struct warm_up_time *warm_up)
{
    if (warm_up->state == WARM_UP_UNKNOWN)
        return "nothing is removed: the pilot saw too few outages to find a "
               "transient; give its length";
    if (warm_up->state == WARM_UP_REFUSED)
        return arena_format(page->arena,
                            "nothing is removed: MSER-5 saw no steady state "
                            "within %s; ask for a longer horizon",
                            page_duration(page, page->answer->horizon));
    if (warm_up->length == 0)
        return "nothing is removed: MSER-5 found no transient";
    return arena_format(page->arena,
                        "the first %s of each replication are not measured%s",
                        page_duration(page, time_seconds(warm_up->length)),
                        warm_up->state == WARM_UP_FOUND
                            ? ": so long is the transient that MSER-5 found"
                            : "");
}

static void tell_warm_up(struct page *page)
{
    const struct warm_up_time *warm_up = &page->answer->scenario->warm_up;

    if (warm_up->state == WARM_UP_GIVEN && warm_up->length == 0)
        return;
    page_block(page, "Warm-up");
    page_item(page, warm_up_text(page, warm_up));
}

static void tell_services(struct page *page)
{
    const struct answer *answer = page->answer;
    int count = answer->scenario->measured.service_count;

    if (count == 0)
        page_block(page, "No Service that selects pods: no availability to "
                         "measure");
    else if (count > PARAGRAPHS)
        page_services(page);
    for (int i = 0; count <= PARAGRAPHS && i < count; i++)
        tell_service(page, &answer->services[i]);
}

struct tree *answer_report(const struct scenario *scenario,
                           const struct results *results, struct arena *arena)
{
    struct page page = {answer_of(scenario, results, arena), arena,
                        tree_new(arena, TREE_SEQUENCE), NULL};

    tell_services(&page);
    tell_cluster(&page);
    if (scenario->measured.workload_count > 0)
        tell_workloads(&page);
    tell_warm_up(&page);
    tell_notes(&page, "Assumed", scenario->assumed);
    tell_notes(&page, "Not modelled", scenario->unmodelled);
    if (scenario->ignored > 0) {
        page_block(&page, "Ignored");
        page_item(&page, arena_format(arena,
                                      "%d object%s without use for a "
                                      "simulation",
                                      scenario->ignored,
                                      scenario->ignored == 1 ? "" : "s"));
    }
    return page.blocks;
}
