/* The API server's work. */
#include "models/api/server.h"

#include "sim/event.h"

void server_open(struct server *server, struct sim *sim)
{
    *server = (struct server){.sim = sim, .idle_at = sim->now};
    stream_open(&server->stream, &sim->seed, identity_of("server"));
}

/* What takes no time is not drawn. */
static const struct law *unless_nothing(const struct law *law)
{
    bool nothing = law->kind == &law_constant && law->offset + law->a == 0;

    return nothing ? NULL : law;
}

void server_load(struct server *server, const struct law *work,
                 const struct law *after)
{
    server->work = unless_nothing(work);
    server->after = unless_nothing(after);
}

static sim_time later(struct server *server, sim_time t, const struct law *law)
{
    return time_after(t, law_delay(law, &server->stream));
}

sim_time server_work(struct server *server, sim_time made)
{
    bool waits = made <= server->sim->now;
    sim_time done = waits && server->idle_at > made ? server->idle_at : made;

    if (server->work != NULL)
        done = later(server, done, server->work);
    if (waits)
        server->idle_at =
            server->after == NULL ? done : later(server, done, server->after);
    return done;
}
