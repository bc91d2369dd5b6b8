/* The API server's work. */
#include "models/api/server.h"

#include "sim/event.h"

void server_open(struct server *server, struct sim *sim)
{
    *server = (struct server){.sim = sim, .idle_at = sim->now};
    stream_open(&server->stream, &sim->seed, identity_of("server"));
}

static sim_time draw(struct server *server, const struct law *law)
{
    return law == NULL ? 0 : time_from_seconds(law_draw(law, &server->stream));
}

sim_time server_work(struct server *server, sim_time made)
{
    bool waits = made <= server->sim->now;
    sim_time begun = waits && server->idle_at > made ? server->idle_at : made;
    sim_time done = time_after(begun, draw(server, server->work));

    if (waits)
        server->idle_at = time_after(done, draw(server, server->after));
    return done;
}
