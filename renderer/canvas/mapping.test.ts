import { describe, expect, it } from 'vitest';
import { addLink, addNode, setLinkUp, setNodeStopped } from '../../electron/engine/edit';
import { DrawnLab, emptyTopology } from './drawn-lab.fixture';
import { Facts } from './facts';
import { hostPart } from './mapping';

function lab() {
  let topology = addNode(emptyTopology(), 'host', { x: 0, y: 0 }, 'h1');
  topology = addNode(topology, 'router', { x: 200, y: 0 }, 'r1');
  topology = addNode(topology, 'switch', { x: 400, y: 0 }, 's1');
  topology = addNode(topology, 'host', { x: 600, y: 0 }, 'h2');
  topology = addLink(addLink(addLink(topology, 'h1', 'r1'), 'r1', 's1'), 's1', 'h2');
  return new DrawnLab(topology);
}
function viewsOf(model: DrawnLab) {
  const facts = new Facts(model);
  facts.readAll();
  const { nodes, links } = model.topology();
  for (const node of nodes) facts.nodes.set(node.id, node);
  const node = (id: string) => facts.nodeView(facts.nodes.get(id)!, 1);
  const links_ = links.map((one) => facts.linkView(one));
  return { node, links: links_ };
}

describe('a device', () => {
  it('that is only drawn is planned, with the address it will get in the words of the plan', () => {
    const view = viewsOf(lab()).node('h1');
    expect(view).toMatchObject({ state: 'planned', second: { style: 'wish' }, spoken: 'h1, host, planned, 1 cable' });
  });

  it('that the kernel has is up, with the address that the kernel says', () => {
    const model = lab();
    model.observe('h1', 'r1', 's1', 'h2');
    const { node } = viewsOf(model);
    expect(node('h1')).toMatchObject({ state: 'up', differs: false, second: { style: 'mono' } });
    expect(node('s1').second).toMatchObject({ style: 'mono', text: expect.stringMatching(/\/24$/) as string });
  });

  it('whose address was changed in a shell differs, and shows what the kernel has', () => {
    const model = lab();
    model.observe('h1');
    const seen = model.observed().h1!;
    model.observed().h1 = {
      ...seen,
      interfaces: seen.interfaces.map((one) => ({ ...one, addresses: [{ address: '192.0.2.7/24', family: 'inet', scope: 'global' }] })),
    };
    expect(viewsOf(model).node('h1')).toMatchObject({ state: 'up', differs: true, second: { text: '192.0.2.7', style: 'mono' } });
  });

  it('whose route was taken away in a shell differs', () => {
    const model = lab();
    model.observe('h1', 'r1', 's1', 'h2');
    expect(model.observed().h1!.routes.length).toBeGreaterThan(0);
    model.observed().h1 = { ...model.observed().h1!, routes: [] };
    expect(viewsOf(model).node('h1')).toMatchObject({ state: 'up', differs: true });
  });

  it('waits for a cable that is not there yet without a difference of its own', () => {
    const model = lab();
    model.observe('h1', 'r1');
    model.observed().h1 = { ...model.observed().h1!, interfaces: [], routes: [] };
    expect(viewsOf(model).node('h1')).toMatchObject({ state: 'up', differs: false });
  });

  it('at the edge of the lab is called by what it stands for', () => {
    const model = new DrawnLab(addNode(emptyTopology(), 'this-computer', { x: 0, y: 0 }, 'pc1'));
    expect(viewsOf(model).node('pc1').spoken).toContain(', this computer, planned');
  });

  it('that could not be made says why, in at most 24 characters', () => {
    const model = lab();
    const error = { code: 'kernel-refused', message: 'h1 could not be made.', kernel: 'No space left on device (ENOSPC)' };
    model.setLab({ failed: [{ id: 'h1', error }] });
    const { node } = viewsOf(model);
    expect(node('h1')).toMatchObject({ state: 'failed', second: { text: 'No space left on device…', style: 'bad' } });
    expect(node('h1').spoken).toContain('h1 could not be made.');
  });

  it('that a person stopped is down', () => {
    const model = lab();
    model.edit(setNodeStopped(model.topology(), ['h1'], true));
    expect(viewsOf(model).node('h1')).toMatchObject({ state: 'down', second: { text: 'stopped', style: 'why' } });
  });
});

describe('a cable', () => {
  it('is planned until both ends are there, then up with carrier at both', () => {
    const model = lab();
    model.observe('h1');
    expect(viewsOf(model).links[0]).toMatchObject({ state: 'planned', ends: [{ carrier: true }, { carrier: false }] });
    model.observe('r1');
    expect(viewsOf(model).links[0]).toMatchObject({ state: 'up', cut: false, ends: [{ carrier: true }, { carrier: true }] });
  });

  it('that is cut has no carrier and says so', () => {
    const model = lab();
    model.edit(setLinkUp(model.topology(), [model.topology().links[0]!.id], false));
    model.observe('h1', 'r1');
    expect(viewsOf(model).links[0]).toMatchObject({
      state: 'up',
      cut: true,
      ends: [{ carrier: false }, { carrier: false }],
      spoken: expect.stringMatching(/, cut$/) as string,
    });
  });

  it('carries the prefix only where its segment is this one cable, and names only ends that could be mistaken', () => {
    const [first, second] = viewsOf(lab()).links;
    expect(first?.prefix).toMatch(/^10\./);
    expect(second?.prefix).toBeUndefined();
    expect(first?.ends.map(({ named }) => named)).toEqual([false, true]);
  });
});

it('the host part is what an address adds to its prefix', () => {
  expect([hostPart('10.0.1.2/24'), hostPart('10.0.1.2/16'), hostPart('10.0.1.2/30'), hostPart('10.0.1.2/32')]).toEqual([
    '.2',
    '.1.2',
    '.2',
    '.2',
  ]);
});
