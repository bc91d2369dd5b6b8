/*
 * What tests write as YAML: laws, demands, and whole scenarios.
 */
#ifndef TESTS_SCENARIO_TEXT_H
#define TESTS_SCENARIO_TEXT_H

#include "models/cluster/demand.h"
#include "sim/law.h"
#include "sim/model.h"

/* The document; the law that it is; the demand of that kind, of which these are
 * the parameters ({} for none); the scenario of its documents, of which
 * tables are wanted. All in the arena. A text with a mistake is the test's
 * mistake: it is printed, and the program ends with status 3. Any file that a
 * demand or a scenario names is one small table of rates, `t` and `value`. */
struct tree *tree_from_text(struct arena *arena, const char *text);
struct law law_from_text(struct arena *arena, const char *text);
struct demand demand_from_text(struct arena *arena, const char *kind,
                               const char *text);
const struct scenario *scenario_from_text(struct arena *arena,
                                          const char *text);

/* The same with what else the question says; its arena is used. */
const struct scenario *scenario_asked(struct question *question,
                                      const char *text);

/* The documents of a Deployment and a Service "web" of three nginx pods, to be
 * put behind a Scenario. */
extern const char web_manifests[];

#endif
