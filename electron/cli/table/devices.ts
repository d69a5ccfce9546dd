/** Commands about what runs in devices. */
import type { Group } from '../command';

export const devices: Group = {
  title: 'Devices',
  commands: [
    {
      name: 'attach',
      usage: 'attach [LAB/]NODE',
      summary: 'Open a shell in a device.',
      details: "Ctrl-] leaves the shell running; --terminal comes back to it. Otherwise the exit code is the shell's.",
      options: {
        terminal: {
          type: 'string',
          value: 'NUMBER',
          help: 'Attach to this terminal of the device instead of opening a new one.',
        },
        fresh: {
          type: 'string',
          value: 'KINDS',
          help: 'Namespaces that the shell gets anew, of user, net, pid, mnt, ipc and uts, with commas between them.',
        },
        as: { type: 'string', value: 'USER', help: 'Run the shell as this user: a name of this computer, or a number.' },
      },
      examples: [
        'nestwork attach h1',
        'nestwork attach star/h1',
        'nestwork attach h1 --terminal 3',
        'nestwork attach h1 --fresh pid,ipc,mnt --as nobody',
      ],
      arguments: [1, 1],
      kinds: ['node'],
      load: () => import('../commands/attach'),
    },
    {
      name: 'exec',
      usage: 'exec [LAB/]NODE… -- COMMAND [ARGUMENT…]',
      summary: 'Run a command in one device or in several at once.',
      details:
        "In one device, standard input, output and error are passed through unchanged, without a terminal in between, and the exit code is the command's (ended by a signal: 128 and the signal). In several (named one by one, or by patterns with *, ? and []), it runs in all at the same time with nothing on its standard input; each line of output stands behind the name of its device, and the exit code is 1 if it failed in any. With --json, output and exit code of each device come at the end.",
      options: { as: { type: 'string', value: 'USER', help: 'User name or numeric id in the device. Default: its root.' } },
      examples: [
        'nestwork exec h1 -- ping -c 3 10.0.1.11',
        'nestwork exec star/h1 -- ip -j address | jq .',
        'echo hello | nestwork exec h2 -- tee /tmp/hello',
        "nestwork exec 'star/h*' -- ip -br address",
        "nestwork exec r1 r2 'h*' --json -- uptime | jq '.results[] | select(.code != 0)'",
      ],
      arguments: [1, 10_000],
      kinds: ['nodes'],
      takesRest: true,
      load: () => import('../commands/exec'),
    },
    {
      name: 'cp',
      usage: 'cp SOURCE TARGET',
      summary: 'Copy a file into a device or out of it.',
      details:
        'One of the two is [LAB/]NODE:PATH, with PATH as the device sees it: /tmp, /run and its private files are its own; everything else is the file system of this computer. "-" is standard input or output. A file of this computer is only replaced when the whole copy is there.',
      options: { recursive: { type: 'boolean', short: 'r', help: 'Copy a folder and what is in it.' } },
      examples: [
        'nestwork cp frr.conf r1:/run/frr.conf',
        'nestwork cp star/h1:/tmp/capture.pcap .',
        'nestwork cp -r site h1:/tmp/',
        'nestwork cp h1:/etc/hosts - | grep h2',
      ],
      arguments: [2, 2],
      kinds: ['place', 'place'],
      load: () => import('../commands/cp'),
    },
    {
      name: 'logs',
      usage: 'logs [LAB/]NODE [COMMAND]',
      summary: 'Show what the start-up commands of a device have written.',
      details:
        'COMMAND is the name of one of them, or its number from 1 on. Without it, all are shown, each line behind the name of its command. The last MiB of each is kept.',
      options: {
        follow: { type: 'boolean', short: 'f', help: 'Go on with what they write, until all have ended.' },
        lines: { type: 'string', short: 'n', value: 'NUMBER', help: 'Begin with so many of the last lines of each.' },
      },
      examples: ['nestwork logs r1', 'nestwork logs star/r1 zebra --follow', 'nestwork logs r1 2 --lines 20'],
      arguments: [1, 2],
      kinds: ['node', 'startup'],
      load: () => import('../commands/logs'),
    },
    {
      name: 'pause',
      usage: 'pause [LAB | [LAB/]NODE…]',
      summary: 'Stop the processes of a lab or of some devices where they are.',
      details:
        'Their addresses and routes stay, and their kernel goes on forwarding and answering to ping; only their programs stand still. Patterns with *, ? and [] name several devices.',
      examples: ['nestwork pause', 'nestwork pause star/h1', "nestwork pause 'h*' r1"],
      arguments: [0, 10_000],
      kinds: ['nodes'],
      load: () => import('../commands/pause'),
    },
    {
      name: 'resume',
      usage: 'resume [LAB | [LAB/]NODE…]',
      summary: 'Let what was paused go on.',
      examples: ['nestwork resume', 'nestwork resume star/h1'],
      arguments: [0, 10_000],
      kinds: ['nodes'],
      load: () => import('../commands/resume'),
    },
    {
      name: 'restart',
      usage: 'restart [LAB/]NODE…',
      summary: 'End devices and make them anew as they are drawn.',
      details: 'Their processes end and their start-up commands run again. Cables come back; connections between other devices go on.',
      examples: ['nestwork restart r1', "nestwork restart 'star/h*'"],
      arguments: [1, 10_000],
      kinds: ['nodes'],
      load: () => import('../commands/restart'),
    },
  ],
};
