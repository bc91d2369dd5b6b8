/* Names of pods. */
#include "models/api/pod.h"

#include <stdio.h>

struct pod_name pod_name(const struct pod *pod)
{
    const struct owner *owner = pod->owner;

    if (owner == NULL)
        return (struct pod_name){.stem = pod_workload(pod)->name,
                                 .ordinal = -1};
    return (struct pod_name){
        .stem = owner->name,
        .minute = owner->state.spec.scheduled_minute,
        .ordinal = pod->ordinal,
        .suffix = owner->kind == WORKLOAD_STATEFUL_SET ? 0 : pod->identity};
}

const char *pod_object(struct pod_name name, char *buffer)
{
    /* The letters of k8s.io/apimachinery's names: no vowels, no lookalikes. */
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    size_t length =
        (size_t)snprintf(buffer, POD_OBJECT, "pod/%.280s", name.stem);
    uint64_t rest = name.suffix;

    if (name.minute != 0)
        length += (size_t)snprintf(buffer + length, POD_OBJECT - length,
                                   "-%lld", (long long)name.minute);
    if (name.ordinal >= 0)
        length += (size_t)snprintf(buffer + length, POD_OBJECT - length, "-%d",
                                   name.ordinal);
    if (name.suffix == 0)
        return buffer;
    buffer[length++] = '-';
    for (int i = 0; i < 5; i++, rest /= sizeof(letters) - 1)
        buffer[length++] = letters[rest % (sizeof(letters) - 1)];
    buffer[length] = '\0';
    return buffer;
}
