/* The images of a node. */
#include "models/cluster/image.h"

#include "models/cluster/kubelet.h"

/* pkg/kubelet/kubelet.go, imageBackOff. */
static const struct backoff waits = {SECONDS(10), MINUTES(5), MINUTES(10)};

static struct image *image_of(struct kubelet *kubelet,
                              const struct container_template *container)
{
    uint64_t identity = identity_of(container->image);
    struct image *image = kubelet->images;

    while (image != NULL && image->identity != identity)
        image = image->next;
    if (image == NULL) {
        image = pool_take(&kubelet->all->images);
        image->identity = identity;
        image->present = kubelet->all->settings->images_present;
        image->next = kubelet->images;
        kubelet->images = image;
    }
    return image;
}

/* Nothing is known of an image, and nothing need be, while each is there and
 * the registry answers. */
static bool is_plain(const struct kubelet *kubelet)
{
    return kubelet->all->settings->images_present &&
           !kubelet->all->registry_down;
}

bool image_asked_for(struct kubelet *kubelet,
                     const struct container_template *container)
{
    return !is_plain(kubelet) && container->pull != PULL_NEVER &&
           (container->pull == PULL_ALWAYS ||
            !image_of(kubelet, container)->present);
}

bool image_possible(struct kubelet *kubelet,
                    const struct container_template *container)
{
    return is_plain(kubelet) || container->pull != PULL_NEVER ||
           image_of(kubelet, container)->present;
}

sim_time image_pull(struct kubelet *kubelet,
                    const struct container_template *container, sim_time at,
                    double chance)
{
    const struct kubelet_settings *settings = kubelet->all->settings;
    double seconds = law_quantile(&settings->pull_latency, chance);

    if (!image_of(kubelet, container)->present)
        seconds += (double)settings->image_size / (double)settings->pull_rate;
    if (settings->serial_pulls && kubelet->pulls_until > at)
        at = kubelet->pulls_until;
    at = time_after(at, time_from_seconds(seconds));
    if (settings->serial_pulls)
        kubelet->pulls_until = at;
    return at;
}

bool image_pulled(struct kubelet *kubelet,
                  const struct container_template *container, sim_time now,
                  sim_time *again)
{
    struct image *image = image_of(kubelet, container);

    if (!kubelet->all->registry_down) {
        image->present = true;
        image->backoff.wait = 0;
        return true;
    }
    backoff_next(&waits, &image->backoff, now, now);
    *again = now + image->backoff.wait;
    return false;
}
