/*
 * Whole questions: documents, bare manifests, settings (--set), gates
 * (--require). What is accepted, and small, is also run and answered.
 */
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "models/scenario/scenario.h"
#include "sim/commands/gate.h"
#include "sim/io/yaml.h"
#include "tests/fuzz/target.h"
#include "tests/scenario_text.h"

enum { MOST_MACHINES = 20, MOST_PODS = 60, MOST_BYTES = 1 << 15 };

static const char scenario_text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes: [{name: worker, count: 3, zones: [a, b], racks: 2}]\n"
    "  traffic: [{service: web, kind: constant, mean: 9/s}]\n"
    "  repair: {crews: 1}\n"
    "  controllers: {network: {link: 1ms}}\n"
    "  faults:\n"
    "  - {name: crashes, kind: node-crash, every: 1h, lasts: 9m}\n";

static sigjmp_buf too_long;

static void give_up(int signal_number)
{
    (void)signal_number;
    siglongjmp(too_long, 1);
}

static void set_timer(int microseconds)
{
    const struct itimerval timer = {.it_value.tv_usec = microseconds};

    setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

static bool is_small(const struct scenario *scenario)
{
    int64_t pods = 0;

    for (int i = 0; i < scenario->workload_count; i++)
        pods += scenario->workloads[i].replicas;
    return scenario->node_count <= MOST_MACHINES && pods <= MOST_PODS;
}

/* Any period may be asked for, so a run may be long: it is left where it is
 * after a while, which can be done because it has nothing but its arena. */
static const struct outcome *run(const struct scenario *scenario,
                                 struct arena *arena)
{
    const struct sigaction handler = {.sa_handler = give_up};
    const struct outcome *volatile outcome = NULL;

    sigaction(SIGVTALRM, &handler, NULL);
    if (sigsetjmp(too_long, 1) == 0) {
        set_timer(100000);
        outcome = model.run(scenario, arena, (struct seed){1, 0, 0});
    }
    set_timer(0);
    return outcome;
}

static void answer(const struct scenario *scenario, struct arena *arena,
                   const struct outcome *outcome)
{
    struct results results = {.layout = &scenario->layout,
                              .replications = 1,
                              .values = outcome->numbers,
                              .level = 0.95};
    struct summary *rows;

    model.present(scenario, &results, arena);
    model.summarise(scenario, &results, arena, &rows);
    model.report(scenario, &results, arena);
}

static void run_short(const struct scenario *scenario, struct arena *arena)
{
    static struct arena worlds;
    struct scenario shorter = *scenario;
    const struct outcome *outcome;

    model.describe(scenario, arena);
    if (!is_small(scenario) || scenario->replications == 0)
        return;
    if (shorter.measured.horizon > HOURS(1))
        shorter.measured.horizon = HOURS(1);
    shorter.ticked = false;
    if (worlds.base == NULL)
        arena_open(&worlds);
    outcome = run(&shorter, &worlds);
    if (outcome != NULL)
        answer(&shorter, arena, outcome);
    arena_reset(&worlds);
}

static const struct scenario *prepare(struct question *question,
                                      const char *text, size_t length,
                                      struct errors *errors)
{
    question->name = "input";
    question->arena = errors->arena;
    question->documents =
        yaml_read(errors->arena, "input", text, length, errors);
    return errors->mistakes > 0 ? NULL : model.prepare(question, errors);
}

static void ask(struct question *question, const char *text, size_t length,
                struct errors *errors)
{
    const struct scenario *scenario = prepare(question, text, length, errors);

    fuzz_print(errors);
    if (scenario != NULL)
        run_short(scenario, errors->arena);
}

static void try_question(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct question question = {.nodes = 0};

    if (length <= MOST_BYTES)
        ask(&question, text, length, &errors);
}

static void try_manifests(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct question question = {.nodes = 3, .zones = 2};

    if (length <= MOST_BYTES)
        ask(&question, text, length, &errors);
}

/* A line is an address, and the value that it is set to. */
static struct setting *read_settings(struct arena *arena, const char *text)
{
    struct setting *first = NULL, **last = &first;

    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
        size_t line = strcspn(text, "\n"), address = strcspn(text, "=\n");

        if (address == line)
            continue;
        *last = ARENA_NEW(arena, struct setting);
        (*last)->address = arena_format(arena, "%.*s", (int)address, text);
        (*last)->value = arena_format(arena, "%.*s", (int)(line - address - 1),
                                      text + address + 1);
        (*last)->place.file = "--set";
        last = &(*last)->next;
    }
    return first;
}

/* A scenario of which everything may be set. */
static const char *base(struct arena *arena)
{
    return arena_format(arena, "%s%s", scenario_text, web_manifests);
}

static void try_set(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct question question = {.settings = read_settings(arena, text)};
    const char *asked = base(arena);

    (void)length;
    ask(&question, asked, strlen(asked), &errors);
}

static void try_require(struct arena *arena, const char *text, size_t length)
{
    static struct arena constant;
    static const struct scenario *scenario;
    struct errors errors = {.arena = arena};

    (void)length;
    if (scenario == NULL) {
        struct errors none = {.arena = &constant};
        struct question question = {.nodes = 0};
        const char *asked;

        arena_open(&constant);
        asked = base(&constant);
        scenario = prepare(&question, asked, strlen(asked), &none);
    }
    gate_read(arena, text, scenario, &errors);
    fuzz_print(&errors);
}

FUZZ("question", try_question)
FUZZ("manifests", try_manifests)
FUZZ("set", try_set)
FUZZ("require", try_require)
