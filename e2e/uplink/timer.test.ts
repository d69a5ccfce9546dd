/** Without a yes everything is put back after 30 s, by nestwork-root itself, whoever else is there to ask. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { networkManagerCare, networkdCare } from './care';
import { Computer } from './computer';
import { JoinedLab } from './joined';
import { Root } from './root';

let computers: Computer[];
let labs: JoinedLab[];
/** Those of them that can be had here (care.test.ts counts the others). */
const cares = [networkManagerCare, networkdCare].filter(({ absent }) => !absent);
beforeAll(async () => {
  const cared = async (care: typeof networkdCare): Promise<Computer> => {
    const computer = await Computer.start({ dhcp: 'none' });
    await computer.serveLan();
    await care.start(computer);
    return computer;
  };
  computers = await Promise.all([Computer.start(), Computer.start(), ...cares.map(cared)]);
  labs = await Promise.all(computers.map((computer) => JoinedLab.start(computer)));
});
afterAll(async () => {
  await Promise.all((labs ?? []).map((lab) => lab.stop()));
  for (const computer of computers ?? []) computer.stop();
});

it('puts back after 30 s, counting down from before the first change', async () => {
  const check = async (computer: Computer, lab: JoinedLab, mode: 'bridge' | 'macvlan'): Promise<number> => {
    const before = await computer.snapshot();
    const root = await Root.start(computer);
    const start = Date.now();
    await lab.attach(root, lab.nic(mode));
    expect(root.last('edge')?.left).toBeGreaterThan(20_000);
    expect(root.last('edge')?.left).toBeLessThanOrEqual(30_000);
    await until('half of the time', () => Date.now() - start > 15_000, 60);
    await root.call('list');
    await until('the list', () => (root.last('edge')?.left ?? 30_000) < 20_000);
    expect(root.last('edge')?.state).toBe('asking');
    expect(await root.heard('edge', 'back')).toMatchObject({ why: 'timeout' });
    const spent = Date.now() - start;
    expect(await computer.differences(before)).toEqual([]);
    await root.stop();
    return spent;
  };
  const spent = await Promise.all(computers.map((computer, at) => check(computer, labs[at]!, at === 1 ? 'macvlan' : 'bridge')));
  for (const [at, care] of cares.entries()) expect(await care.state(computers[at + 2]!, 'eth0'), care.name).toEqual([care.has]);
  for (const one of spent) expect(one).toBeGreaterThan(29_000);
  console.log(`S31: put back ${spent.map((one) => (one / 1000).toFixed(1)).join(' s and ')} s after the request`);
});
