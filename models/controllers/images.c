/* Which nodes have which images. */
#include "models/controllers/images.h"

#include "models/api/score.h"

static const struct node_image *image_on(const struct node *node,
                                         const char *name)
{
    for (int i = 0; i < node->design->image_count; i++)
        if (image_same(node->design->images[i].name, name))
            return &node->design->images[i];
    return NULL;
}

/* Adds what one image is worth on each node. */
static void add(const struct node *nodes, int count, const char *name,
                int64_t *sums)
{
    int having = 0;

    for (int i = 0; i < count; i++)
        having += image_on(&nodes[i], name) != NULL;
    for (int i = 0; i < count && having > 0; i++) {
        const struct node_image *image = image_on(&nodes[i], name);

        if (image != NULL)
            sums[i] += score_image(image->bytes, having, count);
    }
}

const uint8_t *images_score(struct arena *arena, const struct node *nodes,
                            int count, const struct pod_template *template)
{
    int containers = template->container_count + template->init_count;
    int64_t *sums = ARENA_ARRAY(arena, int64_t, count);
    uint8_t *scores = ARENA_ARRAY(arena, uint8_t, count);
    bool any = false;

    for (int i = 0; i < template->init_count; i++)
        add(nodes, count, template->init_containers[i].image, sums);
    for (int i = 0; i < template->container_count; i++)
        add(nodes, count, template->containers[i].image, sums);
    for (int i = 0; i < count; i++) {
        scores[i] = (uint8_t)score_images(sums[i], containers);
        any = any || scores[i] > 0;
    }
    return any ? scores : NULL;
}
