/* Pods' phases. (pkg/kubelet/kubelet_pods_test.go, TestPodPhaseWith...) */
#include "models/cluster/phase.h"

#include "tests/suite.h"

static const struct {
    struct phase_counts counts;
    enum restart_policy policy;
    bool over;
    enum pod_phase phase;
} rows[] = {
    {{.waiting = 2}, RESTART_ALWAYS, false, POD_PENDING},
    {{.running = 2}, RESTART_ALWAYS, false, POD_RUNNING},
    {{.running = 1, .waiting = 1}, RESTART_ALWAYS, false, POD_PENDING},
    {{.running = 1, .stopped = 1}, RESTART_ALWAYS, false, POD_RUNNING},
    {{.stopped = 2, .succeeded = 1}, RESTART_ALWAYS, false, POD_RUNNING},
    {{.stopped = 2, .succeeded = 2}, RESTART_ALWAYS, true, POD_SUCCEEDED},
    {{.stopped = 2, .succeeded = 1}, RESTART_ALWAYS, true, POD_FAILED},
    {{.stopped = 2, .succeeded = 2}, RESTART_NEVER, false, POD_SUCCEEDED},
    {{.stopped = 2, .succeeded = 1}, RESTART_NEVER, false, POD_FAILED},
    {{.running = 1, .stopped = 1}, RESTART_NEVER, false, POD_RUNNING},
    {{.waiting = 1, .stopped = 1}, RESTART_NEVER, false, POD_PENDING},
    {{.stopped = 2, .succeeded = 2}, RESTART_ON_FAILURE, false, POD_SUCCEEDED},
    {{.stopped = 2, .succeeded = 1}, RESTART_ON_FAILURE, false, POD_RUNNING},
    {{.initialising = 1, .waiting = 1}, RESTART_ALWAYS, false, POD_PENDING},
    {{.initialising = 1, .init_failed = 1, .waiting = 1},
     RESTART_ALWAYS,
     false,
     POD_PENDING},
    {{.initialising = 1, .init_failed = 1, .waiting = 1},
     RESTART_NEVER,
     false,
     POD_FAILED},
    {{.waiting = 1}, RESTART_ALWAYS, true, POD_FAILED},
};

static void phases(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        CU_ASSERT_EQUAL(
            pod_phase_of(&rows[i].counts, rows[i].policy, rows[i].over),
            rows[i].phase);
}

SUITE("models/phase", {"of containers", phases})
