/* Calls to the API server. */
#include "models/api/client.h"

#include "sim/event.h"

void client_open(struct client *client, struct server *server, double rate,
                 double burst, const struct law *latency, uint64_t identity)
{
    struct sim *sim = server->sim;

    *client = (struct client){.server = server, .latency = latency};
    bucket_open(&client->bucket, rate, burst, sim->now);
    stream_open(&client->stream, &sim->seed, identity);
}

static sim_time call_at(struct client *client, sim_time at)
{
    sim_time turn =
        client->bucket.burst == 0 ? at : bucket_reserve(&client->bucket, at);
    double latency = law_draw(client->latency, &client->stream);

    return time_after(server_work(client->server, turn),
                      time_from_seconds(latency));
}

/* The Events that have asked for their turns by now: these matter to whoever
 * asks later, and to nobody else. */
static void write_events(struct client *client)
{
    while (client->events > 0 &&
           client->event_turn <= client->server->sim->now) {
        client->event_turn = call_at(client, client->event_turn);
        client->events--;
    }
}

sim_time client_call(struct client *client)
{
    write_events(client);
    return call_at(client, client->server->sim->now);
}

void client_record(struct client *client)
{
    write_events(client);
    if (client->event_turn < client->server->sim->now)
        client->event_turn = client->server->sim->now;
    client->events++;
}
