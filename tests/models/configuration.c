/* What the configurations of Kubernetes' components say of a question. */
#include "models/scenario/scenario.h"

#include <stdio.h>
#include <string.h>

#include "models/controllers/node_lifecycle.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
    "  nodes:\n"
    "  - {name: a, count: 1, cpu: 4, memory: 8Gi}\n"
    "  - {name: b, count: 1, cpu: 4, memory: 8Gi, pods: 20,\n"
    "     systemReserved: {cpu: 100m}}\n"
    "  controllers: {kubelet: {pressure-transition: 7m}}\n";

static const char kubelet[] =
    "---\napiVersion: kubelet.config.k8s.io/v1beta1\n"
    "kind: KubeletConfiguration\n"
    "nodeLeaseDurationSeconds: 20\n"
    "nodeStatusUpdateFrequency: 0s\n"
    "syncFrequency: 1m30s\n"
    "evictionPressureTransitionPeriod: 9m\n"
    "crashLoopBackOff: {maxContainerRestartPeriod: 2m}\n"
    "serializeImagePulls: false\n"
    "maxPods: 50\n"
    "systemReserved: {cpu: 500m, memory: 1Gi}\n";

static const char control_plane[] =
    "---\napiVersion: kubecontrollermanager.config.k8s.io/v1alpha1\n"
    "kind: KubeControllerManagerConfiguration\n"
    "Generic: {ClientConnection: {qps: 100, burst: 200}}\n"
    "nodeLifecycleController:\n"
    "  nodeMonitorGracePeriod: 40s\n"
    "  nodeEvictionRate: 0.5\n"
    "  unhealthyZoneThreshold: 0.6\n"
    "---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\n"
    "kind: KubeProxyConfiguration\n"
    "mode: \"\"\n"
    "iptables: {minSyncPeriod: 3s}\n";

static struct arena arena;

static const struct scenario *ask(const char *configurations)
{
    arena_open(&arena);
    return scenario_from_text(
        &arena,
        arena_format(&arena, "%s%s%s", text, configurations, web_manifests));
}

static void kubelets(void)
{
    const struct scenario *asked = ask(kubelet);

    CU_ASSERT_EQUAL(asked->kubelet.lease_renewal, SECONDS(5));
    CU_ASSERT_EQUAL(asked->kubelet.status_period, SECONDS(10));
    CU_ASSERT_EQUAL(asked->kubelet.sync_frequency, SECONDS(90));
    CU_ASSERT_EQUAL(asked->kubelet.max_restart_period, MINUTES(2));
    CU_ASSERT_FALSE(asked->kubelet.serial_pulls);
    CU_ASSERT_EQUAL(asked->kubelet.pressure.transition, MINUTES(7));
    CU_ASSERT_EQUAL(asked->nodes[0].pods, 50);
    CU_ASSERT_EQUAL(asked->nodes[0].cpu_milli, 3500);
    CU_ASSERT_EQUAL(asked->nodes[0].memory_bytes, (int64_t)7 << 30);
    CU_ASSERT_EQUAL(asked->nodes[1].pods, 20);
    CU_ASSERT_EQUAL(asked->nodes[1].cpu_milli, 3900);
    arena_close(&arena);
}

static const void *settings_of(const struct scenario *asked, const char *name)
{
    int i = 0;

    while (strcmp(controller_list.plugins[i]->name, name) != 0)
        i++;
    return asked->controllers[i];
}

static void others(void)
{
    const struct scenario *asked = ask(control_plane);
    const struct lifecycle_settings *settings =
        settings_of(asked, "node-lifecycle");

    CU_ASSERT_EQUAL(settings->grace, SECONDS(40));
    CU_ASSERT_DOUBLE_EQUAL(settings->rate, 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(settings->unhealthy_share, 0.6, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(settings->qps, 100, 1e-9);
    CU_ASSERT_EQUAL(settings->burst, 200);
    CU_ASSERT_EQUAL(asked->balancer.proxy.min_sync_period, SECONDS(3));
    arena_close(&arena);
}

/* One threshold of several is the only one, unless the defaults are merged. */
static void thresholds(void)
{
    static const char disk[] =
        "---\napiVersion: kubelet.config.k8s.io/v1beta1\n"
        "kind: KubeletConfiguration\n"
        "evictionHard: {nodefs.available: 5%%}\n%s";
    char both[512];

    snprintf(both, sizeof(both), disk, "");
    CU_ASSERT_EQUAL(ask(both)->kubelet.pressure.threshold, 0);
    arena_close(&arena);
    snprintf(both, sizeof(both), disk, "mergeDefaultEvictionSettings: true\n");
    CU_ASSERT_EQUAL(ask(both)->kubelet.pressure.threshold, 100 << 20);
    arena_close(&arena);
    CU_ASSERT_EQUAL(ask("---\napiVersion: kubelet.config.k8s.io/v1beta1\n"
                        "kind: KubeletConfiguration\n"
                        "evictionHard: {memory.available: 300Mi}\n")
                        ->kubelet.pressure.threshold,
                    300 << 20);
    arena_close(&arena);
}

SUITE("models/configuration", {"kubelets", kubelets}, {"others", others},
      {"thresholds", thresholds})
