/* Work orders and the crews that take them. */
#include "models/infrastructure/repair.h"

#include <stddef.h>

void repair_open(struct repair *repair, struct sim *sim, int crews)
{
    *repair = (struct repair){.sim = sim, .crews = crews};
}

static void take_next(struct repair *repair)
{
    struct order *order = repair->first;

    if (order == NULL || (repair->crews > 0 && repair->busy == repair->crews))
        return;
    repair->first = order->next;
    repair->busy++;
    event_schedule(repair->sim, &order->finished,
                   time_after(repair->sim->now, order->work));
}

static void finished(struct sim *sim, struct event *event)
{
    struct order *order = EVENT_OWNER(event, struct order, finished);

    order->repair->busy--;
    take_next(order->repair);
    order->done(sim, order);
}

void order_open(struct repair *repair, struct order *order, sim_time work,
                uint64_t key,
                void (*done)(struct sim *sim, struct order *order))
{
    event_prepare(&order->finished, finished, RANK_TRUTH, key);
    order->repair = repair;
    order->work = work;
    order->done = done;
    order->next = NULL;
    if (repair->first == NULL)
        repair->first = order;
    else
        repair->last->next = order;
    repair->last = order;
    take_next(repair);
}
