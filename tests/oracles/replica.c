/*
 * One replica that crashes after Exp(MTTF) and is started again in Exp(D), in
 * the whole world: Deployment, scheduler, kubelet, endpoints, balancer.
 *
 * Every other delay is set to nothing. The kubelet lists its containers every
 * R = 1 us, so it notices an exit exactly R later; the back-off is 0 s, so it
 * restarts at once; watches and the balancer's programming take 0 s, so the
 * pod is listed in the instant in which its container runs. Up times are then
 * Exp(MTTF) (the fault's clock starts with the container), down times are
 * R + Exp(D), and by the renewal reward theorem
 *
 *     U = (R + D) / (MTTF + R + D).
 */
#include <stdio.h>
#include <string.h>

#include "tests/oracles/oracle.h"
#include "tests/scenario_text.h"
#include "tests/sheet.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "metadata: {name: replica}\n"
    "spec:\n"
    "  horizon: %.9gs\n"
    "  nodes: [{name: worker, count: 1, zones: [a], cpu: 4, memory: 16Gi}]\n"
    "  controllers:\n"
    "    network: {watch: 0s}\n"
    "    kube-proxy: {programming: 0s}\n"
    "    kubelet:\n"
    "      relist: %.9fs\n"
    "      back-off-first: 0s\n"
    "      container-start: {law: exponential, mean: %.9gs}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: container-crash\n"
    "    every: {law: exponential, mean: %.9gs}\n"
    "    target: {containers: each}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: 1\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec: {containers: [{name: web, image: nginx}]}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{port: 80}]}\n";

struct replica {
    struct arena *arena;
    double mttf, start, relist; /* seconds */
    const struct scenario *right;
    const struct scenario *wrong;
};

static const struct scenario *prepare(const struct replica *replica,
                                      double mttf)
{
    double horizon = 5e3 * (mttf + replica->start);

    return scenario_from_text(
        replica->arena, arena_format(replica->arena, text, horizon,
                                     replica->relist, replica->start, mttf));
}

static double downtime(const struct outcome *outcome)
{
    for (int i = 0; i < outcome->layout->count; i++)
        if (strcmp(outcome->layout->names[i].measure, "downtime_seconds") == 0)
            return outcome->numbers[i];
    CU_FAIL_FATAL("no downtime is measured");
    return 0;
}

static double estimate(const void *context, struct arena *arena,
                       struct seed seed, double rate)
{
    const struct replica *replica = context;
    const struct scenario *scenario =
        rate > 1 ? replica->wrong : replica->right;

    return downtime(model.run(scenario, arena, seed)) /
           model.plan(scenario).horizon_seconds;
}

static void check_row(struct sheet *sheet, int row)
{
    const char *parameters = sheet_text(sheet, row, "parameters");
    double value = sheet_number(sheet, row, "value");
    struct replica replica = {&sheet->arena,
                              text_number(parameters, "mttf_s"),
                              text_number(parameters, "start_s"),
                              text_number(parameters, "relist_s"),
                              NULL,
                              NULL};
    double down = replica.relist + replica.start;

    CU_ASSERT_DOUBLE_EQUAL(down / (replica.mttf + down) / value, 1, 1e-9);
    replica.right = prepare(&replica, replica.mttf);
    replica.wrong = prepare(&replica, replica.mttf / oracle_wrong_rate);
    oracle_check(&(struct experiment){parameters, value, estimate, &replica});
}

static void restarts(void)
{
    struct sheet sheet;
    int checked = 0;

    sheet_open(&sheet, "tests/oracles/closed_form.csv");
    for (int i = 0; i < sheet.rows; i++) {
        if (strcmp(sheet_text(&sheet, i, "model"), "restarting_replica") != 0)
            continue;
        check_row(&sheet, i);
        checked++;
    }
    sheet_close(&sheet);
    CU_ASSERT(checked >= 2);
}

SUITE("oracles/replica", {"restarts after Exp", restarts})
