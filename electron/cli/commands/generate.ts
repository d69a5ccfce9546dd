import { generate as drawingOf } from '../../host/shapes';
import { serializeTopology } from '../../shared/topology/serialize';
import { exit } from '../command';
import type { Command } from '../command';

const shapes = ['star', 'chain', 'ring', 'tree'] as const;
const most = 10_000;

export const generate: Command = {
  name: 'generate',
  usage: 'generate star|chain|ring|tree N',
  summary: 'Print a lab file of N devices in a shape.',
  details: 'star: N hosts on a switch. chain and ring: N routers in a row or a circle. tree: switches and hosts, N devices in all.',
  examples: [
    'nestwork generate star 10 > star.nestwork.json',
    'nestwork generate ring 100 > ring.nestwork.json && nestwork up ring.nestwork.json',
  ],
  arguments: [2, 2],
  run({ positionals }, { out }) {
    const shape = shapes.find((one) => one === positionals[0]);
    const count = Number(positionals[1]);
    const usage = 'Usage: nestwork generate star|chain|ring|tree N.';
    const refuse = (message: string): Promise<number> => (out.error({ code: 'usage', message, hint: usage }), Promise.resolve(exit.usage));
    if (!shape) return refuse(`There is no shape "${positionals[0]}".`);
    if (!/^\d+$/.test(positionals[1]!) || count < 1 || count > most)
      return refuse(`"${positionals[1]}" is not a number from 1 to ${most}.`);
    out.raw(serializeTopology(drawingOf(shape, count)));
    return Promise.resolve(exit.ok);
  },
};
