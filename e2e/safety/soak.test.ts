/**
 * A lab that is edited for a long time: memory, descriptors, processes and kernel objects stay what they were. `npm run soak`: 1,000 nodes, ten minutes, an edit
 * each second. In `npm test` 12 nodes, edits one after the other for 15 s, which makes more of them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../electron/shared/lab/operation';
import { Lab, callers, processesIn } from '../kernel/lab';
import { address, cable, command, files, node, setting } from '../kernel/shapes';
import { descendants } from './processes';

const long = process.env.NESTWORK_SOAK !== undefined;
const seconds = Number(process.env.NESTWORK_SOAK ?? 15);
const size = long ? 1000 : 12;
const perSwitch = 100;

/** Hosts on switches, the switches in a row. */
function build(): Operation[] {
  const switches = Math.ceil(size / perSwitch);
  const row = Array.from({ length: switches }, (_, at) => node(`s${at}`, 'switch'));
  const between = row.slice(1).map((_, at) => cable(`r${at}`, `s${at}.p0`, `s${at + 1}.p1`));
  const hosts = Array.from({ length: size }, (_, at) => node(`h${at}`));
  const cables = hosts.map((_, at) => cable(`l${at}`, `h${at}.eth0`, `s${Math.floor(at / perSwitch)}.p${(at % perSwitch) + 2}`));
  const addresses = hosts.map((_, at) => address(`h${at}.eth0`, `10.0.${at >> 8}.${at & 255 || 1}/16`));
  return [...row, ...hosts, ...between, ...cables, ...addresses];
}
/** One round of edits; behind it the lab is what it was before. */
const round: Operation[][] = [
  [node('x'), cable('lx', 'x.eth0', 's0.p900'), address('x.eth0', '10.0.200.1/16'), files('x', { '/etc/motd': 'x'.repeat(1000) })],
  [command('x', 'echo hello; exec sleep 1000', { until: 'start' }), setting('x', 'net.ipv4.conf.all.rp_filter', '2')],
  [{ op: 'interface.set', node: 'h1', interface: 'eth0', mtu: 1400 }],
  [{ op: 'link.delete', link: 'l2' }],
  [cable('l2', 'h2.eth0', 's0.p4'), address('h2.eth0', '10.0.0.2/16')],
  [{ op: 'node.rename', node: 'h3', name: 'renamed' }],
  [
    { op: 'node.rename', node: 'h3', name: 'h3' },
    { op: 'interface.set', node: 'h1', interface: 'eth0', mtu: 1500 },
  ],
  [
    { op: 'link.delete', link: 'lx' },
    { op: 'node.delete', node: 'x' },
  ],
];

describe('a lab that is edited on and on', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(callers[0]!);
    await lab.apply(build());
  }, 600_000);
  afterAll(() => lab?.down(), 120_000);

  const look = (): Record<string, number> => {
    const status = readFileSync(`/proc/${lab.pid}/status`, 'utf8');
    const own = descendants(lab.pid);
    const slabs = (name: string): number => {
      try {
        return Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(readFileSync('/proc/slabinfo', 'utf8'))?.[1] ?? 0);
      } catch {
        return 0; // Only root may see it.
      }
    };
    return {
      'KB of memory': Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]),
      descriptors: readdirSync(`/proc/${lab.pid}/fd`).length,
      processes: own.length,
      'network namespaces of the computer': slabs('net_namespace'),
    };
  };

  it(`is the same after ${seconds} s of edits`, async () => {
    const samples: Record<string, number>[] = [];
    const end = Date.now() + seconds * 1000;
    let edits = 0;
    let slowest = 0;
    const turn = async (): Promise<void> => {
      for (const operations of round) {
        const begun = Date.now();
        await lab.apply(operations);
        slowest = Math.max(slowest, Date.now() - begun);
        edits++;
        if (long) await new Promise((done) => setTimeout(done, Math.max(0, begun + 1000 - Date.now())));
      }
      // The processes of the node that was deleted end behind the answer, and so does what sent the deletion of its cables.
      const before = samples[0]?.processes ?? Infinity;
      const busy = (): boolean => descendants(lab.pid).length > before || readdirSync(`/proc/${lab.pid}/task`).length > 1;
      for (let tries = 0; busy() && tries < 1000; tries++) await new Promise((done) => setTimeout(done, 10));
      samples.push(look());
    };
    // What is taken once, at the first time of each edit, is no leak.
    for (let warm = 0; warm < (long ? 2 : 10); warm++) await turn();
    samples.splice(0, samples.length - 1);
    while (Date.now() < end || samples.length < 3) await turn();
    const first = samples[0]!;
    const last = samples.at(-1)!;
    const middle = samples[Math.floor(samples.length / 2)]!;
    console.log(
      `S16: ${size} nodes, ${edits} edits in ${seconds} s, the slowest ${slowest} ms; at first, halfway, at the end: ${Object.keys(first)
        .map((key) => `${first[key]}, ${middle[key]}, ${last[key]} ${key}`)
        .join('; ')}`,
    );
    expect(last.descriptors).toBe(first.descriptors);
    expect(last.processes).toBe(first.processes);
    expect(last['KB of memory']! - first['KB of memory']!).toBeLessThan(1024);
    expect(processesIn(new Set([(await lab.node('h1')).namespaces.pid]))).toHaveLength(1);
  }, 1_800_000);
});
