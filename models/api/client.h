/*
 * How a component calls the API server: no faster than its client's rate limit
 * lets it, and each call takes its time.
 * (client-go: util/flowcontrol/throttle.go; rest.Config QPS and Burst)
 */
#ifndef MODELS_API_CLIENT_H
#define MODELS_API_CLIENT_H

#include "models/api/bucket.h"
#include "models/api/server.h"
#include "sim/event.h"

/* How late news are. */
struct network {
    sim_time link;    /* a machine and the API server */
    struct law watch; /* from a write until a watch brings it */
    struct law call;  /* of a call to the API server, but for its work */
    struct law work;  /* of the API server on a call, until it is answered */
    struct law after; /* and after that */
};

struct request;
struct client;

/* What becomes of a request: it was carried out, or it never will be, as who
 * made it is no more; then what it holds is given back. Both may forget it; the
 * latter may be NULL. */
struct request_kind {
    void (*answered)(struct request *request);
    void (*dropped)(struct request *request);
};

/* A call that is waited for, as a member of what it is about. */
struct request {
    struct event due; /* its answer */
    const struct request_kind *kind;
    struct request *next; /* of its client, under way */
    struct request **place;
};

struct client {
    struct server *server;
    const struct law *latency;
    struct bucket bucket;
    struct stream stream;
    int events;          /* that are still to be written */
    sim_time event_turn; /* the next of them asks for its turn */
    struct request *under_way;
    struct client *next; /* of its process */
};

/* `rate` calls a second, `burst` at once; 0: without limit. The law, of a call
 * that need not wait, is not copied. */
void client_open(struct client *client, struct server *server, double rate,
                 double burst, const struct law *latency, uint64_t identity);

/* Makes a call: when it will have been carried out. Calls that are made in
 * turn take their turns at the limit, those that are late by it too. */
sim_time client_call(struct client *client);

/* Makes a call that is waited for: now; or one whose time is known. */
void request_prepare(struct request *request, const struct request_kind *kind,
                     uint64_t key);
void client_send(struct client *client, struct request *request);
void client_await(struct client *client, struct request *request, sim_time at);

/* Nobody waits for it any more, nor will it be carried out. */
void client_withdraw(struct client *client, struct request *request);

/* The struct of which the request is the named member. */
#define REQUEST_OWNER(request, type, member)                                   \
    ((type *)(void *)((char *)(request)-offsetof(type, member)))

/* All requests under way are dropped, the latest first; it is as when it was
 * opened, then. */
void client_drop(struct client *client);

/* One more Event is to be written, which tells of what was done: one after the
 * other, within the same limit; nobody waits for them.
 * (client-go: tools/record/event.go, StartRecordingToSink) */
void client_record(struct client *client);

#endif
