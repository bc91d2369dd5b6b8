// The availability model on SimGrid's timers: cluster_simgrid N EVENTS
// N machines, Exp(1000 h) to failure, Exp(10 h) to repair; the time integrals
// of the machines up and of "at least K up". Prints nanoseconds of CPU per
// event and the availability.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace s4u = simgrid::s4u;
using simgrid::kernel::timer::Timer;

static std::mt19937_64 chance(12345);
static std::exponential_distribution<double> life(1 / 1000.0), repair(1 / 10.0);
static double sum_up, sum_enough, last, horizon;
static unsigned long count;
static int up, least;

static void change(int by)
{
    double now = s4u::Engine::get_clock();

    sum_up += up * (now - last);
    if (up >= least)
        sum_enough += now - last;
    last = now;
    up += by;
    count++;
}

static void repaired();

static void failed()
{
    if (s4u::Engine::get_clock() >= horizon)
        return;
    change(-1);
    Timer::set(s4u::Engine::get_clock() + repair(chance), repaired);
}

static void repaired()
{
    if (s4u::Engine::get_clock() >= horizon)
        return;
    change(+1);
    Timer::set(s4u::Engine::get_clock() + life(chance), failed);
}

static double processor_seconds()
{
    timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv)
{
    s4u::Engine engine(&argc, argv);
    int machines = std::atoi(argv[1]);
    double share = 1000 / 1010.0, since;

    horizon = std::atof(argv[2]) * 1010 / (2.0 * machines);
    least = (int)std::ceil(machines * share -
                           1.5 * std::sqrt(machines * share * (1 - share)));
    up = machines;
    since = processor_seconds();
    auto *zone = s4u::create_full_zone("zone");
    auto *host = zone->create_host("host", 1e9);
    zone->seal();
    for (int i = 0; i < machines; i++)
        Timer::set(life(chance), failed);
    s4u::Actor::create("end", host,
                       [] { s4u::this_actor::sleep_for(horizon); });
    engine.run();
    sum_up += up * (horizon - last);
    since = processor_seconds() - since;
    std::printf("%.6g %.8f\n", 1e9 * since / (double)count,
                sum_up / (machines * horizon));
    return 0;
}
