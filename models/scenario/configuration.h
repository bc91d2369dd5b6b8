/*
 * The table of what the configurations of Kubernetes' components say, and of
 * what says the same here.
 */
#ifndef MODELS_SCENARIO_CONFIGURATION_H
#define MODELS_SCENARIO_CONFIGURATION_H

/* How a value is written here: as it is, where a nought counts (SAME) or does
 * not (VALUE); a number of seconds, or a quarter of it; of times a second; of
 * hundredths. */
enum form { SAME, VALUE, WHOLE_SECONDS, QUARTER_SECONDS, PER_SECOND, SHARE };

enum { DEEPEST = 8 };

struct configured {
    const char *kind;
    const char *
        path[DEEPEST]; /* of fields; items of a list by their number, or name */
    const char *part;  /* of spec.controllers; NULL: every pool; "*": all */
    const char *name;
    enum form form;
};

#define KUBELET_CONFIGURATION "KubeletConfiguration"

/* Ends with a NULL kind; those of a kind, and of a field, stand together. */
extern const struct configured configuration_rows[];

#endif
