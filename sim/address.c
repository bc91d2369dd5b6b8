/* Values put into trees by their address. */
#include "sim/address.h"

#include <string.h>

bool address_of_object(const char *address)
{
    return address[strcspn(address, "./")] == '/';
}

size_t address_matches(const char *path, const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || strncmp(path, name, length) != 0 ||
        (path[length] != '\0' && path[length] != '.'))
        return 0;
    return length;
}

static const char *item_name(const struct tree *item)
{
    const char *name = tree_text(tree_get(item, "name"), NULL);

    return name != NULL ? name : tree_text(tree_get(item, "service"), "");
}

/* The child that the path begins with; names may have dots themselves, so the
 * longest wins. */
static struct tree *find(const struct tree *tree, const char *path,
                         size_t *length)
{
    struct tree *found = NULL;

    *length = 0;
    for (struct tree *each = tree->first; each != NULL; each = each->next) {
        size_t matched = address_matches(
            path, tree->kind == TREE_MAPPING ? each->key : item_name(each));

        if (matched > *length) {
            *length = matched;
            found = each;
        }
    }
    return found;
}

struct place setting_place(struct arena *arena, const struct setting *setting)
{
    const char *option = setting->place.file;

    if (option == NULL || strncmp(option, "--", 2) != 0 ||
        strcmp(option + 2, setting->address) == 0)
        return setting->place;
    return (struct place){
        arena_format(arena, "%s %s", option, setting->address), 0, 0};
}

static void item_missing(struct arena *arena, const struct tree *list,
                         const char *path, const struct setting *setting,
                         struct errors *errors)
{
    const char **names = ARENA_ARRAY(arena, const char *, tree_count(list) + 1);
    const char *name =
        arena_format(arena, "%.*s", (int)strcspn(path, "."), path);
    int count = 0;

    for (const struct tree *each = list->first; each != NULL; each = each->next)
        names[count++] = item_name(each);
    error_at(errors, setting_place(arena, setting),
             "\"%s\" has no item \"%s\"%s",
             list->key != NULL ? list->key : "the list", name,
             did_you_mean(arena, name, names));
}

static struct tree *value_of(struct arena *arena, const struct setting *setting)
{
    struct tree *value = tree_scalar(arena, setting->value);

    value->at = value->key_at = setting_place(arena, setting);
    return value;
}

static struct tree *mapping_at(struct arena *arena, struct place place)
{
    struct tree *mapping = tree_new(arena, TREE_MAPPING);

    mapping->at = mapping->key_at = place;
    return mapping;
}

/* The mapping's child for the rest of the path, which is made if need be. */
static struct tree *enter(struct arena *arena, struct tree *mapping,
                          const char **path, const struct setting *setting)
{
    size_t length;
    struct tree *child = find(mapping, *path, &length);
    const char *key;

    if (child == NULL)
        length = strcspn(*path, ".");
    key = arena_format(arena, "%.*s", (int)length, *path);
    *path += length;
    if (**path == '\0')
        return tree_put(arena, mapping, key, value_of(arena, setting));
    (*path)++;
    if (child == NULL || child->kind == TREE_NULL)
        child = tree_put(arena, mapping, key,
                         mapping_at(arena, setting_place(arena, setting)));
    return child;
}

void address_set(struct arena *arena, struct tree *root, const char *path,
                 const struct setting *setting, struct errors *errors)
{
    struct tree *at = root;
    size_t length;

    while (*path != '\0') {
        if (at->kind == TREE_MAPPING) {
            at = enter(arena, at, &path, setting);
            if (*path == '\0')
                return;
        } else if (at->kind == TREE_SEQUENCE) {
            struct tree *item = find(at, path, &length);

            if (item == NULL) {
                item_missing(arena, at, path, setting, errors);
                return;
            }
            at = item;
            path += length + (path[length] == '.');
        } else {
            error_at(errors, setting_place(arena, setting),
                     "\"%s\" is a value and has no \"%s\" in it",
                     at->key != NULL ? at->key : "this", path);
            return;
        }
    }
    error_at(errors, setting_place(arena, setting),
             "the address does not say which value is meant");
}
