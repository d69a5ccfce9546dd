/** What does not need a running lab: the start of the command line, the planner on large labs. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { derive } from '../../../electron/engine/derive';
import { plan } from '../../../electron/engine/plan';
import { emptyLab } from '../../../electron/engine/wanted';
import { median } from '../report';
import type { Report } from '../report';
import type { Context } from './main';
import { labOf, shapeNames } from './shapes';

function spent(args: string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

export function programs({ root, quick }: Context, report: Report): void {
  report.heading('The command line and the planner');
  const [ours, node]: [number[], number[]] = [[], []];
  for (let round = 0; round < (quick ? 7 : 15); round++) {
    node.push(spent(['-e', '0']));
    ours.push(spent([join(root, 'dist/cli.cjs'), 'list', '--json']));
  }
  const limit = 1.5 * median(node) + 100;
  report.add({
    name: 'nestwork list / (1.5 × node -e 0, and 100 ms)',
    value: median(ours) / limit,
    unit: '×',
    limit: 1,
    detail: `${median(ours).toFixed(0)} ms; node -e 0 ${median(node).toFixed(0)} ms`,
  });
  for (const shape of shapeNames) {
    const topology = labOf(shape, 10_000);
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      plan(derive(topology), emptyLab);
      times.push(performance.now() - start);
    }
    report.add({
      name: `${shape} of 10,000 is planned`,
      value: median(times),
      unit: 'ms',
      limit: 1000,
      detail: `${topology.nodes.length} nodes, ${topology.links.length} links; first ${times[0]!.toFixed(0)} ms`,
    });
  }
}
