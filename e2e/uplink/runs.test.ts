/** S25: two hundred times joined and put back, in every way, and not a byte of the computer is different. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Computer } from './computer';
import { JoinedLab } from './joined';
import { Root } from './root';

const runs = 200;
const modes = ['computer', 'bridge', 'macvlan', 'whole', 'expose'] as const;

let computer: Computer;
let lab: JoinedLab;
beforeAll(async () => {
  computer = await Computer.start({ dhcp: 'static' });
  await computer.sh(
    'ip address add 10.9.9.1/32 dev eth0; ip -6 address add fd00:5::5/64 dev eth0 nodad; ip route add 172.30.0.0/16 via 192.168.5.1 metric 50; ip -6 route add default via fd00:5::1; ip route add 172.31.0.0/16 dev eth0 table 77',
  );
  lab = await JoinedLab.start(computer);
});
afterAll(async () => {
  await lab?.stop();
  computer?.stop();
});

it(`${runs} runs leave the computer as it was`, async () => {
  const [before, quick] = [await computer.snapshot(), await computer.quickSnapshot()];
  const root = await Root.start(computer);
  const spent = { attach: 0, detach: 0 };
  for (let run = 0; run < runs; run++) {
    const mode = modes[run % modes.length]!;
    const wish =
      mode === 'computer'
        ? lab.thisComputer({ routes: [{ to: '10.55.0.0/16', via: '192.168.7.10' }] })
        : mode === 'expose'
          ? { lab: 'test', node: 'h1', mode, name: 'h1', ...lab.place('h1') }
          : lab.nic(mode);
    const start = performance.now();
    await root.call('attach', wish);
    const joined = performance.now();
    if (run % 5 === 0 && run < 25) expect(await computer.quickSnapshot(), `run ${run}: ${mode} changes something`).not.toBe(quick);
    const back = performance.now();
    await root.call('detach', { lab: 'test', mode });
    spent.attach += joined - start;
    spent.detach += performance.now() - back;
    const after = await computer.quickSnapshot();
    if (after !== quick) expect(await computer.differences(before), `run ${run}: ${mode}`).toEqual([]);
  }
  await root.stop();
  expect(await computer.differences(before)).toEqual([]);
  expect(await computer.quickSnapshot()).toBe(quick);
  // The control: a snapshot that could not see a change would prove nothing.
  await computer.sh('sysctl -qw net.ipv4.conf.eth0.rp_filter=2');
  expect(await computer.quickSnapshot()).not.toBe(quick);
  console.log(
    `S25: ${runs} runs, nothing different; ${(spent.attach / runs).toFixed(1)} ms to join, ${(spent.detach / runs).toFixed(1)} ms to put back, on average`,
  );
}, 600_000);
