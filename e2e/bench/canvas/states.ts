/** A page with every state of nodes and cables, as in the design's sheet; and a lab that looks like one of a lesson. `?lab`, `#dark`. */
import type { TopologyLink, TopologyNode } from '../../../electron/shared/topology/schema';
import '../../../renderer/styles/tokens.css';
import { difference, Picture } from './compare';
import { LabModel, link, node, topologyOf } from './lab';

const kinds = ['host', 'router', 'switch', 'hub', 'internet', 'this-computer', 'nic'] as const;
const states = ['planned', 'changing', 'up', 'down', 'failed', 'differs', 'hovered', 'selected', 'focus', 'drop'];
const cables = ['up', 'planned', 'changing', 'nocarrier', 'cut', 'failed', 'selected', 'hovered', 'plannedcut'];

/** One node of each kind and state, and one cable of each state. */
function sheet(): LabModel {
  const nodes: TopologyNode[] = [];
  const links: TopologyLink[] = [];
  for (const [row, kind] of kinds.entries())
    for (const [column, state] of states.entries())
      nodes.push({ ...node(`${kind}-${state}`, kind, 96 + column * 120, 60 + row * 108), ...(state === 'down' ? { stopped: true } : {}) });
  for (const [index, state] of cables.entries()) {
    const [x, y] = [60 + (index % 5) * 240, 840 + Math.floor(index / 5) * 96];
    nodes.push(node(`a-${state}`, 'host', x, y), node(`b-${state}`, 'router', x + 156, y));
    links.push(link(state, `a-${state}`, `b-${state}`, !state.includes('cut')));
  }
  nodes.push(
    node('p1', 'router', 60, 1044),
    node('p2', 'switch', 300, 1044),
    node('q1', 'router', 420, 1044),
    node('q2', 'router', 620, 1044),
    node('l1', 'router', 800, 1044),
  );
  for (let index = 0; index < 3; index++) links.push(link(`p${index}`, 'p1', 'p2'));
  for (let index = 0; index < 8; index++) links.push(link(`q${index}`, 'q1', 'q2'));
  links.push({ id: 'loop', ends: [{ node: 'l1', interface: 'eth0' }, { node: 'l1', interface: 'eth1' }] }); // prettier-ignore
  const of = (state: string) => nodes.map(({ id }) => id).filter((id) => id.endsWith(`-${state}`) && !/^[ab]-/.test(id));
  const failure = { code: 'kernel-refused', message: 'clone3: no PID namespace left.', kernel: 'no PID namespace left' };
  const model = new LabModel(topologyOf(nodes, links), {
    absent: new Set([...of('planned'), ...of('failed'), ...of('changing'), 'planned', 'failed', 'plannedcut']),
    lab: { changing: [...of('changing'), 'changing'], failed: [...of('failed'), 'failed'].map((id) => ({ id, error: failure })) },
  });
  for (const one of model.observedState['b-nocarrier']!.interfaces) one.carrier = false;
  const lonely = { name: 'eth9', mac: '02:00:00:00:00:09', mtu: 1500, up: true, ipv6: true };
  const reason = { code: 'automatic-address', text: '' };
  for (const want of model.wantedLab.nodes.values())
    if (want.id.startsWith('host-'))
      (want.interfaces as Map<string, unknown>).set('eth9', {
        ...lonely,
        port: false,
        link: 'none',
        addresses: [{ address: '10.0.1.10/24', automatic: true, reason }],
      });
  for (const seen of Object.values(model.observedState)) {
    const addresses = [{ address: '10.0.1.10/24', family: 'inet' as const, scope: 'global' }];
    if (seen.node.endsWith('-differs')) addresses.push({ address: '10.9.9.9/24', family: 'inet', scope: 'global' });
    if (seen.node.startsWith('host-') || seen.node.endsWith('-differs'))
      seen.interfaces.push({ ...lonely, index: 9, carrier: true, kind: 'veth', addresses });
  }
  model.chosen = new Set([...of('selected'), 'selected']);
  return model;
}

/** Three routers with rooms behind them. */
function lesson(): LabModel {
  const nodes = [
    node('r1', 'router', 504, 120), node('r2', 'router', 324, 276), node('r3', 'router', 684, 276),
    node('s1', 'switch', 768, 120), node('s2', 'switch', 324, 396), node('s3', 'switch', 684, 396),
    node('h1', 'host', 900, 84), node('h2', 'host', 900, 168), node('h3', 'host', 252, 480), node('h4', 'host', 396, 480),
    node('h5', 'host', 612, 480), node('web', 'host', 756, 480), node('hub1', 'hub', 204, 120), node('h6', 'host', 84, 120),
  ]; // prettier-ignore
  const cable = (id: string, a: string, ai: string, b: string, bi: string, up = true) => ({ ...link(id, a, b, up), ends: [{ node: a, interface: ai }, { node: b, interface: bi }] as [{ node: string; interface: string }, { node: string; interface: string }] }); // prettier-ignore
  const links = [
    cable('l0', 'h6', 'eth0', 'hub1', 'eth0'), cable('l1', 'hub1', 'eth1', 'r1', 'eth0'), cable('l2', 'r1', 'eth1', 'r2', 'eth0'), cable('l3', 'r1', 'eth2', 'r3', 'eth0', false),
    cable('l4', 'r2', 'eth1', 'r3', 'eth1'), cable('l5', 'r1', 'eth3', 's1', 'eth0'), cable('l6', 's1', 'eth1', 'h1', 'eth0'), cable('l7', 's1', 'eth2', 'h2', 'eth0'),
    cable('l8', 'r2', 'eth2', 's2', 'eth0'), cable('l9', 'r3', 'eth2', 's3', 'eth0'), cable('l10', 's2', 'eth1', 'h3', 'eth0'), cable('l11', 's2', 'eth2', 'h4', 'eth0'),
    cable('l12', 's3', 'eth1', 'h5', 'eth0'), cable('l13', 's3', 'eth2', 'web', 'eth0'),
  ]; // prettier-ignore
  const failed = [{ id: 'h5', error: { code: 'kernel-refused', message: 'No PID namespace is left.', kernel: 'no PID namespace left' } }];
  const model = new LabModel(topologyOf(nodes, links), { absent: new Set(['h5']), lab: { failed } });
  model.observedState.r2!.interfaces[0]!.addresses.push({ address: '10.0.99.1/24', family: 'inet', scope: 'global' });
  model.chosen = new Set(['r2']);
  return model;
}

if (location.hash) document.documentElement.dataset.theme = location.hash.slice(1);
const model = location.search.includes('lab') ? lesson() : sheet();
const picture = new Picture(model, document.querySelector<HTMLElement>('#app')!);
Object.assign(window, { canvas: picture.handle, model, picture, difference });
