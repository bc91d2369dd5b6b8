/*
 * An Ingress' tries: where an endpoint does not answer, the request goes to the
 * next one. (ingress-nginx: proxy_next_upstream error timeout,
 * proxy_next_upstream_tries 3, proxy_connect_timeout 5 s)
 */
#ifndef MODELS_CLUSTER_NEXT_UPSTREAM_H
#define MODELS_CLUSTER_NEXT_UPSTREAM_H

/* The share of requests of which one of the first `tries` endpoints serves (0
 * tries: as many as there are), where `dead` of those listed do not, and which
 * come first is as likely for all, none twice:
 * 1 - C(dead, tries) / C(listed, tries). */
double next_upstream_success(int listed, int dead, int tries);

#endif
