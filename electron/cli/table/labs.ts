/** Commands about a lab as a whole. */
import type { Group } from '../command';

export const labs: Group = {
  title: 'Labs',
  commands: [
    {
      name: 'up',
      usage: 'up FILE',
      summary: 'Start the lab of a file, and leave it running.',
      details:
        'The lab runs until `nestwork down` ends it, also when this terminal is closed. Ctrl-C while it starts undoes what was done; a second one ends it by force.',
      options: {
        yes: { type: 'boolean', help: 'Join this computer and its interfaces, as they are drawn, without asking.' },
        trace: {
          type: 'string',
          value: 'FILE',
          kind: 'file',
          help: 'Add to FILE, for as long as the lab runs, a line for each operation and each answer of the kernel.',
        },
      },
      examples: ['nestwork up star.nestwork.json', 'nestwork up --json star.nestwork.json'],
      arguments: [1, 1],
      kinds: ['file'],
      load: () => import('../commands/up'),
    },
    {
      name: 'down',
      usage: 'down [LAB]',
      summary: 'End a running lab; nothing of it is left.',
      details: 'The processes in its devices are ended, and the kernel removes their interfaces and namespaces. The file is not touched.',
      options: { all: { type: 'boolean', help: 'End all running labs.' } },
      examples: ['nestwork down', 'nestwork down star', 'nestwork down --all'],
      arguments: [0, 1],
      kinds: ['lab'],
      load: () => import('../commands/down'),
    },
    {
      name: 'list',
      usage: 'list',
      summary: 'Show the labs that run.',
      examples: ['nestwork list', 'nestwork list --json'],
      arguments: [0, 0],
      load: () => import('../commands/list'),
    },
    {
      name: 'status',
      usage: 'status [LAB]',
      summary: 'Show the devices of a running lab as the kernel has them.',
      examples: ['nestwork status', 'nestwork status star --json'],
      arguments: [0, 1],
      kinds: ['lab'],
      load: () => import('../commands/status'),
    },
    {
      name: 'top',
      usage: 'top [LAB]',
      summary: 'Show live what each device uses and carries: processor, memory, processes, traffic.',
      details:
        'Keys: c, m, p, t and n order the devices by processor, memory, processes, traffic and name; q ends it. Where standard output is no terminal, one table is printed; with --json one line for each look, twice a second, until Ctrl-C. A processor use of 100 % is one processor; traffic is what a device receives and sends over its cables, bit/s.',
      options: {
        once: { type: 'boolean', help: 'One look, and no more.' },
        sort: {
          type: 'string',
          value: 'BY',
          kind: ['cpu', 'memory', 'processes', 'traffic', 'name'],
          help: 'Order by cpu, memory, processes, traffic or name. Default: cpu.',
        },
      },
      examples: ['nestwork top', 'nestwork top --once --sort traffic', 'nestwork top --json | jq .nodes[0]'],
      arguments: [0, 1],
      kinds: ['lab'],
      load: () => import('../commands/top'),
    },
    {
      name: 'apply',
      usage: 'apply FILE',
      summary: 'Bring a running lab to what a file says, by the smallest change.',
      details: 'What does not differ is not touched: its shells and connections go on. Windows that show the lab see the change at once.',
      options: { 'dry-run': { type: 'boolean', short: 'n', help: 'Show what would be done to the running lab, and do nothing.' } },
      examples: ['nestwork apply star.nestwork.json', 'nestwork apply --dry-run star.nestwork.json'],
      arguments: [1, 1],
      kinds: ['file'],
      load: () => import('../commands/apply'),
    },
    {
      name: 'snapshot',
      usage: 'snapshot list|take|restore|delete [NAME] [LAB]',
      summary: 'Keep the drawing of a running lab under a name, and go back to it.',
      details:
        'Kept is what was drawn, not what is in the memory of programs. restore makes the running lab what it was then, by the smallest change; undo in a window takes it back.',
      options: { replace: { type: 'boolean', help: 'take: replace a snapshot of this name.' } },
      examples: [
        'nestwork snapshot take works',
        'nestwork snapshot list',
        'nestwork snapshot restore works',
        'nestwork snapshot delete works star',
      ],
      arguments: [1, 3],
      kinds: [['list', 'take', 'restore', 'delete'], 'snapshot', 'lab'],
      load: () => import('../commands/snapshot'),
    },
  ],
};
