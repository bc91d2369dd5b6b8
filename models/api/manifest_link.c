/*
 * Which Services select whose pods. A Service asks for plain labels, so it is
 * found by the first of them: there may be thousands of either.
 */
#include "models/api/manifest_link.h"

#include <stdlib.h>
#include <string.h>

#include "models/api/manifest_budget.h"

static int by_name(const void *a, const void *b)
{
    const struct service *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : strcmp(x->namespace, y->namespace);
}

/* By namespace and the label that they ask for first. */
static int compare(const struct service *service, const char *namespace,
                   struct label label)
{
    const struct requirement *first = service->selector.all;
    int order = strcmp(service->namespace, namespace);

    if (order == 0)
        order = strcmp(first->key, label.key);
    return order != 0 ? order : strcmp(first->values[0], label.value);
}

static int by_label(const void *a, const void *b)
{
    const struct service *x = *(struct service *const *)a;
    const struct service *y = *(struct service *const *)b;
    const struct requirement *first = y->selector.all;
    int order =
        compare(x, y->namespace, (struct label){first->key, first->values[0]});

    return order != 0 ? order : by_name(x, y);
}

/* What asks for no label selects nothing. */
static void sort_by_label(struct manifests *manifests)
{
    int count = 0;

    for (int i = 0; i < manifests->service_count; i++)
        if (manifests->services[i].selector.count > 0)
            manifests->by_label[count++] = &manifests->services[i];
    manifests->by_label_count = count;
    qsort(manifests->by_label, (size_t)count, sizeof(*manifests->by_label),
          by_label);
}

static int first_with(const struct manifests *manifests, const char *namespace,
                      struct label label)
{
    int low = 0, high = manifests->by_label_count;

    while (low < high) {
        int middle = (low + high) / 2;

        if (compare(manifests->by_label[middle], namespace, label) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Those that select the workload's pods, into an array that has room for all;
 * returns how many. */
static int find(const struct manifests *manifests,
                const struct workload *workload, struct service **into)
{
    const struct labels *labels = &workload->template.labels;
    int count = 0;

    for (int i = 0; i < labels->count; i++)
        for (int j = first_with(manifests, workload->namespace, labels->all[i]);
             j < manifests->by_label_count &&
             compare(manifests->by_label[j], workload->namespace,
                     labels->all[i]) == 0;
             j++)
            if (selector_matches(&manifests->by_label[j]->selector, labels))
                into[count++] = manifests->by_label[j];
    return count;
}

static void count_selected(struct manifests *manifests,
                           const struct workload *workload)
{
    int count = find(manifests, workload, manifests->selected);

    for (int i = 0; i < count; i++) {
        manifests->selected[i]->ordinal = 0; /* until they are counted */
        manifests->selected[i]->desired += workload->replicas;
    }
}

void services_keep(struct manifests *manifests)
{
    struct service *all = manifests->services;
    int count = manifests->service_count, kept = 0;

    qsort(all, (size_t)count, sizeof(*all), by_name);
    manifests->by_label =
        ARENA_ARRAY(manifests->arena, struct service *, count);
    manifests->selected =
        ARENA_ARRAY(manifests->arena, struct service *, count);
    sort_by_label(manifests);
    for (int i = 0; i < manifests->workload_count; i++)
        count_selected(manifests, &manifests->workloads[i]);
    for (int i = 0; i < count; i++) {
        if (all[i].ordinal < 0 && manifests->errors->mistakes > 0)
            continue;
        if (all[i].ordinal < 0) {
            warning_at(manifests->errors, all[i].place,
                       "%s selects no pods that are simulated; it is not "
                       "measured",
                       all[i].object);
            continue;
        }
        all[i].ordinal = kept;
        all[kept++] = all[i];
    }
    manifests->service_count = kept;
    sort_by_label(manifests);
}

static int by_ordinal(const void *a, const void *b)
{
    const struct service *x = *(struct service *const *)a;
    const struct service *y = *(struct service *const *)b;

    return x->ordinal - y->ordinal;
}

void manifests_link(const struct manifests *manifests,
                    struct workload *workload)
{
    int count = find(manifests, workload, manifests->selected);
    const struct service **list =
        ARENA_ARRAY(manifests->arena, const struct service *, count);

    budgets_link(manifests, workload);
    if (count > 1)
        qsort(manifests->selected, (size_t)count, sizeof(*manifests->selected),
              by_ordinal);
    for (int i = 0; i < count; i++)
        list[i] = manifests->selected[i];
    workload->template.service_count = count;
    workload->template.services = list;
}
