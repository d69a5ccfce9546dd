/**
 * Where ordinary users may not make user namespaces: the lab is started by nestwork-root and runs as the person, exactly as otherwise. The computer of this test
 * is a user namespace of its own, in which the group of the person's processes has no place: there clone(2) refuses them a user namespace (EPERM,
 * user_namespaces(7)), as other computers do by a setting, and root's it does not.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { processesWith, state, until } from '../kernel/lab';
import { inNetworkOf, kill, parent } from './processes';
import { Typed } from './typed';

const run = promisify(execFile);
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? 'chromium';
const user = { name: 'nestwork-carol', uid: 61007 };
/** A group that the computer does not have. */
const nowhere = 70007;
const begin = `
while [ "$(cat /proc/self/uid_map)" = "" ]; do sleep 0.01; done
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run && mkdir -p /run/dbus /run/lock
mount -t tmpfs -o mode=755 tmpfs "$0/layer" && mkdir "$0/layer/upper" "$0/layer/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/layer/upper,workdir=$0/layer/work,userxattr" /etc
ip link set lo up
ip link add d0 type bridge
useradd -M -u ${user.uid} -d "$0" -s /bin/bash ${user.name}
mount -t tmpfs -o mode=755 tmpfs /etc/polkit-1/rules.d
echo 'polkit.addRule(function (action, subject) { if (action.id == "org.freedesktop.policykit.exec" && subject.user == "${user.name}") return polkit.Result.YES; });' > /etc/polkit-1/rules.d/10-test.rules
dbus-daemon --system --fork --nopidfile
echo ready
exec sleep infinity`;

describe('where user namespaces are forbidden', { timeout: 300_000 }, () => {
  let dir: string;
  let first: ChildProcess;
  beforeAll(async () => {
    dir = mkdtempSync('/var/tmp/nestwork-forbidden-');
    const ends = [
      { node: 'h1', interface: 'eth0' },
      { node: 'h2', interface: 'eth0' },
    ];
    const nodes = ends.map(({ node }, at) => ({ id: node, name: node, kind: 'host', position: { x: 100 * at, y: 0 } }));
    const file = join(dir, 'lab.nestwork.json');
    writeFileSync(file, JSON.stringify({ nestwork: 1, id: 'forbidden', name: 'forbidden', nodes, links: [{ id: 'l1', ends }] }));
    for (const path of [dir, file]) chownSync(path, user.uid, user.uid);
    await run('mkdir', [join(dir, 'layer')]);
    // What is made in it has a group that the computer knows, or not even its root could read it.
    await run('sh', ['-ec', `mkdir -p $0; chown ${user.uid}:${user.uid} $0; chmod 2700 $0`, `/tmp/nestwork-${user.uid}`]);
    first = spawn('unshare', ['--user', '--net', '--mount', 'sh', '-ec', begin, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = first.pid!;
    await until('its namespaces', () => readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user'));
    for (const kind of ['uid_map', 'gid_map']) writeFileSync(`/proc/${pid}/${kind}`, '0 0 65536');
    let said = '';
    first.stdout!.on('data', (bytes: Buffer) => (said += bytes.toString()));
    await until('the computer', () => said.includes('ready') || first.exitCode !== null, 60);
  });
  afterEach(() => nestwork('down', '--all').catch(() => undefined));
  afterAll(() => {
    for (const { pid } of first ? inNetworkOf(first.pid!) : []) kill(pid, 'SIGKILL');
    for (const pid of processesWith(`/tmp/nestwork-${user.uid}/`)) kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    rmSync(`/tmp/nestwork-${user.uid}`, { recursive: true, force: true });
  });
  const asUser = (group: number): string[] => [
    ...['setpriv', `--regid=${group}`, '--clear-groups', 'nsenter', '--target', String(first.pid), '--user', '--preserve-credentials'],
    ...['--net', '--mount', '--wd=/', 'setpriv', `--reuid=${user.uid}`, '--inh-caps=-all', 'env', '-i', `HOME=${dir}`],
    ...['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C', 'TERM=dumb', 'SHELL=/bin/bash'],
  ];
  const call = async (argv: string[]): Promise<string> => {
    const [program = '', ...rest] = argv;
    return (await run(program, rest)).stdout;
  };
  const nestwork = (...argv: string[]): Promise<string> => call([...asUser(nowhere), process.execPath, cli, ...argv]);
  const file = (): string => join(dir, 'lab.nestwork.json');

  it('it is so, and is said: to others the kernel gives one', async () => {
    await expect(call([...asUser(nowhere), 'unshare', '--user', 'true'])).rejects.toThrow(/Operation not permitted/);
    await call([...asUser(user.uid), 'unshare', '--user', 'true']);
    await expect(nestwork('up', file())).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/does not let ordinary users make the namespaces[^]*Add --yes/) as string,
    });
    expect(await nestwork('list')).not.toContain('forbidden');
  });

  it('nestwork-root starts it once that is agreed to, and it runs as the person, with no power outside', async () => {
    const up = new Typed(asUser(nowhere), `${process.execPath} ${cli} up ${file()}`);
    await up.hears(/nestwork-root can make them for you\. It needs your password once/);
    await up.answers(/Go on, to the password\?.*\[y\/N\]/, 'y');
    await up.hears(/is up/);
    expect(await up.ended).toBe(0);
    const { pid } = JSON.parse(await nestwork('status', '--json')) as { pid: number };
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\\s+${user.uid}\\s+${user.uid}\\s+${user.uid}`, 'm'));
    expect(readlinkSync(`/proc/${pid}/ns/user`)).not.toBe(readlinkSync(`/proc/${first.pid}/ns/user`));
    await nestwork('exec', 'h1', '--', 'ping', '-n', '-c', '1', '-W', '20', 'h2');
    expect((await nestwork('exec', 'h1', '--', 'id', '-u')).trim()).toBe('0');
    // Exactly as otherwise: nothing is ignored there that no other lab ignores.
    expect(await nestwork('exec', 'h1', '--', 'grep', 'SigIgn', '/proc/self/status')).toMatch(/:\s+0+$/m);
    // Root of a device has no power over the computer's network (S8), nor has the supervisor.
    const outside = `/proc/${first.pid}/ns/net`;
    const device = readdirSync('/proc').find((name) => parent(Number(name)) === pid && read(`/proc/${name}/comm`) === 'nw:h1\n');
    for (const [who, one] of Object.entries({ supervisor: String(pid), device: String(device) })) {
      const power = call([
        ...['nsenter', '--target', one, '--user', '--preserve-credentials', `--net=${outside}`],
        'ip',
        'link',
        'del',
        'd0',
      ]);
      await expect(power, who).rejects.toThrow(/not permitted/);
    }
    // Nothing of nestwork-root is left when who asked for it has gone.
    await until('the end of nestwork-root', () => !inNetworkOf(first.pid!).some(({ args }) => args.startsWith('nestwork-root')));
    expect(await nestwork('up', file()), 'it is there for every door').toContain('is up');
    await nestwork('down');
    await until('the end of the lab', () => ['', 'Z'].includes(state(pid)));
  });

  it('the window offers that: no is no, and yes starts it', async () => {
    const [program = '', ...rest] = [...asUser(nowhere), process.execPath, cli, 'serve', '--json', file()];
    const serve = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    serve.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    try {
      await until('the address', () => said.includes('\n'), 60);
      const { address } = JSON.parse(said) as { address: string };
      const script = join(import.meta.dirname, 'forbidden.script.mjs');
      const shots = process.env.NESTWORK_SHOTS ?? '';
      const seen = JSON.parse(await call([...asUser(nowhere), process.execPath, script, address, browser, shots])) as Record<
        string,
        string
      >;
      expect(seen.text).toContain('This computer does not let ordinary users make the namespaces');
      expect(seen.text).toContain('Nestwork asks for your password once');
      expect(seen.focus?.trim()).toBe('Not now');
      expect(seen.stopped, 'no error is shown after a no').toBe(0);
      const { pid } = JSON.parse(await nestwork('status', '--json')) as { pid: number };
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${user.uid}\\s`, 'm'));
      await nestwork('exec', 'h1', '--', 'ping', '-n', '-c', '1', '-W', '20', 'h2');
      await nestwork('down');
    } finally {
      serve.kill('SIGTERM');
    }
  });
});
