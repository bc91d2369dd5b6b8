/* Calls to the API server. */
#include "models/api/client.h"

#include "sim/event.h"

void client_open(struct client *client, struct sim *sim, double rate,
                 double burst, const struct law *latency, uint64_t identity)
{
    client->sim = sim;
    client->latency = latency;
    bucket_open(&client->bucket, rate, burst, sim->now);
    stream_open(&client->stream, &sim->seed, identity);
}

sim_time client_call(struct client *client)
{
    sim_time now = client->sim->now;
    sim_time turn =
        client->bucket.burst == 0 ? now : bucket_reserve(&client->bucket, now);

    return time_after(
        turn, time_from_seconds(law_draw(client->latency, &client->stream)));
}
