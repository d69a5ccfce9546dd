/** Commands about lab files; they run nothing. */
import type { Group } from '../command';

const shapes = ['star', 'chain', 'ring', 'tree', 'grid', 'fat-tree'] as const;

export const files: Group = {
  title: 'Files',
  commands: [
    {
      name: 'generate',
      usage: `generate ${shapes.join('|')} N`,
      summary: 'Print a lab file of N devices in a shape.',
      details:
        'star: N hosts on a switch. chain and ring: N routers in a row or a circle. tree: N switches, with two hosts at each leaf. grid: N routers in rows and columns. fat-tree: N hosts below three tiers of routers, as in data centres.',
      examples: [
        'nestwork generate star 10 > star.nestwork.json',
        'nestwork generate fat-tree 16 > data-centre.nestwork.json && nestwork up data-centre.nestwork.json',
      ],
      arguments: [2, 2],
      kinds: [shapes, []],
      load: () => import('../commands/generate'),
    },
    {
      name: 'validate',
      usage: 'validate FILE',
      summary: 'Say what is wrong with a lab file; run nothing.',
      details: 'Exit code 1 if it cannot be read or has an error; warnings alone are 0.',
      options: {
        fix: {
          type: 'boolean',
          help: 'Mend what has one certain way to be mended, and write the file; say what was mended and what is left.',
        },
      },
      examples: [
        'nestwork validate star.nestwork.json',
        'nestwork validate --fix star.nestwork.json',
        'nestwork validate --json star.nestwork.json',
      ],
      arguments: [1, 1],
      kinds: ['file'],
      load: () => import('../commands/validate'),
    },
    {
      name: 'plan',
      usage: 'plan FILE',
      summary: 'Show what would be done to make a file run, and why; do nothing.',
      details:
        'If the lab runs already, only what differs is shown. With --commands the output is a shell script for root that does the same by hand.',
      options: { commands: { type: 'boolean', help: 'Print the `ip` and `bridge` commands instead.' } },
      examples: ['nestwork plan star.nestwork.json', 'nestwork plan --commands star.nestwork.json > star.sh'],
      arguments: [1, 1],
      kinds: ['file'],
      load: () => import('../commands/plan'),
    },
    {
      name: 'export',
      usage: 'export --script FILE',
      summary: 'Print a lab as something that needs no Nestwork.',
      details:
        'The script makes the lab with `ip` and removes it again, as root: `up`, `exec DEVICE COMMAND…`, `down`. Each step has its reason beside it.',
      options: {
        script: { type: 'boolean', help: 'As a bash script.' },
        output: { type: 'string', short: 'o', value: 'FILE', kind: 'file', help: 'Write it to this file, and make that executable.' },
      },
      examples: [
        'nestwork export --script star.nestwork.json > star.sh',
        'nestwork export --script star.nestwork.json -o star.sh && sudo ./star.sh up',
      ],
      arguments: [1, 1],
      kinds: ['file'],
      load: () => import('../commands/export'),
    },
    {
      name: 'schema',
      usage: 'schema',
      summary: 'Print the JSON Schema of lab files.',
      details: 'For editors that complete and check while a file is written by hand.',
      examples: ['nestwork schema > topology.schema.json'],
      arguments: [0, 0],
      load: () => import('../commands/schema'),
    },
  ],
};
