/** Labs going up, down and anew, beside the bare program, one `ip` a step and `ip -batch`. */
import { median, ratioOf } from '../report';
import type { Report } from '../report';
import type { Context } from './main';
import { batched, oneByOne, startBare } from './processes';
import { Lab, value } from './product';
import { ipSteps, labOf, operationsOf, shapeNames, yardstickOf } from './shapes';
import type { ShapeName } from './shapes';
import { processorTime, treeOf } from './usage';

interface Round {
  up: number;
  apply: number;
  down: number;
  restart: number;
  cost: number;
}
type Rounds = Record<keyof Round, number[]> & { bareUp: number[]; bareDown: number[]; bareCost: number[] };

async function ours(context: Context, shape: ShapeName, n: number): Promise<Round> {
  const { door } = context;
  const lab = await Lab.open(door.client, labOf(shape, n));
  const { all, apply } = await lab.up();
  const cost = processorTime(treeOf(lab.pid));
  const count = lab.topology.nodes.length;
  const start = performance.now();
  await value(door.client.call('nodes.restart', { document: lab.document, nodes: lab.topology.nodes.map(({ id }) => id) }));
  const restart = performance.now() - start;
  await context.calm(count);
  const down = await lab.down();
  await lab.close();
  return { up: all, apply, down, restart, cost };
}

async function measure(context: Context, shape: ShapeName, n: number, count: number): Promise<Rounds> {
  const rounds: Rounds = { up: [], apply: [], down: [], restart: [], cost: [], bareUp: [], bareDown: [], bareCost: [] };
  const { lines } = yardstickOf(operationsOf(labOf(shape, n)));
  const yardstick = async (): Promise<void> => {
    const bare = await startBare(context.bare, lines);
    rounds.bareUp.push(bare.up);
    rounds.bareCost.push(processorTime(treeOf(bare.pid)));
    rounds.bareDown.push(await bare.down());
    await context.calm();
  };
  const product = async (): Promise<void> => {
    const round = await ours(context, shape, n);
    for (const name of Object.keys(round) as (keyof Round)[]) rounds[name].push(round[name]);
    await context.calm();
  };
  for (let round = 0; round < count; round++)
    for (const turn of round % 2 ? [product, yardstick] : [yardstick, product]) await turn();
  return rounds;
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

export async function upAndDown(context: Context, report: Report): Promise<void> {
  const { quick, root } = context;
  const shapes: readonly ShapeName[] = quick ? ['star', 'campus'] : shapeNames;
  const roundsOf = (n: number): number => (n > 1000 ? 1 : n === 1000 ? (quick ? 2 : 3) : n === 100 ? (quick ? 5 : 7) : 11);
  for (const shape of shapes) {
    const found = new Map<number, { up: number; down: number }>();
    for (const n of context.sizes) {
      report.heading(`${shape}, ${n.toLocaleString('en')} nodes`);
      const rounds = await measure(context, shape, n, roundsOf(n));
      const up = ratioOf(rounds.up, rounds.bareUp);
      const down = ratioOf(rounds.down, rounds.bareDown);
      const both = rounds.bareUp.map((one, at) => one + rounds.bareDown[at]!);
      const target = n === 1000 ? { limit: 1.2 } : {};
      report.add({
        name: `${shape} ${n}: up / bare`,
        value: up,
        unit: '×',
        ...target,
        detail: `${ms(median(rounds.up))}, of these apply ${ms(median(rounds.apply))}; bare ${ms(median(rounds.bareUp))}`,
      });
      report.add({
        name: `${shape} ${n}: processor time of it / bare`,
        value: ratioOf(rounds.cost, rounds.bareCost),
        unit: '×',
        detail: `${ms(median(rounds.cost))}; bare ${ms(median(rounds.bareCost))}; without the host`,
      });
      report.add({
        name: `${shape} ${n}: down / bare`,
        value: down,
        unit: '×',
        ...target,
        detail: `${ms(median(rounds.down))}; bare ${ms(median(rounds.bareDown))}`,
      });
      report.add({
        name: `${shape} ${n}: restart of all nodes / bare down and up`,
        value: ratioOf(rounds.restart, both),
        unit: '×',
        detail: ms(median(rounds.restart)),
      });
      found.set(n, { up, down });
      if (n === 1000 || (n === 100 && quick)) byIp(report, shape, n, median(rounds.up), root, quick);
    }
    const [big, middle] = [found.get(1000), found.get(100)];
    if (big && middle)
      report.add({ name: `${shape}: up / bare at 1,000 over the same at 100`, value: big.up / middle.up, unit: '×', limit: 1.1 });
  }
}

/** Slower by orders: one round, and of one shape by the step. */
function byIp(report: Report, shape: ShapeName, n: number, up: number, root: string, quick: boolean): void {
  const steps = ipSteps(operationsOf(labOf(shape, n)));
  if (shape === 'star') {
    const spent = oneByOne(steps, root);
    report.add({
      name: `${shape} ${n}: one ip a step / up`,
      value: spent / up,
      unit: '×',
      ...(n === 1000 && { limit: 25, least: true }),
      detail: `${ms(spent)} for ${steps.length} processes; fewer namespaces than a node has`,
    });
  }
  if (quick && n === 1000) return;
  const spent = batched(steps, root);
  report.add({ name: `${shape} ${n}: ip -batch / up`, value: spent / up, unit: '×', detail: `${ms(spent)}; fewer namespaces` });
}
