/* Calls to the API server. */
#include "models/api/client.h"

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

static void leave(struct request *request)
{
    *request->place = request->next;
    if (request->next != NULL)
        request->next->place = request->place;
}

static void due(struct sim *sim, struct event *event)
{
    struct request *request = EVENT_OWNER(event, struct request, due);

    (void)sim;
    leave(request);
    request->kind->answered(request);
}

void request_prepare(struct request *request, const struct request_kind *kind,
                     uint64_t key)
{
    *request = (struct request){.kind = kind};
    event_prepare(&request->due, due, RANK_DECISION, key);
}

void client_await(struct client *client, struct request *request, sim_time at)
{
    request->next = client->under_way;
    request->place = &client->under_way;
    if (request->next != NULL)
        request->next->place = &request->next;
    client->under_way = request;
    event_schedule(client->server->sim, &request->due, at);
}

void client_send(struct client *client, struct request *request)
{
    client_await(client, request, client_call(client));
}

void client_withdraw(struct client *client, struct request *request)
{
    leave(request);
    event_cancel(client->server->sim, &request->due);
}

void client_drop(struct client *client)
{
    struct bucket *bucket = &client->bucket;
    struct request *request;

    while ((request = client->under_way) != NULL) {
        client_withdraw(client, request);
        if (request->kind->dropped != NULL)
            request->kind->dropped(request);
    }
    client->events = 0;
    bucket_open(bucket, bucket->rate, bucket->burst, client->server->sim->now);
}
