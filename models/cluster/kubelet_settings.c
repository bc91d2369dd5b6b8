/* What may be set of a kubelet, with Kubernetes' names for it. */
#include <stddef.h>

#include "models/api/quantity.h"
#include "models/cluster/kubelet.h"

#define SETTING(member) offsetof(struct kubelet_settings, member)

static const struct parameter parameters[] = {
    {"lease-renewal", &of_period, SETTING(lease_renewal), "10s",
     "time between renewals of the node's lease"},
    {"lease-jitter", &of_fraction, SETTING(lease_jitter), "4%",
     "by how much that time is longer, at random"},
    {"status-period", &of_period, SETTING(status_period), "10s",
     "time between looks at its own Node (nodeStatusUpdateFrequency)"},
    {"relist", &of_period, SETTING(relist), "1s",
     "time between lists of the containers, which find those that exited"},
    {"start-up", &of_law, SETTING(start_up), "400ms",
     "from its machine's boot to its first report (340 to 450 ms were measured "
     "on 1.36)"},
    {"sandbox-start", &of_law, SETTING(sandbox_start), "1s",
     "sandbox and network of a new pod (a choice: 0.3 to 2 s are usual)"},
    {"container-start", &of_law, SETTING(container_start), "1s",
     "start of a container whose image is present (a choice: 0.2 to 1 s and "
     "the program's own start)"},
    {"container-stop", &of_law, SETTING(container_stop), "500ms",
     "end of a container that was told to stop, at most its grace period"},
    {"sync-frequency", &of_period, SETTING(sync_frequency), "1m",
     "time between two looks at a pod to which nothing happens, which a "
     "CrashLoopBackOff keeps (syncFrequency)"},
    {"max-container-restart-period", &of_duration, SETTING(max_restart_period),
     "",
     "longest wait of a CrashLoopBackOff (crashLoopBackOff."
     "maxContainerRestartPeriod): 5m if it is not given, 1m if reduced"},
    {"reduced-back-off", &of_flag, SETTING(reduced_backoff), "false",
     "CrashLoopBackOff begins at 1 s instead of 10 s (the feature gate "
     "ReduceDefaultCrashLoopBackOffDecay)"},
    {"images-present", &of_flag, SETTING(images_present), "true",
     "each node has each image from the start; else the first container that "
     "needs it waits for its pull"},
    {"image-size", &of_memory, SETTING(image_size), "200Mi",
     "of each image, where images are pulled; a figure that is chosen"},
    {"pull-rate", &of_memory, SETTING(pull_rate), "50Mi",
     "how much of an image is pulled in a second; likewise"},
    {"pull-latency", &of_law, SETTING(pull_latency), "500ms",
     "until the registry has answered a pull; likewise"},
    {"serialize-image-pulls", &of_flag, SETTING(serial_pulls), "true",
     "a node pulls one image after the other (serializeImagePulls)"},
    {"eviction-hard-memory", &of_memory, SETTING(pressure.threshold), "100Mi",
     "memory.available below which it evicts pods (evictionHard)"},
    {"eviction-period", &of_period, SETTING(pressure.period), "10s",
     "time between two looks at the memory that is available"},
    {"pressure-transition", &of_duration, SETTING(pressure.transition), "5m",
     "how long the condition MemoryPressure stays at least "
     "(evictionPressureTransitionPeriod)"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin kubelet_plugin = {
    "kubelet", "the agent on each node: starts, restarts and reports its pods",
    parameters};
