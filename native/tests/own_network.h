/* A user and network namespace of the test program's own, in which it is root. */
#ifndef NESTWORK_OWN_NETWORK_H
#define NESTWORK_OWN_NETWORK_H

/* For cmocka's group setup. */
int own_network(void **state);

#endif
