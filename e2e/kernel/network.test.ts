/** Networks that are applied exist, carry packets, and change under traffic without disturbing it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, callers, until } from './lab';
import { address, cable, node, route, smallNetwork } from './shapes';

const targets = { h2: ['10.0.1.2', 'fd00:1::2'], r1: ['10.0.1.254', 'fd00:1::fe'], h3: ['10.0.2.3', 'fd00:2::3'] };

describe.each(callers)('a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply(smallNetwork());
  });
  afterAll(() => lab?.down());

  const pings = async (from: string, to: string, seconds = 5): Promise<void> =>
    void (await until(
      `${from} to reach ${to}`,
      async () => (await lab.exec(from, ['ping', '-n', '-c', '1', '-W', '1', to])).code === 0,
      seconds,
    ));

  it('says how ids are mapped as the caller can have them', () => {
    expect(lab.mapping).toBe(caller.range ? 'range' : 'single');
  });

  it('pings by IPv4 and IPv6 over a switch and through a router', async () => {
    for (const to of Object.values(targets).flat()) await pings('h1', to);
    await pings('h3', '10.0.1.1');
    await pings('h3', 'fd00:1::1');
  });

  it('shows ip, ss and nsenter from outside what is there', async () => {
    const [eth0] = JSON.parse(await lab.outside('h1', 'ip', '-j', 'address', 'show', 'eth0')) as [
      { operstate: string; addr_info: { local: string }[] },
    ];
    expect(eth0.operstate).toBe('UP');
    expect(eth0.addr_info.map((one) => one.local)).toEqual(expect.arrayContaining(['10.0.1.1', 'fd00:1::1']));
    expect(await lab.outside('s1', 'ip', '-j', 'link', 'show', 'master', 'br0')).toMatch(/"p1".*"p2".*"p3"/s);
    const { pid } = await lab.node('h2');
    const listener = await lab.open({
      open: 'exec',
      node: 'h2',
      argv: [
        '/usr/bin/env',
        'perl',
        '-MSocket',
        '-e',
        'socket(S,PF_INET,SOCK_STREAM,0);bind(S,sockaddr_in(8080,INADDR_ANY));listen(S,1);$|=1;print "ready\n";sleep 1000',
      ],
    });
    await until('a listening program', () => listener.output.includes('ready'));
    expect(await lab.outside('h2', 'ss', '-Hltn')).toContain('0.0.0.0:8080');
    expect(await lab.outside('h1', 'ss', '-Hltn')).not.toContain(':8080');
    listener.close();
    expect(pid).toBeGreaterThan(1);
  });

  it('loses no packet of a running flow while the network around it is edited', async () => {
    await pings('h1', '10.0.1.2');
    const flow = await lab.open({ open: 'exec', node: 'h1', argv: ['ping', '-n', '-i', '0.01', '-c', '150', '-W', '2', '10.0.1.2'] });
    await until('the first answers', () => flow.output.includes('icmp_seq=5 '));
    for (let turn = 0; !flow.exit && turn < 20; turn++) {
      await lab.apply([
        node('h4'),
        cable('l9', 'h4.eth0', 's1.p9'),
        address('h4.eth0', '10.0.1.4/24'),
        route('h4', '0.0.0.0/0', '10.0.1.254'),
      ]);
      await lab.apply([
        { op: 'link.cut', link: 'l4' },
        { op: 'node.rename', node: 'h3', name: `other${turn}` },
      ]);
      await lab.apply([
        { op: 'link.restore', link: 'l4' },
        { op: 'node.rename', node: 'h3', name: 'h3' },
        { op: 'address.add', node: 'h3', interface: 'eth0', address: '10.0.2.33/24' },
      ]);
      await lab.apply([
        { op: 'address.delete', node: 'h3', interface: 'eth0', address: '10.0.2.33/24' },
        { op: 'link.delete', link: 'l9' },
        { op: 'node.delete', node: 'h4' },
      ]);
    }
    expect((await flow.ended)?.code).toBe(0);
    expect(flow.output).toMatch(/150 packets transmitted, 150 received, 0% packet loss/);
  });

  it('makes a switch a hub and back, and a host a router and back, without touching anything else', async () => {
    const before = await lab.outside('s1', 'ip', '-j', 'link');
    await lab.apply([{ op: 'node.kind', node: 's1', kind: 'hub', forwarding: false }]);
    await pings('h1', '10.0.1.2');
    // A hub never learns: no address that came in by a port is remembered.
    expect(
      JSON.parse(await lab.outside('s1', 'bridge', '-j', 'fdb', 'show', 'br', 'br0')).filter(
        (one: { state?: string; flags?: string[] }) => one.state !== 'permanent' && !one.flags?.includes('self'),
      ),
    ).toEqual([]);
    await lab.apply([{ op: 'node.kind', node: 's1', kind: 'switch', forwarding: false }]);
    expect(await lab.outside('s1', 'ip', '-j', 'link')).toBe(before);
    await lab.apply([{ op: 'node.kind', node: 'h1', kind: 'router', forwarding: true }]);
    expect((await lab.sh('h1', 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding')).split('\n')).toEqual([
      '1',
      '1',
      '',
    ]);
    await lab.apply([{ op: 'node.kind', node: 'h1', kind: 'host', forwarding: false }]);
    expect((await lab.sh('h1', 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding')).split('\n')).toEqual([
      '0',
      '0',
      '',
    ]);
    await pings('h1', '10.0.1.2');
  });

  it('ends the processes of a node that is deleted, terminals and background programs too', async () => {
    await lab.apply([node('h5')]);
    const { namespaces } = await lab.node('h5');
    const terminal = await lab.terminal('h5');
    terminal.type('trap "" HUP; setsid sleep 1000 & nohup sleep 1001 & echo rea""dy\n');
    await until('the shell', () => terminal.output.includes('ready'));
    const command = await lab.open({ open: 'exec', node: 'h5', argv: ['sleep', '1002'] });
    const { processesIn } = await import('./lab');
    expect(processesIn(new Set([namespaces.pid])).length).toBeGreaterThan(4);
    await lab.apply([{ op: 'node.delete', node: 'h5' }]);
    // The shell is deaf to all that asks it to end, the command is not.
    expect((await terminal.ended)?.signal).toBe(9);
    expect((await command.ended)?.signal).toBe(15);
    await until('the end of its processes', () => processesIn(new Set([namespaces.pid])).length === 0);
    expect((await lab.observed()).has('h5')).toBe(false);
  });

  it('ends the processes of a deleted node that shares all but its network', async () => {
    await lab.apply([node('h6', 'host', { isolation: ['net'] })]);
    const terminal = await lab.terminal('h6');
    terminal.type('setsid sleep 2718 & echo rea""dy\n');
    await until('the shell', () => terminal.output.includes('ready'));
    await lab.apply([{ op: 'node.delete', node: 'h6' }]);
    expect((await terminal.ended)?.signal).toBe(1);
    const { processesWith } = await import('./lab');
    await until('the end of its processes', () => processesWith('sleep\x002718').length === 0);
    await pings('h1', '10.0.1.2');
  });
});
