/** Commands about what leads out of a lab. */
import type { Group } from '../command';

const actions = ['list', 'join', 'keep', 'back'] as const;

export const edge: Group = {
  title: 'The way out',
  commands: [
    {
      name: 'uplink',
      usage: `uplink [${actions.join('|')}] [LAB]`,
      summary: 'What of this computer is joined to a lab; join it, keep it, put it back.',
      details:
        'An interface of this computer goes back by itself unless somebody says within 30 s that this computer is still connected: `keep` says it. `back` puts back all of the lab.',
      options: { yes: { type: 'boolean', help: 'Join without asking; kept if everything behind it answers.' } },
      examples: ['nestwork uplink', 'nestwork uplink join --yes star', 'nestwork uplink keep', 'nestwork uplink back star'],
      arguments: [0, 2],
      kinds: [actions, 'lab'],
      load: () => import('../commands/uplink'),
    },
    {
      name: 'expose',
      usage: 'expose [LAB]',
      summary: 'Make the devices visible to `ip netns` on this computer.',
      details:
        'Needs root. Each device gets its name under /run/netns, as `ip netns attach` gives it. `unexpose`, or the end of the lab, takes it away.',
      examples: ['nestwork expose star', 'ip netns exec h1 ip route'],
      arguments: [0, 1],
      kinds: ['lab'],
      load: () => import('../commands/expose'),
    },
    {
      name: 'unexpose',
      usage: 'unexpose [LAB]',
      summary: 'Take away the names that `expose` gave.',
      examples: ['nestwork unexpose star'],
      arguments: [0, 1],
      kinds: ['lab'],
      load: () => import('../commands/unexpose'),
    },
  ],
};
