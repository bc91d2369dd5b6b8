/*
 * Tables of Kubernetes' fields, from the API reference of 1.36 (and older
 * ones that files still hold).
 */
#include "models/api/schema.h"

#define NAMES(...)                                                             \
    (const char *const[])                                                      \
    {                                                                          \
        __VA_ARGS__, NULL                                                      \
    }
#define FIELDS(...)                                                            \
    (const struct schema_field[])                                              \
    {                                                                          \
        __VA_ARGS__,                                                           \
        {                                                                      \
            0                                                                  \
        }                                                                      \
    }

static const struct schema metadata = {
    "metadata", false,
    NAMES("annotations", "clusterName", "creationTimestamp",
          "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers",
          "generateName", "generation", "labels", "managedFields", "name",
          "namespace", "ownerReferences", "resourceVersion", "selfLink", "uid"),
    NULL};

static const struct schema expression = {
    "label expression", false, NAMES("key", "operator", "values"), NULL};

static const struct schema selector = {
    "selector", false, NAMES("matchExpressions", "matchLabels"),
    FIELDS({"matchExpressions", &expression})};

static const struct schema probe = {
    "probe", false,
    NAMES("exec", "failureThreshold", "grpc", "httpGet", "initialDelaySeconds",
          "periodSeconds", "successThreshold", "tcpSocket",
          "terminationGracePeriodSeconds", "timeoutSeconds"),
    NULL};

static const struct schema handler = {
    "hook", false, NAMES("exec", "httpGet", "sleep", "tcpSocket"), NULL};

static const struct schema lifecycle = {
    "lifecycle", false, NAMES("postStart", "preStop", "stopSignal"),
    FIELDS({"postStart", &handler}, {"preStop", &handler})};

static const struct schema quantities = {
    "resources", true, NAMES("cpu", "memory", "storage", "ephemeral-storage"),
    NULL};

static const struct schema resources = {
    "resources", false, NAMES("claims", "limits", "requests"),
    FIELDS({"limits", &quantities}, {"requests", &quantities})};

static const struct schema container_port = {
    "port", false,
    NAMES("containerPort", "hostIP", "hostPort", "name", "protocol"), NULL};

static const struct schema container = {
    "container", false,
    NAMES("args", "command", "env", "envFrom", "image", "imagePullPolicy",
          "lifecycle", "livenessProbe", "name", "ports", "readinessProbe",
          "resizePolicy", "resources", "restartPolicy", "restartPolicyRules",
          "securityContext", "startupProbe", "stdin", "stdinOnce",
          "terminationMessagePath", "terminationMessagePolicy", "tty",
          "volumeDevices", "volumeMounts", "workingDir"),
    FIELDS({"livenessProbe", &probe}, {"readinessProbe", &probe},
           {"startupProbe", &probe}, {"resources", &resources},
           {"lifecycle", &lifecycle}, {"ports", &container_port})};

static const struct schema toleration = {
    "toleration", false,
    NAMES("effect", "key", "operator", "tolerationSeconds", "value"), NULL};

static const struct schema node_term = {
    "node selector term", false, NAMES("matchExpressions", "matchFields"),
    FIELDS({"matchExpressions", &expression}, {"matchFields", &expression})};

static const struct schema node_terms = {
    "node selector", false, NAMES("nodeSelectorTerms"),
    FIELDS({"nodeSelectorTerms", &node_term})};

static const struct schema node_preference = {
    "preference", false, NAMES("preference", "weight"),
    FIELDS({"preference", &node_term})};

static const struct schema pod_term = {
    "pod affinity term", false,
    NAMES("labelSelector", "matchLabelKeys", "mismatchLabelKeys",
          "namespaceSelector", "namespaces", "topologyKey"),
    FIELDS({"labelSelector", &selector}, {"namespaceSelector", &selector})};

static const struct schema pod_preference = {
    "preference", false, NAMES("podAffinityTerm", "weight"),
    FIELDS({"podAffinityTerm", &pod_term})};

#define AFFINITY                                                               \
    NAMES("preferredDuringSchedulingIgnoredDuringExecution",                   \
          "requiredDuringSchedulingIgnoredDuringExecution")
#define AFFINITY_FIELDS(required, preferred)                                   \
    FIELDS({"requiredDuringSchedulingIgnoredDuringExecution", required},       \
           {"preferredDuringSchedulingIgnoredDuringExecution", preferred})

static const struct schema node_affinity = {
    "nodeAffinity", false, AFFINITY,
    AFFINITY_FIELDS(&node_terms, &node_preference)};

static const struct schema pod_affinity = {
    "podAffinity", false, AFFINITY,
    AFFINITY_FIELDS(&pod_term, &pod_preference)};

static const struct schema pod_anti_affinity = {
    "podAntiAffinity", false, AFFINITY,
    AFFINITY_FIELDS(&pod_term, &pod_preference)};

static const struct schema affinity = {
    "affinity", false, NAMES("nodeAffinity", "podAffinity", "podAntiAffinity"),
    FIELDS({"nodeAffinity", &node_affinity}, {"podAffinity", &pod_affinity},
           {"podAntiAffinity", &pod_anti_affinity})};

static const struct schema spread_constraint = {
    "topology spread constraint", false,
    NAMES("labelSelector", "matchLabelKeys", "maxSkew", "minDomains",
          "nodeAffinityPolicy", "nodeTaintsPolicy", "topologyKey",
          "whenUnsatisfiable"),
    FIELDS({"labelSelector", &selector})};

static const struct schema readiness_gate = {"readiness gate", false,
                                             NAMES("conditionType"), NULL};

static const struct schema pod_spec = {
    "pod", false,
    NAMES("activeDeadlineSeconds", "affinity", "automountServiceAccountToken",
          "containers", "dnsConfig", "dnsPolicy", "enableServiceLinks",
          "ephemeralContainers", "hostAliases", "hostIPC", "hostNetwork",
          "hostPID", "hostUsers", "hostname", "hostnameOverride",
          "imagePullSecrets", "initContainers", "nodeName", "nodeSelector",
          "os", "overhead", "preemptionPolicy", "priority", "priorityClassName",
          "readinessGates", "resourceClaims", "resources", "restartPolicy",
          "runtimeClassName", "schedulerName", "schedulingGates",
          "schedulingGroup", "securityContext", "serviceAccount",
          "serviceAccountName", "setHostnameAsFQDN", "shareProcessNamespace",
          "subdomain", "terminationGracePeriodSeconds", "tolerations",
          "topologySpreadConstraints", "volumes", "workloadRef"),
    FIELDS({"containers", &container}, {"initContainers", &container},
           {"tolerations", &toleration}, {"resources", &resources},
           {"affinity", &affinity}, {"overhead", &quantities},
           {"readinessGates", &readiness_gate},
           {"topologySpreadConstraints", &spread_constraint})};

static const struct schema template = {
    "template", false, NAMES("apiVersion", "kind", "metadata", "spec"),
    FIELDS({"metadata", &metadata}, {"spec", &pod_spec})};

static const struct schema rolling_update = {
    "rollingUpdate", false, NAMES("maxSurge", "maxUnavailable"), NULL};

static const struct schema strategy = {
    "strategy", false, NAMES("rollingUpdate", "type"),
    FIELDS({"rollingUpdate", &rolling_update})};

static const struct schema deployment_spec = {
    "deployment", false,
    NAMES("minReadySeconds", "paused", "progressDeadlineSeconds", "replicas",
          "revisionHistoryLimit", "rollbackTo", "selector", "strategy",
          "template"),
    FIELDS({"selector", &selector}, {"template", &template},
           {"strategy", &strategy})};

static const struct schema replication_controller_spec = {
    "replicationcontroller", false,
    NAMES("minReadySeconds", "replicas", "selector", "template"),
    FIELDS({"template", &template})};

static const struct schema replica_set_spec = {
    "replicaset", false,
    NAMES("minReadySeconds", "replicas", "selector", "template"),
    FIELDS({"selector", &selector}, {"template", &template})};

static const struct schema set_rolling_update = {
    "rollingUpdate", false, NAMES("maxUnavailable", "partition"), NULL};

static const struct schema set_strategy = {
    "updateStrategy", false, NAMES("rollingUpdate", "type"),
    FIELDS({"rollingUpdate", &set_rolling_update})};

static const struct schema claim_spec = {
    "persistentvolumeclaim", false,
    NAMES("accessModes", "dataSource", "dataSourceRef", "resources", "selector",
          "storageClassName", "volumeAttributesClassName", "volumeMode",
          "volumeName"),
    FIELDS({"resources", &resources}, {"selector", &selector})};

static const struct schema claim_template = {
    "volumeClaimTemplate", false,
    NAMES("apiVersion", "kind", "metadata", "spec", "status"),
    FIELDS({"metadata", &metadata}, {"spec", &claim_spec})};

/* Its source is any of many. */
static const struct schema volume_spec = {
    "persistentvolume", false,
    NAMES("accessModes", "awsElasticBlockStore", "azureDisk", "azureFile",
          "capacity", "cephfs", "cinder", "claimRef", "csi", "fc", "flexVolume",
          "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi",
          "local", "mountOptions", "nfs", "nodeAffinity",
          "persistentVolumeReclaimPolicy", "photonPersistentDisk",
          "portworxVolume", "quobyte", "rbd", "scaleIO", "storageClassName",
          "storageos", "volumeAttributesClassName", "volumeMode",
          "vsphereVolume"),
    NULL};

static const struct schema ordinals = {"ordinals", false, NAMES("start"), NULL};

static const struct schema stateful_set_spec = {
    "statefulset", false,
    NAMES("minReadySeconds", "ordinals", "persistentVolumeClaimRetentionPolicy",
          "podManagementPolicy", "replicas", "revisionHistoryLimit", "selector",
          "serviceName", "template", "updateStrategy", "volumeClaimTemplates"),
    FIELDS({"selector", &selector}, {"template", &template},
           {"updateStrategy", &set_strategy}, {"ordinals", &ordinals},
           {"volumeClaimTemplates", &claim_template})};

static const struct schema daemon_strategy = {
    "updateStrategy", false, NAMES("rollingUpdate", "type"),
    FIELDS({"rollingUpdate", &rolling_update})};

static const struct schema daemon_set_spec = {
    "daemonset", false,
    NAMES("minReadySeconds", "revisionHistoryLimit", "selector", "template",
          "templateGeneration", "updateStrategy"),
    FIELDS({"selector", &selector}, {"template", &template},
           {"updateStrategy", &daemon_strategy})};

static const struct schema job_spec = {
    "job", false,
    NAMES("activeDeadlineSeconds", "backoffLimit", "backoffLimitPerIndex",
          "completionMode", "completions", "managedBy", "manualSelector",
          "maxFailedIndexes", "parallelism", "podFailurePolicy",
          "podReplacementPolicy", "selector", "successPolicy", "suspend",
          "template", "ttlSecondsAfterFinished"),
    FIELDS({"selector", &selector}, {"template", &template})};

static const struct schema job_template = {
    "jobTemplate", false, NAMES("metadata", "spec"),
    FIELDS({"metadata", &metadata}, {"spec", &job_spec})};

static const struct schema cron_job_spec = {
    "cronjob", false,
    NAMES("concurrencyPolicy", "failedJobsHistoryLimit", "jobTemplate",
          "schedule", "startingDeadlineSeconds", "successfulJobsHistoryLimit",
          "suspend", "timeZone"),
    FIELDS({"jobTemplate", &job_template})};

static const struct schema service_port = {
    "port", false,
    NAMES("appProtocol", "name", "nodePort", "port", "protocol", "targetPort"),
    NULL};

static const struct schema client_ip = {"clientIP", false,
                                        NAMES("timeoutSeconds"), NULL};

static const struct schema affinity_config = {"sessionAffinityConfig", false,
                                              NAMES("clientIP"),
                                              FIELDS({"clientIP", &client_ip})};

static const struct schema service_spec = {
    "service", false,
    NAMES("allocateLoadBalancerNodePorts", "clusterIP", "clusterIPs",
          "externalIPs", "externalName", "externalTrafficPolicy",
          "healthCheckNodePort", "internalTrafficPolicy", "ipFamilies",
          "ipFamily", "ipFamilyPolicy", "loadBalancerClass", "loadBalancerIP",
          "loadBalancerSourceRanges", "ports", "publishNotReadyAddresses",
          "selector", "sessionAffinity", "sessionAffinityConfig",
          "topologyKeys", "trafficDistribution", "type"),
    FIELDS({"ports", &service_port},
           {"sessionAffinityConfig", &affinity_config})};

static const struct schema backend_service = {"service", false,
                                              NAMES("name", "port"), NULL};

static const struct schema backend = {
    "backend", false,
    NAMES("resource", "service", "serviceName", "servicePort"),
    FIELDS({"service", &backend_service})};

static const struct schema ingress_path = {"path", false,
                                           NAMES("backend", "path", "pathType"),
                                           FIELDS({"backend", &backend})};

static const struct schema ingress_http = {"http", false, NAMES("paths"),
                                           FIELDS({"paths", &ingress_path})};

static const struct schema ingress_rule = {"rule", false, NAMES("host", "http"),
                                           FIELDS({"http", &ingress_http})};

static const struct schema ingress_spec = {
    "ingress", false,
    NAMES("backend", "defaultBackend", "ingressClassName", "rules", "tls"),
    FIELDS({"defaultBackend", &backend}, {"rules", &ingress_rule})};

static const struct schema taint = {
    "taint", false, NAMES("effect", "key", "timeAdded", "value"), NULL};

static const struct schema node_spec = {
    "node", false,
    NAMES("configSource", "externalID", "podCIDR", "podCIDRs", "providerID",
          "taints", "unschedulable"),
    FIELDS({"taints", &taint})};

static const struct schema budget_spec = {"poddisruptionbudget", false,
                                          NAMES("maxUnavailable",
                                                "minAvailable", "selector",
                                                "unhealthyPodEvictionPolicy"),
                                          FIELDS({"selector", &selector})};

static const struct schema reference = {
    "reference", false, NAMES("apiVersion", "kind", "name"), NULL};

static const struct schema metric_target = {
    "metric target", false,
    NAMES("averageUtilization", "averageValue", "type", "value"), NULL};

static const struct schema metric_identifier = {
    "metric", false, NAMES("name", "selector"),
    FIELDS({"selector", &selector})};

static const struct schema resource_metric = {
    "resource metric", false, NAMES("name", "target"),
    FIELDS({"target", &metric_target})};

static const struct schema container_metric = {
    "container resource metric", false, NAMES("container", "name", "target"),
    FIELDS({"target", &metric_target})};

static const struct schema pods_metric = {
    "pods metric", false, NAMES("metric", "target"),
    FIELDS({"metric", &metric_identifier}, {"target", &metric_target})};

static const struct schema object_metric = {
    "object metric", false, NAMES("describedObject", "metric", "target"),
    FIELDS({"describedObject", &reference}, {"metric", &metric_identifier},
           {"target", &metric_target})};

static const struct schema metric = {
    "metric", false,
    NAMES("containerResource", "external", "object", "pods", "resource",
          "type"),
    FIELDS({"resource", &resource_metric},
           {"containerResource", &container_metric}, {"pods", &pods_metric},
           {"object", &object_metric}, {"external", &pods_metric})};

static const struct schema scaling_policy = {
    "scaling policy", false, NAMES("periodSeconds", "type", "value"), NULL};

static const struct schema scaling_rules = {
    "scaling rules", false,
    NAMES("policies", "selectPolicy", "stabilizationWindowSeconds",
          "tolerance"),
    FIELDS({"policies", &scaling_policy})};

static const struct schema behavior = {
    "behavior", false, NAMES("scaleDown", "scaleUp"),
    FIELDS({"scaleDown", &scaling_rules}, {"scaleUp", &scaling_rules})};

static const struct schema autoscaler_spec = {
    "horizontalpodautoscaler", false,
    NAMES("behavior", "maxReplicas", "metrics", "minReplicas",
          "scaleTargetRef"),
    FIELDS({"behavior", &behavior}, {"metrics", &metric},
           {"scaleTargetRef", &reference})};

static const struct schema autoscaler_v1_spec = {
    "horizontalpodautoscaler of autoscaling/v1", false,
    NAMES("maxReplicas", "minReplicas", "scaleTargetRef",
          "targetCPUUtilizationPercentage"),
    FIELDS({"scaleTargetRef", &reference})};

#define OBJECT NAMES("apiVersion", "kind", "metadata", "spec", "status")
#define OBJECT_FIELDS(spec) FIELDS({"metadata", &metadata}, {"spec", spec})

const struct schema deployment_schema = {"deployment", false, OBJECT,
                                         OBJECT_FIELDS(&deployment_spec)};
const struct schema replication_controller_schema = {
    "replicationcontroller", false, OBJECT,
    OBJECT_FIELDS(&replication_controller_spec)};
const struct schema replica_set_schema = {"replicaset", false, OBJECT,
                                          OBJECT_FIELDS(&replica_set_spec)};
const struct schema stateful_set_schema = {"statefulset", false, OBJECT,
                                           OBJECT_FIELDS(&stateful_set_spec)};
const struct schema daemon_set_schema = {"daemonset", false, OBJECT,
                                         OBJECT_FIELDS(&daemon_set_spec)};
const struct schema job_schema = {"job", false, OBJECT,
                                  OBJECT_FIELDS(&job_spec)};
const struct schema cron_job_schema = {"cronjob", false, OBJECT,
                                       OBJECT_FIELDS(&cron_job_spec)};
const struct schema pod_schema = {"pod", false, OBJECT,
                                  OBJECT_FIELDS(&pod_spec)};
const struct schema service_schema = {"service", false, OBJECT,
                                      OBJECT_FIELDS(&service_spec)};
const struct schema budget_schema = {"poddisruptionbudget", false, OBJECT,
                                     OBJECT_FIELDS(&budget_spec)};
const struct schema autoscaler_schema = {
    "horizontalpodautoscaler", false, OBJECT, OBJECT_FIELDS(&autoscaler_spec)};
const struct schema autoscaler_v1_schema = {"horizontalpodautoscaler", false,
                                            OBJECT,
                                            OBJECT_FIELDS(&autoscaler_v1_spec)};
const struct schema ingress_schema = {"ingress", false, OBJECT,
                                      OBJECT_FIELDS(&ingress_spec)};
const struct schema volume_schema = {"persistentvolume", false, OBJECT,
                                     OBJECT_FIELDS(&volume_spec)};
const struct schema claim_schema = {"persistentvolumeclaim", false, OBJECT,
                                    OBJECT_FIELDS(&claim_spec)};
const struct schema storage_class_schema = {
    "storageclass", false,
    NAMES("allowVolumeExpansion", "allowedTopologies", "apiVersion", "kind",
          "metadata", "mountOptions", "parameters", "provisioner",
          "reclaimPolicy", "volumeBindingMode"),
    FIELDS({"metadata", &metadata})};
const struct schema node_schema = {"node", false, OBJECT,
                                   OBJECT_FIELDS(&node_spec)};

const struct schema priority_class_schema = {
    "priorityclass", false,
    NAMES("apiVersion", "description", "globalDefault", "kind", "metadata",
          "preemptionPolicy", "value"),
    FIELDS({"metadata", &metadata})};
