/** What goes on in a running lab of 1,000 nodes: programs, shells, a second client, changes by hand; what it holds, and what it does when nothing happens. */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { openTerminal } from '../../../electron/helper/terminal';
import { median, quantile } from '../report';
import type { Report } from '../report';
import type { Context } from './main';
import { startBare } from './processes';
import type { Bare } from './processes';
import { door as newDoor, Lab, socketOf, value } from './product';
import { labOf, operationsOf, yardstickOf } from './shapes';
import { kernelMemory, memoryOf, processorTime, resident, treeOf, untilAtRest, wakeups } from './usage';

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** ms until a command has ended in a node. */
function execute(socket: string, node: string, argv: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    void openTerminal(socket, { open: 'exec', node, argv }, {
      data: () => undefined,
      end: (exit) => (exit?.code === 0 ? resolve() : reject(new Error(`${argv.join(' ')} in ${node} ended with ${JSON.stringify(exit)}`))),
    }).then((opened) => opened.ok || reject(new Error(opened.error.message)), reject);
  });
}
async function executeInAll(socket: string, nodes: readonly string[], atOnce: number): Promise<number> {
  const start = performance.now();
  const rest = [...nodes];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let node = rest.pop(); node !== undefined; node = rest.pop()) await execute(socket, node, ['/bin/true']);
    }),
  );
  return performance.now() - start;
}

/** ms from the request for a shell until it shows a prompt. */
function prompt(socket: string, node: string, argv: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let seen = '';
    let close = (): void => undefined;
    void openTerminal(socket, { open: 'terminal', node, cols: 80, rows: 24, argv }, {
      data(bytes) {
        seen += bytes.toString('latin1');
        if (!/[#$] $/.test(seen)) return;
        resolve(performance.now() - start);
        close();
      },
      end: () => undefined,
    }).then((opened) => {
      if (!opened.ok) return reject(new Error(opened.error.message));
      close = () => opened.value.close();
    }, reject);
  });
}

async function shells(report: Report, socket: string, nodes: readonly string[], bare: Bare, count: number): Promise<void> {
  // Without the person's start-up files, which may take any time.
  const shell = ['/bin/bash', '--norc', '--noprofile'];
  const [first, again, yardstick]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < count; at++) {
    const node = nodes[nodes.length - 1 - at * 7]!;
    first.push(await prompt(socket, node, shell));
    again.push(await prompt(socket, node, shell));
    yardstick.push(await bare.tell(`prompt ${at} ${shell.join(' ')}`));
  }
  const detail = `p95 ${quantile(first, 0.95).toFixed(1)} ms; the same shell forked by C: ${median(yardstick).toFixed(2)} ms`;
  report.add({ name: 'prompt of a shell, first in its node', value: median(first), unit: 'ms', limit: 10, detail });
  report.add({ name: 'prompt of a shell, next ones', value: median(again), unit: 'ms', limit: 10, detail: `p95 ${quantile(again, 0.95).toFixed(1)} ms` });
}

async function commands(report: Report, socket: string, nodes: readonly string[], bare: Bare): Promise<void> {
  const first = [await executeInAll(socket, nodes, 8), await bare.tell('exec /bin/true')];
  const [ours, yardstick]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    yardstick.push(await bare.tell('exec /bin/true'));
    ours.push(await executeInAll(socket, nodes, 8));
  }
  report.add({
    name: `exec true in ${nodes.length} nodes / C loop`,
    value: median(ours) / median(yardstick),
    unit: '×',
    limit: 2,
    detail: `${median(ours).toFixed(0)} ms, C loop with setns and fork ${median(yardstick).toFixed(0)} ms`,
  });
  report.add({
    name: 'the same, the first program in each node',
    value: first[0]! / first[1]!,
    unit: '×',
    detail: `${first[0]!.toFixed(0)} ms (the node's own /proc, /sys, /dev/pts, /tmp, /run are mounted), C loop ${first[1]!.toFixed(0)} ms`,
  });
}

/** An address given by `ip` in a node, until the client of the host hears of it. */
async function events({ door }: Context, report: Report, lab: Lab, count: number): Promise<void> {
  const { nodes } = await value(door.client.call('labs.observed', { document: lab.document }));
  const one = nodes.find(({ name }) => name === 'h7')!;
  const enter = ['--target', String(one.pid), '--user', '--preserve-credentials', '--net', 'ip', '-force', '-batch', '-'];
  const hand = spawn('nsenter', enter, { stdio: ['pipe', 'ignore', 'inherit'] });
  const times: number[] = [];
  for (let at = -2; at < count; at++) {
    const address = `10.250.${Math.floor((at + 2) / 200)}.${((at + 2) % 200) + 1}/32`;
    const start = performance.now();
    const told = new Promise<number>((resolve) => {
      const end = door.client.on('lab.observed', ({ nodes: seen }) => {
        if (!seen.some(({ node, interfaces }) => node === one.node && interfaces.some(({ addresses }) => addresses.some((a) => a.address === address)))) return;
        end();
        resolve(performance.now() - start);
      });
    });
    hand.stdin.write(`address add ${address} dev eth0\n`);
    const spent = await told;
    if (at >= 0) times.push(spent);
    // Out of step with whatever beats in the background.
    await pause(20 + ((at + 2) % 7) * 3);
  }
  hand.stdin.end();
  report.add({
    name: 'a change by hand until the client hears of it, p95',
    value: quantile(times, 0.95),
    unit: 'ms',
    limit: 20,
    detail: `median ${median(times).toFixed(1)} ms; what comes within 10 ms is told together`,
  });
}

async function attach(context: Context, report: Report, lab: Lab): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < (context.quick ? 3 : 7); round++) {
    const other = newDoor(context.root);
    const start = performance.now();
    const { document } = await value(other.client.call('documents.attach', { lab: lab.topology.id }));
    const { nodes } = await value(other.client.call('labs.observed', { document }));
    times.push(performance.now() - start);
    if (nodes.length !== lab.topology.nodes.length) throw new Error(`The second client sees ${nodes.length} nodes.`);
    await other.host.close();
  }
  report.add({
    name: 'a second client has drawing and state of all nodes',
    value: median(times),
    unit: 'ms',
    detail: `of ${lab.topology.nodes.length} nodes; first ${times[0]!.toFixed(0)} ms`,
  });
}

export async function inside(context: Context, report: Report): Promise<void> {
  report.heading('In a running star of 1,000 nodes');
  const { door, quick } = context;
  const topology = labOf('star', 1000);
  const before = kernelMemory();
  const lab = await Lab.open(door.client, topology);
  await lab.up();
  await pause(500);
  const middle = kernelMemory();
  const all = treeOf(lab.pid);
  const count = topology.nodes.length;
  const programs = memoryOf(all);
  report.add({ name: 'supervisor: resident memory', value: resident(lab.pid) / 1024, unit: 'MiB', limit: 48, detail: `all processes of the lab, shared pages by share: ${(programs / 1024).toFixed(0)} MiB` });
  const bare = await startBare(context.bare, yardstickOf(operationsOf(topology)).lines);
  await pause(500);
  const own = (middle - before) / count;
  const yardstick = (kernelMemory() - middle) / count;
  report.add({
    name: 'memory a node, programs and kernel',
    value: own + programs / count,
    unit: 'KiB',
    detail: `kernel ${own.toFixed(0)} KiB, bare ${yardstick.toFixed(0)} KiB; programs ${(programs / count).toFixed(0)} KiB`,
  });
  await idle(report, lab.pid, quick ? 3000 : 5000);
  const socket = await socketOf(lab.topology.id);
  const nodes = lab.topology.nodes.map(({ id }) => id);
  await shells(report, socket, nodes, bare, quick ? 7 : 20);
  await commands(report, socket, nodes, bare);
  await events(context, report, lab, quick ? 40 : 100);
  await attach(context, report, lab);
  report.add({ name: 'supervisor: resident memory after all that', value: resident(lab.pid) / 1024, unit: 'MiB', limit: 48 });
  await bare.down();
  await lab.down();
  await lab.close();
}

/** What comes after a lab has gone up (the kernel settles thousands of IPv6 addresses in the background) is over before. */
async function idle(report: Report, pid: number, length: number): Promise<void> {
  const all = treeOf(pid);
  const settled = (await untilAtRest(all)) / 1000;
  const [time, woken] = [processorTime(all), wakeups(all)];
  await pause(length);
  report.add({
    name: 'processor time when nothing happens',
    value: (100 * (processorTime(all) - time)) / length,
    unit: '%',
    limit: 0,
    detail: `${all.length} processes, woken ${wakeups(all) - woken} times in ${length / 1000} s; addresses had settled after ${settled.toFixed(0)} s`,
  });
}
