/* Which nodes have which images. */
#include "models/controllers/images.h"

#include <string.h>

#include "models/api/score.h"

static const struct node_image *image_on(const struct node *node,
                                         const char *name)
{
    for (int i = 0; i < node->design->image_count; i++)
        if (image_same(node->design->images[i].name, name))
            return &node->design->images[i];
    return NULL;
}

static bool is_there(const struct node *node)
{
    return node->seen[SCHEDULER].exists;
}

/* Adds what one image is worth on each node, of so many that are there. */
static void add(const struct images *images, int there, const char *name)
{
    int having = 0;

    for (int i = 0; i < images->count; i++)
        having += is_there(&images->nodes[i]) &&
                  image_on(&images->nodes[i], name) != NULL;
    for (int i = 0; i < images->count && having > 0; i++) {
        const struct node_image *image = image_on(&images->nodes[i], name);

        if (image != NULL)
            images->sums[i] += score_image(image->bytes, having, there);
    }
}

void images_open(struct images *images, struct arena *arena,
                 const struct node *nodes, int count)
{
    *images = (struct images){.nodes = nodes, .count = count, .age = 1};
    for (int i = 0; i < count; i++)
        images->listed = images->listed || nodes[i].design->image_count > 0;
    if (images->listed)
        images->sums = ARENA_ARRAY(arena, int64_t, count);
}

void images_score(const struct images *images,
                  const struct pod_template *template, int there,
                  struct image_scores *into)
{
    int containers = template->container_count + template->init_count;

    memset(images->sums, 0, sizeof(int64_t) * (size_t)images->count);
    for (int i = 0; i < template->init_count; i++)
        add(images, there, template->init_containers[i].image);
    for (int i = 0; i < template->container_count; i++)
        add(images, there, template->containers[i].image);
    into->any = false;
    for (int i = 0; i < images->count; i++) {
        into->by_node[i] = (uint8_t)score_images(images->sums[i], containers);
        into->any = into->any || into->by_node[i] > 0;
    }
    into->age = images->age;
}
