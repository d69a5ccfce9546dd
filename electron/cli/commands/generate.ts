import { generate, shapes } from '../../host/shapes';
import { serializeTopology } from '../../shared/topology/serialize';
import { exit } from '../command';
import type { Run } from '../command';
import { misused } from '../misuse';
import { suggestion } from '../nearest';

const most = 10_000;

export const run: Run = ({ positionals: [given, number] }, { out }) => {
  const shape = shapes.find((one) => one === given);
  const count = Number(number);
  const refuse = (message: string, hint: string): Promise<number> => Promise.resolve(misused(out, message, hint));
  const all = `There are ${shapes.join(', ')}.`;
  if (!shape) return refuse(`There is no shape "${given}".`, suggestion(given!, shapes, all));
  if (!/^\d+$/.test(number!) || count < 1 || count > most)
    return refuse(`"${number}" is not a number from 1 to ${most}.`, `Usage: nestwork generate ${shape} N.`);
  out.raw(serializeTopology(generate(shape, count)));
  return Promise.resolve(exit.ok);
};
