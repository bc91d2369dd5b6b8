/*
 * One address for everything: a Scenario's value, or an object's as kubectl
 * names it. Items of lists go by their name (or service).
 *
 *   faults.node-crashes.every.mean
 *   deployment/http-service.replicas         (`spec.` is understood)
 */
#ifndef SIM_ADDRESS_H
#define SIM_ADDRESS_H

#include "sim/model.h"

/* Whether the address begins with an object: "deployment/web.replicas". */
bool address_of_object(const char *address);

/* Puts the setting's value at `path` below `root`, a mapping; what is missing
 * on the way is made. Reports what cannot be found. */
void address_set(struct arena *arena, struct tree *root, const char *path,
                 const struct setting *setting, struct errors *errors);

/* Where to report what is wrong with a setting: its option and address. */
struct place setting_place(struct arena *arena, const struct setting *setting);

/* How much of `path` a name is: its length if the path begins with the name
 * and then ends or goes on with ".", else 0. */
size_t address_matches(const char *path, const char *name);

#endif
