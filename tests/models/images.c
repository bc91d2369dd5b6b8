/* What nodes are worth for the images that they have: of those that are there.
 */
#include "models/controllers/images.h"

#include "tests/suite.h"

enum { NODES = 4, SIZE = 512 << 20 };

/* The first two have the image; it counts by the share of the nodes that have
 * it. */
static void there(void)
{
    static const struct node_image image = {"nginx:1", SIZE};
    struct container_template container = {.image = "nginx:1"};
    struct pod_template template = {.container_count = 1,
                                    .containers = &container};
    struct node_design designs[NODES] = {{.image_count = 1, .images = &image},
                                         {.image_count = 1, .images = &image}};
    struct node nodes[NODES] = {{.design = NULL}};
    uint8_t by_node[NODES];
    struct image_scores scores = {.by_node = by_node};
    struct images images;
    struct arena arena;

    arena_open(&arena);
    for (int i = 0; i < NODES; i++)
        nodes[i].design = &designs[i];
    nodes[0].seen[SCHEDULER].exists = nodes[2].seen[SCHEDULER].exists = true;
    images_open(&images, &arena, nodes, NODES);
    CU_ASSERT(images.listed);
    images_score(&images, &template, 2, &scores);
    CU_ASSERT(scores.any && scores.age == images.age);
    CU_ASSERT_EQUAL(by_node[0], 100 * (256 - 23) / (1000 - 23));
    CU_ASSERT_EQUAL(by_node[2], 0);
    nodes[1].seen[SCHEDULER].exists = true;
    images_score(&images, &template, 3, &scores);
    CU_ASSERT_EQUAL(by_node[0], 100 * (341 - 23) / (1000 - 23));
    CU_ASSERT_EQUAL(by_node[1], by_node[0]);
    nodes[0].seen[SCHEDULER].exists = nodes[1].seen[SCHEDULER].exists = false;
    images_score(&images, &template, 1, &scores);
    CU_ASSERT(!scores.any);
    arena_close(&arena);
}

SUITE("models/images", {"of nodes that are there", there})
