/* What each operation does and how it is undone: the table behind dispatch.c. One file for each thing that operations are about. */
#ifndef NESTWORK_OPERATIONS_H
#define NESTWORK_OPERATIONS_H

#include "transaction.h"

/*
 * Each puts its requests on the sockets where they belong and notes what undoes them (struct done). 0, or a negative errno with apply->error filled.
 */
int apply_node_create(struct apply *apply, struct operation *operation, size_t index);
int apply_node_delete(struct apply *apply, struct operation *operation, size_t index);
int apply_node_change(struct apply *apply, struct operation *operation, size_t index);
int apply_stp(struct apply *apply, struct operation *operation, size_t index);
int apply_setting(struct apply *apply, struct operation *operation, size_t index);
int apply_files(struct apply *apply, struct operation *operation, size_t index);
int apply_limits(struct apply *apply, struct operation *operation, size_t index);
int apply_resolver(struct apply *apply, struct operation *operation, size_t index);
int apply_link_create(struct apply *apply, struct operation *operation, size_t index);
int apply_link_delete(struct apply *apply, struct operation *operation, size_t index);
int apply_link_cut(struct apply *apply, struct operation *operation, size_t index);
int apply_interface_set(struct apply *apply, struct operation *operation, size_t index);
/* Cannot be undone: the interface was nobody's but the person's who made it. */
int apply_interface_delete(struct apply *apply, struct operation *operation, size_t index);
int apply_address(struct apply *apply, struct operation *operation, size_t index);
int apply_route(struct apply *apply, struct operation *operation, size_t index);

/* Each undoes one that changed the model (done->entered), all later ones being undone already. 0, or a negative errno: something is left. */
int undo_node_create(struct lab *lab, struct done *done);
int undo_node_delete(struct lab *lab, struct done *done);
int undo_node_change(struct lab *lab, struct done *done);
int undo_stp(struct lab *lab, struct done *done);
int undo_setting(struct lab *lab, struct done *done);
int undo_files(struct lab *lab, struct done *done);
int undo_limits(struct lab *lab, struct done *done);
int undo_resolver(struct lab *lab, struct done *done);
int undo_link_create(struct lab *lab, struct done *done);
int undo_link_delete(struct lab *lab, struct done *done);
int undo_link_cut(struct lab *lab, struct done *done);
int undo_interface_set(struct lab *lab, struct done *done);
int undo_address(struct lab *lab, struct done *done);
int undo_route(struct lab *lab, struct done *done);

#endif
