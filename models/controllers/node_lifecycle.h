/*
 * The node lifecycle controller's judgement of a zone, by itself.
 */
#ifndef MODELS_CONTROLLERS_NODE_LIFECYCLE_H
#define MODELS_CONTROLLERS_NODE_LIFECYCLE_H

enum zone_state { ZONE_NORMAL, ZONE_PARTIAL, ZONE_FULL };

/* The state of a zone of so many nodes, of which some are not ready.
 * (pkg/controller/nodelifecycle ComputeZoneState, with float32 ratios) */
enum zone_state zone_state(int nodes, int not_ready, double unhealthy_share);

#endif
