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

enum { MOST_MACHINES = 20, MOST_PODS = 60, MOST_BYTES = 1 << 15 };

static const char base[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes: [{name: worker, count: 3, zones: [a, b], racks: 2}]\n"
    "  traffic: [{service: web, kind: constant, mean: 9/s}]\n"
    "  repair: {crews: 1}\n"
    "  controllers: {network: {link: 1ms}}\n"
    "  faults:\n"
    "  - {name: crashes, kind: node-crash, every: 1h, lasts: 9m}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: 2\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec: {containers: [{name: web, image: nginx}]}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{port: 80}]}\n";

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

static void try_set(struct arena *arena, const char *text, size_t length)
{
    struct errors errors = {.arena = arena};
    struct question question = {.settings = read_settings(arena, text)};

    (void)length;
    ask(&question, base, strlen(base), &errors);
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

        arena_open(&constant);
        scenario = prepare(&question, base, strlen(base), &none);
    }
    gate_read(arena, text, scenario, &errors);
    fuzz_print(&errors);
}

FUZZ("question", try_question)
FUZZ("manifests", try_manifests)
FUZZ("set", try_set)
FUZZ("require", try_require)
