/* Settings of a network below /proc/sys/net (sysctl(8)): those of the network namespace that the calling thread is in. */
#ifndef NESTWORK_SETTING_H
#define NESTWORK_SETTING_H

#include <stddef.h>

/*
 * `proc`: a /proc. `path`: below its "sys", as setting_path (name.h) makes it. Nothing on the way is followed elsewhere. 0, or a negative errno; -EACCES when
 * reading what can only be written. The value comes without its line end; what does not fit is -EMSGSIZE.
 */
int setting_read(int proc, const char *path, char *ret_value, size_t size);
int setting_write(int proc, const char *path, const char *value);

#endif
