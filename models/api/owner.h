/*
 * An API object that owns others: a Deployment its ReplicaSets, a CronJob its
 * Jobs, and a ReplicaSet, ReplicationController, StatefulSet, DaemonSet or Job
 * its pods.
 */
#ifndef MODELS_API_OWNER_H
#define MODELS_API_OWNER_H

#include "models/api/template.h"
#include "sim/cause.h"

struct api;
struct pod;
struct siblings;
struct controller_revision;

/* What somebody wants of it. */
struct owner_spec {
    int replicas; /* of a Job its parallelism */
    bool paused;  /* a Deployment; of a Job or CronJob: suspended */
    const struct pod_template *template; /* of new pods */
    const struct workload *applied;      /* all else that was asked for */
    /* Annotations of a Deployment's ReplicaSet: */
    int revision; /* 1 and up: the larger, the later it was the present one */
    int desired;  /* the Deployment's replicas when it last sized this one */
    int most;     /* the same with the surge */
    /* Of a CronJob's Job, when it was due: cron_minutes(), in its name; else 0.
     */
    int64_t scheduled_minute;
};

/* The condition Progressing of a Deployment, by its reason. */
enum progress {
    PROGRESS_UNKNOWN,  /* there is no condition */
    PROGRESS_FOUND,    /* FoundNewReplicaSet */
    PROGRESS_CREATED,  /* NewReplicaSetCreated */
    PROGRESS_UPDATED,  /* ReplicaSetUpdated */
    PROGRESS_COMPLETE, /* NewReplicaSetAvailable */
    PROGRESS_EXCEEDED, /* ProgressDeadlineExceeded: the only one with False */
    PROGRESS_PAUSED,   /* DeploymentPaused */
    PROGRESS_RESUMED   /* DeploymentResumed */
};

struct progress_condition {
    enum progress reason;
    sim_time updated; /* lastUpdateTime */
};

enum job_result { JOB_UNFINISHED, JOB_COMPLETE, JOB_FAILED };

/* What its controller has found and written. */
struct owner_status {
    int replicas; /* pods, or a Deployment's, that are not being deleted */
    int updated;  /* of these, of the present template */
    int ready;
    int available;   /* ready for minReadySeconds */
    int unavailable; /* a Deployment's: those its ReplicaSets are to have, less
                        the available ones */
    int observed;    /* the generation that it answers; 0: it does not say */
    struct progress_condition progress;
    /* Of a Job: pods that have ended, and its own end; finished_at: when. */
    int succeeded;
    int failed;
    enum job_result result;
    sim_time finished_at;
    int64_t last_minute; /* of a CronJob: when it was due last, or 0 */
};

struct owner_state {
    struct owner_spec spec;
    struct owner_status status;
    int generation; /* of the spec without its annotations: 1, 2, ... */
    bool exists;    /* false before it is created and after it is gone */
};

struct owner {
    enum workload_kind kind;
    const struct workload *workload; /* what was applied at first */
    const char *name; /* "http-service-6d4cf56db6"; of a CronJob's Job the
                         CronJob's: the minute follows */
    uint64_t identity;
    struct owner *parent;     /* whose it is, or NULL */
    struct owner_state state; /* as the API server has it */
    struct owner_state seen;  /* as the controller manager has it */
    struct cause cause;       /* why its spec is as it is */
    sim_time created_at;
    uint32_t created;   /* pods or objects so far */
    uint32_t holders;   /* who still reads it after it is gone */
    struct owner *next; /* of all, by age */
    struct owner *previous;
    struct owner *children; /* those it owns, by age */
    struct owner *last_child;
    struct owner *next_sibling;
    struct owner *previous_sibling;
    struct pod *first; /* its pods, by age */
    struct pod *last;
    bool heeded; /* its status decides something: its parent's controller, at
                    least, waits for what it will be */
    void *own;   /* its controller's, known to that alone */
    struct siblings *siblings;           /* the scheduler's, likewise */
    struct controller_revision *history; /* see history.h */
};

/* Of a new object without owner. What returns under an old name is somebody
 * else. */
uint64_t workload_identity(struct api *api, const struct workload *workload);

/* Writes of its spec and status, on behalf of `by`; the API server's log tells
 * of each, and of nothing where nothing changes. `workload` is what is applied
 * of a new one. */
struct owner *owner_create(struct api *api, enum workload_kind kind,
                           const struct workload *workload, const char *name,
                           struct owner *parent, const struct owner_spec *spec,
                           const char *by, struct cause cause);
void owner_set_spec(struct api *api, struct owner *owner,
                    const struct owner_spec *spec, const char *by,
                    struct cause cause);
void owner_report(struct api *api, struct owner *owner,
                  const struct owner_status *status, struct cause cause);

/* The same where it is not heeded: no news of it are simulated, and whoever
 * heeds it again finds it as it is. */
void owner_note(struct owner *owner, const struct owner_status *status);

bool owner_spec_same(const struct owner_spec *a, const struct owner_spec *b);
bool owner_status_same(const struct owner_status *a,
                       const struct owner_status *b);

/* Removes the object; what it owns is left to the garbage collector. */
void owner_remove(struct api *api, struct owner *owner, const char *by,
                  struct cause cause);

/* Whoever still needs an owner that may go away holds it, and releases it. */
void owner_hold(struct owner *owner);
void owner_release(struct api *api, struct owner *owner);

/* "replicaset/http-service-6d4cf56db6"; in the arena. */
const char *owner_object(struct arena *arena, const struct owner *owner);

#endif
