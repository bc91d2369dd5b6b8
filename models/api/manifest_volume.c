/*
 * Volumes. Which StorageClass makes what kind of volume only its provisioner
 * knows; here what one node at a time may write (ReadWriteOnce) is a disk of a
 * cloud's zone, which is attached, unless it is a node's own.
 */
#include "models/api/manifest_volume.h"

#include <string.h>

#include "models/api/manifest_fields.h"

/* A PersistentVolumeClaim that pods may name. */
struct claim_design {
    const char *namespace;
    const char *name;
    struct volume_design *volume;
    struct claim_design *next;
};

static const char *const modes[] = {"ReadWriteOnce", "ReadOnlyMany",
                                    "ReadWriteMany", "ReadWriteOncePod", NULL};

/* Whether one node at a time may use it. */
static bool is_exclusive(struct manifests *manifests, const struct tree *spec)
{
    const struct tree *list =
        field_sequence(spec, "accessModes", manifests->errors);
    bool exclusive = true;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        int mode = 0;

        while (modes[mode] != NULL && !tree_is(each, modes[mode]))
            mode++;
        if (modes[mode] == NULL)
            error_at(
                manifests->errors, each->at, "\"%s\" is no access mode%s",
                tree_text(each, ""),
                did_you_mean(manifests->arena, tree_text(each, ""), modes));
        exclusive = exclusive && mode != 1 && mode != 2;
    }
    return exclusive;
}

static const struct manifest *find(const struct manifests *manifests,
                                   const char *kind, const char *name)
{
    for (int i = 0; name != NULL && i < manifests->count; i++)
        if (strcmp(manifests->sorted[i].kind, kind) == 0 &&
            strcmp(manifests->sorted[i].name, name) == 0)
            return &manifests->sorted[i];
    return NULL;
}

/* The PersistentVolume that the claim is bound to, or NULL. */
static const struct tree *bound(const struct manifests *manifests,
                                const struct manifest *claim,
                                const struct tree *spec)
{
    const struct manifest *named =
        find(manifests, "PersistentVolume",
             tree_text(tree_get(spec, "volumeName"), NULL));

    if (named != NULL)
        return tree_get(named->tree, "spec");
    for (int i = 0; claim != NULL && i < manifests->count; i++) {
        const struct tree *of =
            tree_get(tree_get(manifests->sorted[i].tree, "spec"), "claimRef");

        if (strcmp(manifests->sorted[i].kind, "PersistentVolume") == 0 &&
            tree_is(tree_get(of, "name"), claim->name) &&
            strcmp(tree_text(tree_get(of, "namespace"), "default"),
                   claim->namespace) == 0)
            return tree_get(manifests->sorted[i].tree, "spec");
    }
    return NULL;
}

static bool is_local_class(const struct manifests *manifests,
                           const struct tree *spec)
{
    const struct manifest *class =
        find(manifests, "StorageClass",
             tree_text(tree_get(spec, "storageClassName"), NULL));

    return class != NULL && tree_is(tree_get(class->tree, "provisioner"),
                                    "kubernetes.io/no-provisioner");
}

/* The one value that a PersistentVolume's nodeAffinity demands of a label. */
static const char *demanded(const struct tree *volume, const char *key)
{
    const struct tree *terms =
        tree_get(tree_get(tree_get(volume, "nodeAffinity"), "required"),
                 "nodeSelectorTerms");
    const struct tree *all =
        terms != NULL ? tree_get(terms->first, "matchExpressions") : NULL;

    for (const struct tree *each = all != NULL ? all->first : NULL;
         each != NULL; each = each->next) {
        const struct tree *values = tree_get(each, "values");

        if (tree_is(tree_get(each, "key"), key) && tree_count(values) == 1)
            return tree_text(values->first, NULL);
    }
    return NULL;
}

static struct volume_design *design_read(struct manifests *manifests,
                                         const struct manifest *claim,
                                         const char *object,
                                         const struct tree *spec)
{
    struct volume_design *design =
        ARENA_NEW(manifests->arena, struct volume_design);
    const struct tree *volume = bound(manifests, claim, spec);
    bool exclusive = is_exclusive(manifests, spec);
    bool local = is_local_class(manifests, spec) ||
                 tree_get(volume, "local") != NULL ||
                 tree_get(volume, "hostPath") != NULL;

    *design = (struct volume_design){
        .ordinal = manifests->volume_count++,
        .object = object,
        .attached = exclusive && !local && tree_get(volume, "nfs") == NULL,
        .zone = demanded(volume, "topology.kubernetes.io/zone"),
        .node = demanded(volume, "kubernetes.io/hostname")};
    design->zonal = design->zone != NULL || design->attached;
    if (design->attached && design->zone == NULL)
        remark(&manifests->assumed,
               "a disk in the zone of the first node on which it is used is "
               "assumed for ",
               object, "");
    if (local && design->node == NULL)
        remark(&manifests->unmodelled,
               "local volumes without a PersistentVolume that names its node "
               "are not modelled yet (",
               object, ")");
    return design;
}

static void claim_read(struct manifests *manifests,
                       const struct manifest *manifest)
{
    const struct tree *spec =
        field_mapping(manifest->tree, "spec", manifests->errors);
    struct claim_design *claim =
        ARENA_NEW(manifests->arena, struct claim_design);

    schema_check(&claim_schema, manifest->tree, manifests->errors);
    *claim = (struct claim_design){
        manifest->namespace, manifest->name,
        design_read(manifests, manifest, manifest->object, spec),
        manifests->claims};
    manifests->claims = claim;
}

void volumes_read(struct manifests *manifests)
{
    for (int i = 0; i < manifests->count; i++) {
        const struct manifest *each = &manifests->sorted[i];

        if (strcmp(each->kind, "PersistentVolumeClaim") == 0)
            claim_read(manifests, each);
        else if (strcmp(each->kind, "PersistentVolume") == 0)
            schema_check(&volume_schema, each->tree, manifests->errors);
        else if (strcmp(each->kind, "StorageClass") == 0)
            schema_check(&storage_class_schema, each->tree, manifests->errors);
    }
}

static void add(struct manifests *manifests, struct pod_template *template,
                struct claim claim)
{
    struct claim *all =
        ARENA_ARRAY(manifests->arena, struct claim, template->claim_count + 1);

    if (template->claim_count > 0)
        memcpy(all, template->claims,
               sizeof(*all) * (size_t) template->claim_count);
    all[template->claim_count++] = claim;
    template->claims = all;
}

static const struct volume_design *design_named(struct manifests *manifests,
                                                const struct manifest *owner,
                                                const struct tree *name)
{
    for (const struct claim_design *each = manifests->claims; each != NULL;
         each = each->next)
        if (tree_is(name, each->name) &&
            strcmp(each->namespace, owner->namespace) == 0)
            return each->volume;
    warning_at(manifests->errors, name->at,
               "there is no PersistentVolumeClaim \"%s\"; it is taken to be "
               "for a ReadWriteOnce volume",
               name->text);
    claim_read(manifests, &(struct manifest){
                              .tree = tree_new(manifests->arena, TREE_MAPPING),
                              .kind = "PersistentVolumeClaim",
                              .namespace = owner->namespace,
                              .name = name->text,
                              .object = arena_format(manifests->arena,
                                                     "persistentvolumeclaim/%s",
                                                     name->text)});
    return manifests->claims->volume;
}

void claims_read(struct manifests *manifests, const struct manifest *owner,
                 const struct tree *spec, struct pod_template *into)
{
    const struct tree *volumes =
        field_sequence(spec, "volumes", manifests->errors);

    for (const struct tree *each = volumes != NULL ? volumes->first : NULL;
         each != NULL; each = each->next) {
        const struct tree *name = tree_get(
            field_mapping(each, "persistentVolumeClaim", manifests->errors),
            "claimName");

        if (name != NULL && name->kind == TREE_SCALAR)
            add(manifests, into,
                (struct claim){tree_text(tree_get(each, "name"), ""),
                               design_named(manifests, owner, name), false});
        if (tree_get(each, "ephemeral") != NULL)
            remark(&manifests->unmodelled,
                   "ephemeral volumes are not modelled yet (", owner->object,
                   ")");
    }
}

void claim_templates_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *into)
{
    const struct tree *list =
        field_sequence(spec, "volumeClaimTemplates", manifests->errors);

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        const char *name = tree_text(
            tree_get(field_mapping(each, "metadata", manifests->errors),
                     "name"),
            NULL);
        const char *object;

        if (name == NULL) {
            error_at(manifests->errors, each->at,
                     "a volumeClaimTemplate without a name");
            continue;
        }
        object = arena_format(manifests->arena, "persistentvolumeclaim/%s-%s",
                              name, into->name);
        add(manifests, &into->template,
            (struct claim){
                name,
                design_read(manifests, NULL, object,
                            field_mapping(each, "spec", manifests->errors)),
                true});
    }
}
