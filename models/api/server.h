/*
 * The work of the API server: etcd's writes above all are done one after
 * another, so calls wait for one another, in the order in which they were made
 * (a queue with one server). When it has answered a call it still tells the
 * watches, and who called writes an Event. What a call takes besides, all may
 * take at once.
 */
#ifndef MODELS_API_SERVER_H
#define MODELS_API_SERVER_H

#include "sim/law.h"

struct sim;

struct server {
    struct sim *sim;
    const struct law *work;  /* on a call, until it is answered; NULL: none */
    const struct law *after; /* and after that, before the next one; likewise */
    sim_time idle_at; /* when the calls made so far will have been worked on */
    struct stream stream;
};

void server_open(struct server *server, struct sim *sim);

/* Its work takes as long as these laws say, which are not copied. */
void server_load(struct server *server, const struct law *work,
                 const struct law *after);

/* When a call that is made at that time will have been worked on. One that is
 * made later than now, at its client's limit, finds nobody waiting: what comes
 * at such a pace leaves the server idle. */
sim_time server_work(struct server *server, sim_time made);

#endif
