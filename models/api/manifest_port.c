/* Ports. (ValidatePortNumOrName and the like in pkg/apis/core/validation, 1.36;
 * IsDNS1123Label and IsValidPortName in apimachinery's pkg/util/validation) */
#include "models/api/manifest_port.h"

#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"

enum { MOST_PORTS = 65535, LONGEST_LABEL = 63, LONGEST_PORT_NAME = 15 };

static const char digits[] = "0123456789",
                  characters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static bool is_label(const char *name, size_t longest)
{
    size_t length = strlen(name);

    return length > 0 && length <= longest &&
           strspn(name, characters) == length && name[0] != '-' &&
           name[length - 1] != '-';
}

bool is_dns_label(const char *name)
{
    return is_label(name, LONGEST_LABEL);
}

static bool is_port_name(const char *name)
{
    return is_label(name, LONGEST_PORT_NAME) && strstr(name, "--") == NULL &&
           name[strspn(name, "-0123456789")] != '\0';
}

static void check_number(struct manifests *manifests, const struct tree *value)
{
    int port = 1;

    if (of_count.read(value, &port, manifests->errors) &&
        (port < 1 || port > MOST_PORTS))
        error_at(manifests->errors, value->at,
                 "%s %d is no port: they are 1 to %d", value->key, port,
                 MOST_PORTS);
}

static void check_name(struct manifests *manifests, const struct tree *value)
{
    const char *name = tree_text(value, "");

    if (*name != '\0' && !is_port_name(name))
        error_at(manifests->errors, value->at,
                 "\"%.60s\" is not the name of a port: Kubernetes wants lower "
                 "case letters (at least one), digits and \"-\", at most %d",
                 name, LONGEST_PORT_NAME);
}

static void check_protocol(struct manifests *manifests, const struct tree *port)
{
    static const char *const protocols[] = {"TCP", "UDP", "SCTP", NULL};

    field_choice(port, "protocol", protocols, 0, manifests->errors);
}

/* A port that is there, or must be: whether it is given. */
static bool check_field(struct manifests *manifests, const struct tree *port,
                        const char *name)
{
    const struct tree *value = tree_get(port, name);
    bool given = value != NULL && value->kind != TREE_NULL;

    if (given)
        check_number(manifests, value);
    return given;
}

/* The number of a host's port may be 0: none. */
static void container_port_check(struct manifests *manifests,
                                 const struct tree *port)
{
    if (!check_field(manifests, port, "containerPort"))
        error_at(manifests->errors, port->at, "a port without a containerPort");
    if (!tree_is(tree_get(port, "hostPort"), "0"))
        check_field(manifests, port, "hostPort");
    check_name(manifests, tree_get(port, "name"));
    check_protocol(manifests, port);
}

static void service_port_check(struct manifests *manifests,
                               const struct tree *port, bool alone)
{
    const struct tree *target = tree_get(port, "targetPort");
    const char *text = tree_text(target, "");

    if (!check_field(manifests, port, "port"))
        error_at(manifests->errors, port->at, "a port without a port");
    if (!tree_is(tree_get(port, "nodePort"), "0"))
        check_field(manifests, port, "nodePort");
    if (target != NULL && !target->quoted && text[strspn(text, digits)] == '\0')
        check_number(manifests, target);
    else
        check_name(manifests, target);
    if (!alone && *tree_text(tree_get(port, "name"), "") == '\0')
        error_at(manifests->errors, port->at,
                 "of several ports, each needs a name");
    check_protocol(manifests, port);
}

/* Its ports, but for those that are no mappings, which are told. */
static const struct tree *next_port(struct manifests *manifests,
                                    const struct tree *port)
{
    for (; port != NULL && port->kind != TREE_MAPPING; port = port->next)
        error_at(manifests->errors, port->at, "a port is a mapping, not %s",
                 tree_kind_name(port));
    return port;
}

void container_ports_check(struct manifests *manifests,
                           const struct tree *container)
{
    const struct tree *ports =
        field_sequence(container, "ports", manifests->errors);

    for (const struct tree *each =
             next_port(manifests, ports == NULL ? NULL : ports->first);
         each != NULL; each = next_port(manifests, each->next))
        container_port_check(manifests, each);
}

void service_ports_check(struct manifests *manifests, const struct tree *spec)
{
    const struct tree *ports = field_sequence(spec, "ports", manifests->errors);
    bool alone = tree_count(ports) == 1;

    for (const struct tree *each =
             next_port(manifests, ports == NULL ? NULL : ports->first);
         each != NULL; each = next_port(manifests, each->next))
        service_port_check(manifests, each, alone);
}
