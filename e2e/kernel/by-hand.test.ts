/**
 * The commands that Nestwork shows "by hand" are typed here, in a namespace of the test's own, and must make the same network: pings go
 * where they should, a cut stops them, and the commands of the way back leave nothing.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { setLinkUp } from '../../electron/engine/edit';
import { emptyLab } from '../../electron/engine/wanted';
import type { WantedNode } from '../../electron/engine/wanted';
import { parseTopology } from '../../electron/shared/topology/parse';
import type { Topology } from '../../electron/shared/topology/schema';
import { commands, typed } from './by-hand';

function shipped(name: string): Topology {
  const parsed = parseTopology(readFileSync(new URL(`../../labs/${name}.nestwork.json`, import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** Waits up to 5 s: an answer may need a neighbour to be found first. */
const reaches = (from: string, to: string): string =>
  `for i in 1 2 3 4 5; do ip netns exec ${from} ping -c 1 -W 1 ${to} >/dev/null 2>&1 && break; [ $i -lt 5 ]; done`;
const isCutOff = (from: string, to: string): string =>
  `if ip netns exec ${from} ping -c 1 -W 1 ${to} >/dev/null 2>&1; then echo "${from} reaches ${to}"; exit 9; fi`;

it('makes three routers, cuts the cable of a host and mends it, and leaves nothing', async () => {
  const topology = shipped('three-routers');
  const lab = derive(topology);
  const [from, to] = ['h1', 'h6'].map((id) => lab.nodes.get(id)!) as [WantedNode, WantedNode];
  const addresses = [...to.interfaces.values()].flatMap((one) => one.addresses.map(({ address }) => address.split('/')[0]!));
  expect(addresses).toHaveLength(2);
  const link = [...from.interfaces.values()][0]!.link;
  const cut = derive(setLinkUp(topology, [link], false), lab);
  const { code, output } = await typed([
    ...commands(lab, emptyLab, topology),
    ...addresses.map((address) => reaches('h1', address)),
    ...commands(cut, lab, topology, topology),
    ...addresses.map((address) => isCutOff('h1', address)),
    'ip -n h1 link show eth0 | grep -q NO-CARRIER',
    ...commands(lab, cut, topology, topology),
    ...addresses.map((address) => reaches('h1', address)),
    ...commands(emptyLab, lab, topology, topology),
    '[ -z "$(ip netns list)" ]',
    '[ "$(ip -o link | wc -l)" = 1 ]',
  ]);
  expect(output).toBe('');
  expect(code).toBe(0);
});

it('makes the classic first walk, whose one cable shows NO-CARRIER on both ends when it is cut', async () => {
  const topology = shipped('first-steps');
  const lab = derive(topology);
  const cut = derive(setLinkUp(topology, ['l1'], false), lab);
  const { code, output } = await typed([
    ...commands(lab, emptyLab, topology),
    reaches('computer', '192.168.5.10'),
    ...commands(cut, lab, topology, topology),
    isCutOff('computer', '192.168.5.10'),
    ...['computer', 'namespace'].map((name) => `ip -n ${name} link show eth0 | grep -q NO-CARRIER`),
    ...commands(lab, cut, topology, topology),
    reaches('computer', '192.168.5.10'),
  ]);
  expect(output).toBe('');
  expect(code).toBe(0);
});
