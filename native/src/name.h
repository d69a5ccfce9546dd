/* Names that may be used: the patterns of electron/shared/topology. */
#ifndef NESTWORK_NAME_H
#define NESTWORK_NAME_H

#include <stdbool.h>

/* Of a lab, node or cable: 1 to 40 of a-z, 0-9 and "-", not beginning with "-". */
bool valid_id(const char *text);
/* A hostname: 1 to 63 letters, digits and "-", with a letter or digit at both ends. */
bool valid_node_name(const char *text);
/* 1 to 15 letters, digits, ".", "_" and "-", and none of the names that the kernel or the lab itself uses. */
bool valid_interface_name(const char *text);

#endif
