/* A Node's images, each under all of its names. */
#include "models/api/manifest_image.h"

#include "models/api/manifest_fields.h"
#include "models/api/quantity.h"

void images_read(struct manifests *manifests, const struct tree *status,
                 struct node_design *into)
{
    const struct tree *list =
        field_sequence(status, "images", manifests->errors);
    struct node_image *all;
    int count = 0;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        count += tree_count(field_sequence(each, "names", manifests->errors));
    all = ARENA_ARRAY(manifests->arena, struct node_image, count);
    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        const struct tree *names =
            field_sequence(each, "names", manifests->errors);
        int64_t bytes = 0;

        field_read(each, "sizeBytes", &of_memory, &bytes, manifests->errors);
        for (const struct tree *name = names != NULL ? names->first : NULL;
             name != NULL; name = name->next)
            all[into->image_count++] =
                (struct node_image){tree_text(name, ""), bytes};
    }
    into->images = all;
}
