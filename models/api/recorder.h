/*
 * The Events that a controller writes: one after the other, by the client that
 * makes its other calls, whose limit they share.
 * (staging/src/k8s.io/client-go/tools/record/event.go, StartRecordingToSink)
 */
#ifndef MODELS_API_RECORDER_H
#define MODELS_API_RECORDER_H

#include "models/api/client.h"
#include "sim/event.h"

struct recorder {
    struct client *client;
    struct event written;
    int left; /* to be written */
};

/* The client is not copied. */
void recorder_open(struct recorder *recorder, struct client *client,
                   uint64_t identity);

/* One more Event; nobody waits for it. */
void recorder_add(struct recorder *recorder);

#endif
