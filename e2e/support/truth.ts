/**
 * The invariant of the whole product: canvas == document == plan == kernel. `mismatches` lists, in sentences, where they differ; it is
 * empty when all four tell the same story.
 */
import type { Page } from '@playwright/test';
import type { Topology, TopologyNode } from '../../electron/shared/topology/schema';
import { ask } from './host-client';
import { interfacesOf } from './kernel';
import type { KernelInterface } from './kernel';

/** Devices as the canvas names them to a screen reader: "h1, host, up, 2 cables". */
export async function canvasDevices(page: Page): Promise<Map<string, string>> {
  const labels = await page
    .getByRole('listbox', { name: 'Network' })
    .locator('[role=option]:not([data-kind=cable], [data-kind=ghost])')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  return new Map(labels.map((label) => [label.split(',')[0] ?? '', label]));
}

export async function mismatches(page: Page, document: string): Promise<string[]> {
  const wrong: string[] = [];
  const { topology, lab } = await ask(page, 'documents.get', { document });
  const drawn = await canvasDevices(page);
  for (const node of topology.nodes) if (!drawn.has(node.name)) wrong.push(`The document has ${node.name}, the canvas does not.`);
  for (const name of drawn.keys())
    if (!topology.nodes.some((node) => node.name === name)) wrong.push(`The canvas has ${name}, the document does not.`);
  if (lab.phase !== 'running') return topology.nodes.some((node) => !node.stopped) ? [...wrong, `The lab is ${lab.phase}.`] : wrong;

  const { steps } = await ask(page, 'labs.plan', { document });
  for (const step of steps) wrong.push(`The plan still wants ${JSON.stringify(step.operation)}.`);

  const { nodes: observed } = await ask(page, 'labs.observed', { document });
  const pids = new Map(observed.map((node) => [node.node, node.pid]));
  for (const id of pids.keys())
    if (!topology.nodes.some((node) => node.id === id)) wrong.push(`The kernel has a node ${id} that the document has not.`);
  const wanted = topology.nodes.filter((node) => !node.stopped);
  const there = wanted.flatMap((node) => pids.get(node.id) ?? []);
  const interfaces = new Map((await interfacesOf(there)).map((found, at) => [there[at], found]));
  for (const node of wanted) {
    const found = interfaces.get(pids.get(node.id));
    if (found) wrong.push(...nodeMismatches(topology, node, found));
    else wrong.push(`${node.name} is not in the kernel.`);
  }
  return wrong;
}

/** Cables of the node against its interfaces: each is there, nothing else is, and its carrier says whether the cable is whole. */
function nodeMismatches(topology: Topology, node: TopologyNode, interfaces: Map<string, KernelInterface>): string[] {
  const wrong: string[] = [];
  const stopped = new Set(topology.nodes.filter((other) => other.stopped).map((other) => other.id));
  const wanted = new Set<string>();
  for (const link of topology.links) {
    if (link.ends.some((end) => stopped.has(end.node))) continue;
    for (const end of link.ends) {
      if (end.node !== node.id) continue;
      wanted.add(end.interface);
      const there = interfaces.get(end.interface);
      if (!there) wrong.push(`${node.name} ${end.interface} is not in the kernel.`);
      else {
        const whole = there.flags.includes('UP') && there.flags.includes('LOWER_UP');
        if (whole !== (link.up ?? true))
          wrong.push(
            `${node.name} ${end.interface} is ${whole ? 'whole' : 'cut'}, drawn ${link.up === false ? 'cut' : 'whole'}: ${there.flags.join(' ')}.`,
          );
      }
    }
  }
  for (const one of interfaces.values())
    if (one.linkinfo?.info_kind === 'veth' && !wanted.has(one.ifname))
      wrong.push(`${node.name} has ${one.ifname} in the kernel, but no such cable is drawn.`);
  return wrong;
}
