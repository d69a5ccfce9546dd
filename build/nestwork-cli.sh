#!/bin/sh
# The command line of an installed Nestwork, on the Node that Electron carries.
ELECTRON_RUN_AS_NODE=1 exec /opt/Nestwork/nestwork-desktop /opt/Nestwork/resources/app.asar/dist/cli.cjs "$@"
