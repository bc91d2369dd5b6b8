/*
 * The configurations of Kubernetes' components: what they say of controllers,
 * kubelets and pools is put where the Scenario says nothing of it, by one table
 * of names. A nought is no value to Kubernetes but its default.
 */
#include <assert.h>
#include <string.h>

#include "models/scenario/configuration.h"
#include "models/scenario/draft.h"

enum { MOST_NAMES = 64 }; /* of one kind */

static bool is_known(const char *kind)
{
    const struct configured *row = configuration_rows;

    while (row->kind != NULL && strcmp(row->kind, kind) != 0)
        row++;
    return row->kind != NULL;
}

/* Kubernetes reads names whatever the case of their (ASCII) first letter. */
static bool is_same(const char *a, const char *b)
{
    return (*a | 0x20) == (*b | 0x20) && *a != '\0' && *b != '\0' &&
           strcmp(a + 1, b + 1) == 0;
}

/* Of a mapping by its key, of a list by its number or name. */
static bool is_called(const struct tree *each, int number, const char *name)
{
    if (each->key != NULL)
        return is_same(each->key, name);
    return tree_is(tree_get(each, "name"), name) ||
           (*name == '0' + number && name[1] == '\0');
}

static const struct tree *field(const struct tree *mapping, const char *name)
{
    const struct tree *each = mapping == NULL ? NULL : mapping->first;

    for (int i = 0; each != NULL && !is_called(each, i, name); i++)
        each = each->next;
    return each;
}

static const struct tree *value_of(const struct manifest *manifest,
                                   const struct configured *row)
{
    const struct tree *value = manifest->tree;

    for (int i = 0; i < DEEPEST && row->path[i] != NULL; i++)
        value = field(value, row->path[i]);
    return value == NULL || value->kind == TREE_NULL ? NULL : value;
}

static bool is_nought(const char *text)
{
    return strpbrk(text, "123456789") == NULL &&
           (*text == '\0' || *text == '0');
}

/* As it is written here; NULL where it says nothing. */
static struct tree *translated(const struct draft *draft,
                               const struct tree *value, enum form form)
{
    struct arena *arena = draft->arena;
    struct tree *made = tree_copy(arena, value);
    double number;

    if (form == SAME)
        return made;
    if (value->kind != TREE_SCALAR || is_nought(value->text))
        return value->kind == TREE_SCALAR ? NULL : made;
    if (form == VALUE)
        return made;
    if (!of_number.read(value, &number, draft->errors))
        return NULL;
    made->text =
        form == PER_SECOND ? arena_format(arena, "%.12g/s", number)
        : form == SHARE
            ? arena_format(arena, "%.12g%%", 100 * number)
            : arena_format(arena, "%.12gs",
                           form == QUARTER_SECONDS ? number / 4 : number);
    return made;
}

static void put(const struct draft *draft, struct tree *mapping,
                const char *name, struct tree *value)
{
    const struct tree *given = tree_get(mapping, name);

    if (mapping->kind == TREE_MAPPING &&
        (given == NULL || given->kind == TREE_NULL))
        tree_put(draft->arena, mapping, name, tree_copy(draft->arena, value));
}

/* Into spec.controllers.part. */
static void put_part(struct draft *draft, const char *part, const char *name,
                     struct tree *value)
{
    struct tree *all = tree_get(draft->spec, "controllers"), *mapping;

    if (all == NULL || all->kind == TREE_NULL)
        all = tree_put_mapping(draft->arena, draft->spec, "controllers");
    draft->settings.controllers = all;
    if (all->kind != TREE_MAPPING)
        return;
    mapping = tree_get(all, part);
    if (mapping == NULL || mapping->kind == TREE_NULL) {
        mapping = tree_put_mapping(draft->arena, all, part);
        mapping->at = value->at;
    }
    put(draft, mapping, name, value);
}

/* Into each controller of the controller manager that has such a parameter. */
static void put_all(struct draft *draft, const char *name, struct tree *value)
{
    for (int i = 0; controller_list.plugins[i] != NULL; i++) {
        const struct controller_kind *kind =
            (const void *)controller_list.plugins[i];
        const struct parameter *each = kind->plugin.parameters;

        while (each->name != NULL && strcmp(each->name, name) != 0)
            each++;
        if (kind->process == CONTROLLER_MANAGER && each->name != NULL)
            put_part(draft, kind->plugin.name, name, value);
    }
}

/* A threshold in hundredths is another on each node. */
static bool is_possible(struct draft *draft, const struct configured *row,
                        const struct tree *value)
{
    if (row->path[1] == NULL || strcmp(row->path[1], "memory.available") != 0 ||
        strchr(tree_text(value, ""), '%') == NULL)
        return true;
    remark(&draft->unmodelled,
           "memory.available as a share of the node, where pods are evicted (",
           row->kind, ")");
    return false;
}

static void configure(struct draft *draft, const struct manifest *manifest)
{
    for (const struct configured *row = configuration_rows; row->kind != NULL;
         row++) {
        const struct tree *value =
            strcmp(row->kind, manifest->kind) == 0 && row->part != NULL
                ? value_of(manifest, row)
                : NULL;
        struct tree *made =
            value == NULL ? NULL : translated(draft, value, row->form);

        if (made == NULL || !is_possible(draft, row, made))
            continue;
        if (strcmp(row->part, "*") == 0)
            put_all(draft, row->name, made);
        else
            put_part(draft, row->part, row->name, made);
    }
}

/* The names that settings of the kind know after the first fields of one. */
static const char *const *names_after(struct draft *draft,
                                      const struct configured *one, int depth)
{
    const char **names = ARENA_ARRAY(draft->arena, const char *, MOST_NAMES);
    int count = 0;

    for (const struct configured *row = configuration_rows; row->kind != NULL;
         row++) {
        bool same = strcmp(row->kind, one->kind) == 0;

        for (int i = 0; i < depth; i++)
            same = same && row->path[i] != NULL &&
                   strcmp(row->path[i], one->path[i]) == 0;
        if (same && row->path[depth] != NULL)
            names[count++] = row->path[depth];
        assert(count < MOST_NAMES);
    }
    return names;
}

static bool is_among(const char *name, const char *const *names)
{
    while (*names != NULL && !is_same(*names, name))
        names++;
    return *names != NULL;
}

/* Its key; that of an item is its name, or its number. */
static const char *name_of(struct arena *arena, const struct tree *each,
                           int number)
{
    if (each->key != NULL)
        return each->key;
    return tree_text(tree_get(each, "name"), arena_format(arena, "%d", number));
}

/* What nobody here reads is told: as misspelt, or as not modelled. */
static void check_fields(struct draft *draft, const struct tree *mapping,
                         const char *const *names, const char *kind)
{
    static const char *const everybodys[] = {
        "apiVersion",    "kind", "metadata", "mergeDefaultEvictionSettings",
        "schedulerName", "name", NULL};
    int number = 0;

    for (const struct tree *each = mapping->first; each != NULL;
         each = each->next, number++) {
        const char *name = name_of(draft->arena, each, number), *meant;

        if (is_among(name, names) || is_among(name, everybodys) ||
            (number == 0 && is_among("0", names)))
            continue;
        meant = did_you_mean(draft->arena, name, names);
        if (*meant != '\0' && each->key != NULL)
            warning_at(draft->errors, each->key_at,
                       "unknown field \"%s\" in %s%s", name, kind, meant);
        else
            remark_number(&draft->unmodelled,
                          arena_format(draft->arena, "%s: ", kind), name,
                          " is not modelled", " are not modelled");
    }
}

static void check(struct draft *draft, const struct manifest *manifest)
{
    const char *last[DEEPEST] = {NULL};
    bool top = true;

    for (const struct configured *row = configuration_rows; row->kind != NULL;
         row++) {
        const struct tree *mapping = manifest->tree;

        if (strcmp(row->kind, manifest->kind) != 0)
            continue;
        if (top)
            check_fields(draft, mapping, names_after(draft, row, 0), row->kind);
        top = false;
        for (int i = 1; i < DEEPEST && row->path[i] != NULL; i++) {
            mapping = field(mapping, row->path[i - 1]);
            if (mapping == NULL)
                break;
            if (last[i] != NULL && strcmp(last[i], row->path[i - 1]) == 0)
                continue;
            last[i] = row->path[i - 1];
            check_fields(draft, mapping, names_after(draft, row, i), row->kind);
        }
    }
}

static const struct manifest *configuration_of(const struct draft *draft,
                                               const char *kind)
{
    const struct manifests *all = &draft->manifests;
    int i = 0;

    while (i < all->count && strcmp(all->sorted[i].kind, kind) != 0)
        i++;
    return i < all->count ? &all->sorted[i] : NULL;
}

/* Who names one threshold has no other, unless the defaults are merged.
 * (pkg/kubelet/eviction/helpers.go, ParseThresholdConfig, 1.36) */
static void clear_threshold(struct draft *draft,
                            const struct manifest *manifest)
{
    const struct tree *hard = tree_get(manifest->tree, "evictionHard");
    struct tree *none = tree_scalar(draft->arena, "0");

    if (strcmp(manifest->kind, KUBELET_CONFIGURATION) != 0 ||
        tree_count(hard) == 0 || tree_get(hard, "memory.available") != NULL ||
        tree_is(tree_get(manifest->tree, "mergeDefaultEvictionSettings"),
                "true"))
        return;
    none->at = hard->at;
    put_part(draft, "kubelet", "eviction-hard-memory", none);
}

void draft_configurations(struct draft *draft)
{
    for (int i = 0; i < draft->manifests.count; i++) {
        const struct manifest *manifest = &draft->manifests.sorted[i];
        const struct manifest *first = configuration_of(draft, manifest->kind);

        if (!manifest_configures(manifest->tree))
            continue;
        if (strcmp(manifest->kind, "Kustomization") == 0) {
            warning_at(draft->errors, tree_get(manifest->tree, "kind")->at,
                       "a Kustomization is not carried out; give what "
                       "`kustomize build` writes");
            continue;
        }
        if (!is_known(manifest->kind)) {
            remark_number(&draft->unmodelled, manifest->kind, "",
                          " is not modelled yet", " are not modelled yet");
            continue;
        }
        if (first != manifest) {
            error_at(draft->errors, tree_get(manifest->tree, "kind")->at,
                     "%s is there twice; the other one is at %s:%d",
                     manifest->kind,
                     first->place.file == NULL ? "" : first->place.file,
                     tree_get(first->tree, "kind")->at.line);
            continue;
        }
        check(draft, manifest);
        configure(draft, manifest);
        clear_threshold(draft, manifest);
    }
}

void draft_configure_pool(struct draft *draft, struct tree *pool)
{
    const struct manifest *manifest =
        configuration_of(draft, KUBELET_CONFIGURATION);

    for (const struct configured *row = configuration_rows; row->kind != NULL;
         row++) {
        const struct tree *value = manifest == NULL || row->part != NULL
                                       ? NULL
                                       : value_of(manifest, row);
        struct tree *made =
            value == NULL ? NULL : translated(draft, value, row->form);

        if (made != NULL)
            put(draft, pool, row->name, made);
    }
}
