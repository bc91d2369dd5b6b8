/*
 * A Service's tables of endpoints: the newest, and those that some node still
 * has. A listing is counted in each table by its use there.
 */
#ifndef MODELS_CLUSTER_ENDPOINT_TABLE_H
#define MODELS_CLUSTER_ENDPOINT_TABLE_H

#include "models/cluster/balancer.h"

/* The first, empty table; every node has it. */
void tables_open(struct balancer *balancer);

/* A copy of the newest, which takes its place. */
struct endpoint_table *table_begin(struct balancer *balancer,
                                   struct cause cause);

/* The newest table lists the pod for this use; `listing` is its place, NULL if
 * it has none yet. */
void table_list(struct endpoint_table *table, struct pod *pod,
                struct listing *listing, enum endpoint use);

/* Every node has the table: the older ones go, and listings that are in none
 * any more. */
void table_settle(struct endpoint_table *table);

/* Seconds of [from, to], on average over the proxies, in which this was the
 * newest table that they had. */
double table_seconds(const struct endpoint_table *table, sim_time from,
                     sim_time to);

/* The domain that a node is in. */
int domain_of(const struct balancer *balancer, const struct node *node);

/* What it leads to answers requests in another way. */
void listing_reply(struct listing *listing, enum reply reply);

#endif
