/*
 * The Internet of a node, without root: a process outside of the lab that runs pasta(1), or slirp4netns(1), for one node. It makes an interface `wan0` in the
 * node and carries what comes out of it as ordinary connections of the person's. It lives as long as the node.
 */
#ifndef NESTWORK_INTERNET_H
#define NESTWORK_INTERNET_H

/*
 * The rest of the command line behind `--internet`: `NODE --dir DIR --pid PID --net INODE [--loopback] [--tcp PORT]... [--udp PORT]...`. PID is that of the
 * node's first process, INODE its network namespace, DIR the lab's folder; PORTs of this computer's loopback lead to the same ports of wan0. Prints one line of
 * JSON, `{"ok":true,"program":TEXT,"ipv6":BOOL}` when wan0 is there or `{"ok":false,"error":{…}}`, closes stdout, and goes on until the node ends or it is asked
 * to: by `close` on DIR/internet-NODE.sock, or SIGTERM. Returns what the process is to exit with.
 */
int internet_main(int argc, char **argv);

#endif
