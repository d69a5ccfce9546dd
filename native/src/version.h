/* Of the wire and of `nestwork-lab --version`; the same as in package.json. */
#ifndef NESTWORK_VERSION
#define NESTWORK_VERSION "0.1.0"
#endif
