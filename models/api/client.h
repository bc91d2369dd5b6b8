/*
 * How a component calls the API server: no faster than its client's rate limit
 * lets it, and each call takes its time.
 * (client-go: util/flowcontrol/throttle.go; rest.Config QPS and Burst)
 */
#ifndef MODELS_API_CLIENT_H
#define MODELS_API_CLIENT_H

#include "models/api/bucket.h"
#include "models/api/server.h"

/* How late news are. */
struct network {
    sim_time link;    /* a machine and the API server */
    struct law watch; /* from a write until a watch brings it */
    struct law call;  /* of a call to the API server, but for its work */
    struct law work;  /* of the API server on a call, until it is answered */
    struct law after; /* and after that */
};

struct client {
    struct server *server;
    const struct law *latency;
    struct bucket bucket;
    struct stream stream;
    int events;          /* that are still to be written */
    sim_time event_turn; /* the next of them asks for its turn */
};

/* `rate` calls a second, `burst` at once; 0: without limit. The law, of a call
 * that need not wait, is not copied. */
void client_open(struct client *client, struct server *server, double rate,
                 double burst, const struct law *latency, uint64_t identity);

/* Makes a call: when it will have been carried out. Calls that are made in
 * turn take their turns at the limit, those that are late by it too. */
sim_time client_call(struct client *client);

/* One more Event is to be written, which tells of what was done: one after the
 * other, within the same limit; nobody waits for them.
 * (client-go: tools/record/event.go, StartRecordingToSink) */
void client_record(struct client *client);

#endif
