/* The operations of each family, field by field: behind validate.c. */
#ifndef NESTWORK_VALIDATE_OPERATION_H
#define NESTWORK_VALIDATE_OPERATION_H

#include "fields.h"
#include "operation.h"

/* Each takes the fields of operation->kind into `operation`; `op` has been taken. 0, or -EINVAL with the error filled. */
int validate_node_create(struct fields *fields, struct operation *operation);
int validate_node_change(struct fields *fields, struct operation *operation);
int validate_link_create(struct fields *fields, struct operation *operation);
int validate_link_change(struct fields *fields, struct operation *operation);
int validate_interface(struct fields *fields, struct operation *operation);
int validate_address(struct fields *fields, struct operation *operation);
int validate_route(struct fields *fields, struct operation *operation);
int validate_setting(struct fields *fields, struct operation *operation);
int validate_files(struct fields *fields, struct operation *operation);
int validate_limits(struct fields *fields, struct operation *operation);
int validate_resolver(struct fields *fields, struct operation *operation);
int validate_command(struct fields *fields, struct operation *operation);

#endif
