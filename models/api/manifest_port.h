/*
 * What the API server refuses of ports, and of names that are labels of the
 * domain name system.
 */
#ifndef MODELS_API_MANIFEST_PORT_H
#define MODELS_API_MANIFEST_PORT_H

#include "models/api/manifest.h"

/* The ports of a container, and of a Service. */
void container_ports_check(struct manifests *manifests,
                           const struct tree *container);
void service_ports_check(struct manifests *manifests, const struct tree *spec);

/* RFC 1123's label: lower case letters, digits and, within, "-"; at most 63. */
bool is_dns_label(const char *name);

#endif
