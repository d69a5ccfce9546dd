/** The Internet of a lab, without root: out by IPv4 and IPv6, names, chosen ports in, and nothing of the computer's own loopback unless it is switched on. */
import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { translate, translation } from '../../electron/helper/internet';
import type { InternetForward } from '../../electron/helper/internet';
import { Control, connectAs } from '../kernel/client';
import { asCaller, callers, program, state, until } from '../kernel/lab';
import { address, cable, node, route } from '../kernel/shapes';
import { Computer, lanAddress } from './computer';
import { kill, parent } from './processes';

const run = promisify(execFile);

describe.each(callers)('the Internet of a lab of $name', (caller) => {
  let computer: Computer;
  let dir: string;
  let control: Control;
  let supervisor: number;
  let places: Map<string, { pid: number; net: number }>;
  beforeAll(async () => {
    computer = await Computer.start();
    await computer.serveLan();
    await computer.sh(
      `ip -6 address add fd00:5::5/64 dev eth0 nodad; ip -6 route add default via fd00:5::1; echo "nameserver ${lanAddress}" > /etc/resolv.conf; sysctl -qw net.ipv4.ping_group_range="0 2147483647"`,
    );
    computer.start(
      process.execPath,
      '-e',
      "for (const at of ['127.0.0.1', '::1']) require('http').createServer((_, r) => r.end('of the computer alone')).listen(7777, at)",
    );
  });
  afterAll(() => computer?.stop());
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'nestwork-internet-'));
    chownSync(dir, caller.uid, caller.uid);
    const started = await computer.run(...asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir]));
    supervisor = (JSON.parse(started) as { pid: number }).pid;
    control = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
    await control.call('hello');
    const operations = [
      node('h1'),
      node('net', 'router'),
      cable('l1', 'h1.eth0', 'net.eth0'),
      address('h1.eth0', '10.0.0.10/24'),
      address('h1.eth0', 'fd00:a::10/64'),
      address('net.eth0', '10.0.0.1/24'),
      address('net.eth0', 'fd00:a::1/64'),
      route('h1', '0.0.0.0/0', '10.0.0.1'),
      route('h1', '::/0', 'fd00:a::1'),
    ];
    await control.call('apply', { revision: 0, client: 'test', operations });
    const { nodes } = await control.call<{ nodes: { node: string; pid: number; namespaces: { net: number } }[] }>('observe', { from: 0 });
    places = new Map(nodes.map((one) => [one.node, { pid: one.pid, net: one.namespaces.net }]));
  });
  afterEach(async () => {
    control.close();
    if (state(supervisor)) process.kill(supervisor, 'SIGKILL');
    await until('the end of the lab', () => ['', 'Z'].includes(state(supervisor)));
    await until('the end of what carried it outside', () => keepers().length === 0);
    rmSync(dir, { recursive: true, force: true });
  });

  const keepers = () => computer.processes().filter(({ args }) => args.includes('--internet') || /^\S*(pasta|slirp4netns) /.test(args));
  const enter = (id: string): string[] =>
    asCaller({ ...caller, range: false }, dir, [
      'nsenter',
      '--target',
      String(places.get(id)?.pid),
      '--user',
      '--preserve-credentials',
      '--net',
    ]);
  const inside = async (id: string, script: string): Promise<string> => {
    const [file = '', ...rest] = [...enter(id), 'sh', '-ec', script];
    return (await run(file, rest)).stdout;
  };
  const open = async (
    more: string[] = [],
    forwards: InternetForward[] = [],
  ): Promise<{ ok: boolean; program?: string; ipv6?: boolean; error?: { code: string; message: string } }> => {
    const { pid, net } = places.get('net')!;
    const argv = [
      program,
      '--internet',
      'net',
      '--dir',
      dir,
      '--pid',
      String(pid),
      '--net',
      String(net),
      ...more,
      ...forwards.flatMap((one) => [`--${one.protocol}`, String(one.port)]),
    ];
    const [file = '', ...rest] = [...computer.enter, ...asCaller({ ...caller, range: false }, dir, argv)];
    const keeper = spawn(file, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = (await keeper.stdout.toArray()).join('');
    await inside('net', `${quoted(translate(forwards))} <<'END'\n${translation(forwards)}END`);
    return JSON.parse(said) as Awaited<ReturnType<typeof open>>;
  };
  const quoted = (argv: string[]): string => argv.map((one) => `'${one}'`).join(' ');
  const fetched = (id: string, where: string): Promise<string> => inside(id, `wget -q -T 2 -t 1 -O - ${where} || true`);

  it('leads out by IPv4 and IPv6, and answers names', async () => {
    expect(await open()).toEqual({ ok: true, program: 'pasta', ipv6: true });
    await until('the Internet of IPv4', async () => (await fetched('h1', `http://${lanAddress}/`)) === 'hello from the LAN');
    await until('the Internet of IPv6', async () => (await fetched('h1', 'http://[fd00:5::1]/')) === 'hello from the LAN');
    await inside('h1', `ping -n -c 1 -W 20 ${lanAddress}`);
    const asked = `perl -MSocket -e 'socket(my $s, AF_INET, SOCK_DGRAM, 17); my $q = pack("nnnnnn", 7, 256, 1, 0, 0, 0) . "\\3web\\3lan\\0" . pack("nn", 1, 1);
      send($s, $q, 0, pack_sockaddr_in(53, inet_aton("198.19.255.3"))); alarm 20; recv($s, my $a, 512, 0); print inet_ntoa(substr($a, -4))'`;
    expect(await inside('h1', asked)).toBe(lanAddress);
  });

  it('does not reach the loopback of the computer, unless it is switched on', async () => {
    await open();
    // 198.19.255.1 and fd5e:57ac:6e77::1 are what stands for it there.
    await until('what listens there', async () => (await computer.sh('ss -Hltn')).split(':7777').length === 3);
    for (const where of ['127.0.0.1', '198.19.255.1', '198.19.255.2', '198.19.255.3', '[::1]', '[fd5e:57ac:6e77::1]'])
      expect(await fetched('h1', `http://${where}:7777/`), where).toBe('');
    await close();
    await open(['--loopback']);
    for (const where of ['198.19.255.1', '[fd5e:57ac:6e77::1]'])
      await until(`the control, ${where}`, async () => (await fetched('h1', `http://${where}:7777/`)) === 'of the computer alone');
  });

  it('ports of the computer lead to a node, and no others', async () => {
    const forwards: InternetForward[] = [
      { protocol: 'tcp', port: 8081, address: '10.0.0.10', nodePort: 80 },
      { protocol: 'udp', port: 8082, address: '10.0.0.10', nodePort: 9 },
    ];
    expect(await open([], forwards)).toMatchObject({ ok: true });
    const code =
      "require('http').createServer((_, r) => r.end('from h1')).listen(80); require('dgram').createSocket('udp4').on('message', function (m, f) { this.send('udp ' + m, f.port, f.address) }).bind(9)";
    const [file = '', ...rest] = [...enter('h1'), process.execPath, '-e', code];
    const server = spawn(file, rest, { stdio: 'ignore' });
    await until('the server in h1', async () => (await inside('h1', 'ss -Hltun')).includes(':9'));
    expect(await computer.sh('wget -q -T 20 -t 1 -O - http://127.0.0.1:8081/')).toBe('from h1');
    const datagram = `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Proto => "udp", PeerAddr => "127.0.0.1:8082"); $s->send("hi"); alarm 20; $s->recv($a, 99); print $a'`;
    expect(await computer.sh(datagram)).toBe('udp hi');
    // On the loopback alone.
    expect(await computer.sh('wget -q -T 1 -t 1 -O - http://192.168.5.5:8081/ || echo refused')).toBe('refused\n');
    expect(await computer.sh('ss -Hltn')).not.toContain('0.0.0.0:8081');
    server.kill('SIGKILL');
  });

  const close = async (): Promise<void> => {
    const close = `IO::Socket::UNIX->new(Peer => "${dir}/internet-net.sock")->send("close")`;
    await run('perl', ['-MIO::Socket::UNIX', '-e', close], caller.uid === 0 ? {} : { uid: caller.uid });
    await until('the end of what carried it outside', () => keepers().length === 0);
  };

  it.each(['the keeper', 'pasta', 'the guard', 'the node'])('kill -9 of %s leaves nothing behind', async (victim) => {
    await open();
    const pasta = keepers().find(({ args }) => args.includes('pasta'))!.pid;
    const keeper = parent(pasta);
    const guardBut = (gone: number): Promise<number> =>
      until('a guard', () => keepers().find(({ pid }) => ![pasta, keeper, gone].includes(pid) && parent(pid) === keeper)?.pid);
    const guard = await guardBut(-1);
    kill(
      victim === 'pasta' ? pasta : victim === 'the keeper' ? keeper : victim === 'the guard' ? guard : places.get('net')!.pid,
      'SIGKILL',
    );
    if (victim === 'the guard') {
      await guardBut(guard);
      kill(keeper, 'SIGKILL');
    }
    await until('the end of it all', () => keepers().length === 0);
    if (victim !== 'the node') {
      await until('wan0 to be gone', async () => !(await inside('net', 'ip -br link')).includes('wan0'));
      expect(await open(), 'and it can be opened again').toMatchObject({ ok: true });
    }
  });

  it('nothing that carries it has power over the computer: no capability, no more than its own network calls', async () => {
    await open();
    // The caller's own process of start-up ends by itself.
    await until('who stays', () => keepers().length === 3);
    for (const { pid, args } of keepers()) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]), args).toBe(caller.uid);
      // Of the keeper of a lab of root's it is root's; pasta lives in the node's user namespace, whose capabilities are none outside.
      if (args.includes('pasta'))
        expect(await computer.run('readlink', `/proc/${pid}/ns/user`)).not.toBe(await computer.run('readlink', '/proc/self/ns/user'));
    }
    const pasta = keepers().find(({ args }) => args.includes('pasta'))!.pid;
    const asIt = await computer.sh(`nsenter --target ${pasta} --user --preserve-credentials ip link set eth0 mtu 1400 2>&1 || true`);
    expect(asIt).toContain('not permitted');
  });

  it('says what is wrong', async () => {
    await open();
    expect(await open()).toMatchObject({ ok: false, error: { code: 'already-running' } });
    await close();
    if (caller.uid !== 0)
      expect(await open([], [{ protocol: 'tcp', port: 80, address: '10.0.0.10', nodePort: 80 }])).toMatchObject({
        ok: false,
        error: { code: 'port-refused', message: 'TCP port 80 of this computer cannot lead into the lab: Permission denied.' },
      });
    await computer.sh('ip route del default; ip -6 route del default');
    const refused = await open();
    await computer.sh('ip route add default via 192.168.5.1; ip -6 route add default via fd00:5::1');
    expect(refused).toMatchObject({ ok: false, error: { code: 'internet-failed' } });
    expect(refused.error?.message).toMatch(/route|interface/);
  });
});
