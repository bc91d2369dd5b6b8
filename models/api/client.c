/* Calls to the API server. */
#include "models/api/client.h"

#include "sim/event.h"

void client_open(struct client *client, struct server *server, double rate,
                 double burst, const struct law *latency, uint64_t identity)
{
    struct sim *sim = server->sim;

    client->server = server;
    client->latency = latency;
    bucket_open(&client->bucket, rate, burst, sim->now);
    stream_open(&client->stream, &sim->seed, identity);
}

sim_time client_call(struct client *client)
{
    sim_time now = client->server->sim->now;
    sim_time turn =
        client->bucket.burst == 0 ? now : bucket_reserve(&client->bucket, now);
    double latency = law_draw(client->latency, &client->stream);

    return time_after(server_work(client->server, turn),
                      time_from_seconds(latency));
}
