/* Events. */
#include "models/api/recorder.h"

static void write(struct recorder *recorder)
{
    event_schedule(recorder->client->server->sim, &recorder->written,
                   client_call(recorder->client));
}

static void written(struct sim *sim, struct event *event)
{
    struct recorder *recorder = EVENT_OWNER(event, struct recorder, written);

    (void)sim;
    if (--recorder->left > 0)
        write(recorder);
}

void recorder_open(struct recorder *recorder, struct client *client,
                   uint64_t identity)
{
    recorder->client = client;
    recorder->left = 0;
    event_prepare(&recorder->written, written, RANK_DECISION, identity);
}

void recorder_add(struct recorder *recorder)
{
    if (recorder->left++ == 0)
        write(recorder);
}
