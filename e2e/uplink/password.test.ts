/**
 * The password itself, by true polkit and PAM, for an ordinary user who may administer this computer: the installed program by its own action, asked for at a
 * terminal or by the desktop's dialogue (agent.c); and a checkout, which is copied first. Wrong, closed, left open: each has its sentence, and nothing changes.
 */
import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer } from './computer';
import { rootProgram } from './root';
import { Typed } from './typed';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.cjs');
const user = { name: 'nestwork-bob', uid: 61006, password: 'correct horse' };
const asked = 'Nestwork asks for your password to join this computer, or one of its network interfaces, to a lab';
const ends = [
  { node: 'c1', interface: 'p1' },
  { node: 'h1', interface: 'eth0' },
];
const nodes = [
  { id: 'c1', name: 'me', kind: 'this-computer', computer: { ipv4: ['192.168.7.5/24'], ipv6: [] }, position: { x: 0, y: 0 } },
  { id: 'h1', name: 'h1', kind: 'host', interfaces: [{ name: 'eth0', ipv4: ['192.168.7.10/24'] }], position: { x: 100, y: 0 } },
];

describe('the password', { timeout: 300_000 }, () => {
  let computer: Computer;
  let dir: string;
  let file: string;
  let before: string;
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'none' });
    dir = mkdtempSync('/var/tmp/nestwork-password-');
    file = join(dir, 'lab.nestwork.json');
    writeFileSync(file, JSON.stringify({ nestwork: 1, id: 'asked', name: 'asked', nodes, links: [{ id: 'l1', ends }] }));
    for (const path of [dir, file]) chownSync(path, user.uid, user.uid);
    await computer.sh(
      `mkdir -p /run/dbus; useradd -M -u ${user.uid} -d ${dir} -s /bin/bash ${user.name}; getent group sudo >/dev/null || groupadd sudo; usermod -aG sudo ${user.name}; echo '${user.name}:${user.password}' | chpasswd; dbus-daemon --system --fork --nopidfile`,
    );
    const flags = (await run('pkg-config', ['--cflags', '--libs', 'polkit-agent-1'])).stdout.trim().split(/\s+/);
    await run('cc', [join(import.meta.dirname, 'agent.c'), '-o', join(dir, 'agent'), ...flags]);
  });
  afterEach(async () => {
    await nestwork('down', '--all').catch(() => undefined);
    await until('the end of nestwork-root', () => !computer.processes().some(({ args }) => args.startsWith('nestwork-root')));
  });
  afterAll(() => {
    computer?.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    rmSync(`/tmp/nestwork-${user.uid}`, { recursive: true, force: true });
  });

  /** What the Debian package does: the programs, and the action that names one of them. */
  const install = (): Promise<string> =>
    computer.sh(`
      for folder in /usr/lib /usr/share/polkit-1/actions; do
        layer=/run/layers/$(basename $folder); mkdir -p $layer; mount -t tmpfs -o mode=755 tmpfs $layer; mkdir $layer/upper $layer/work
        mount -t overlay overlay -o lowerdir=$folder,upperdir=$layer/upper,workdir=$layer/work $folder
      done
      mkdir /usr/lib/nestwork; install -m 755 ${rootProgram} ${join(rootProgram, '../nestwork-lab')} /usr/lib/nestwork
      install -m 644 ${root}/build/polkit/org.nestwork.root.policy /usr/share/polkit-1/actions
      for pid in $(pgrep -x polkitd); do [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ] || kill $pid; done`);
  const asUser = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.uid}`, '--clear-groups', '--inh-caps=-all', 'env', '-i'];
  const environment = ['HOME={}', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C', 'TERM=dumb', 'SHELL=/bin/bash'];
  const enter = (): string[] => [...computer.enter, ...asUser, ...environment.map((one) => one.replace('{}', dir))];
  const nestwork = async (...argv: string[]): Promise<string> => {
    const [program = '', ...rest] = [...enter(), process.execPath, cli, ...argv];
    return (await run(program, rest)).stdout;
  };
  const typed = (): Typed => new Typed(enter(), `${process.execPath} ${cli} up ${file}`);
  const asBefore = async (): Promise<void> => expect(await computer.quickSnapshot()).toBe(before);
  const joined = async (): Promise<void> => {
    expect(await computer.sh('ip -br -4 address')).toContain('192.168.7.5/24');
    await computer.sh('ping -n -c 1 -W 20 192.168.7.10');
    await nestwork('down');
    await until('this computer as it was', async () => (await computer.quickSnapshot()) === before, 60);
  };

  /** `up --yes` without a terminal, with a dialogue that answers so. `said` is what it printed; `asked` what the dialogue showed. */
  const withDialogue = async (answer: string, meanwhile?: (up: { pid: number; said: () => string }) => Promise<void>) => {
    // The dialogue is there for this process before it becomes the command line.
    const line = `echo $$; read go; exec ${process.execPath} ${cli} up --yes ${file}`;
    const [program = '', ...rest] = [...enter(), 'sh', '-c', line];
    const up = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
    const over = new Promise<number | null>((done) => up.once('close', done));
    let [said, shown] = ['', ''];
    up.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    let first = '';
    up.stdout.on('data', (bytes: Buffer) => (first += bytes.toString()));
    const pid = await until('its PID', () => Number(/^\d+/.exec(first)?.[0]));
    const [agentProgram = '', ...agentRest] = [...enter(), join(dir, 'agent'), String(pid), answer];
    const agent = spawn(agentProgram, agentRest, { stdio: ['ignore', 'pipe', 'inherit'] });
    agent.stdout.on('data', (bytes: Buffer) => (shown += bytes.toString()));
    await until('the dialogue', () => shown.includes('ready'), 60);
    up.stdin.end('\n');
    await meanwhile?.({ pid, said: () => said });
    const code = await over;
    agent.kill('SIGKILL');
    return { code, said, asked: shown };
  };

  it('a checkout, at a terminal: a wrong one, then the right one', async () => {
    before = await computer.quickSnapshot();
    const wrong = typed();
    await wrong.answers(/Go on, to the password\?.*\[y\/N\]/, 'y');
    await wrong.answers(/Password: /, 'wrong');
    await wrong.hears(/The password was wrong, or you are not allowed to change the network of this computer; nothing was changed\./);
    expect(await wrong.ended).toBe(1);
    await asBefore();
    await nestwork('down');
    const right = typed();
    await right.answers(/Go on, to the password\?.*\[y\/N\]/, 'y');
    await right.answers(/Password: /, user.password);
    await right.hears(/is up/);
    expect(await right.ended).toBe(0);
    await joined();
  });

  it('the installed program, by pkexec and its own action: asked for at a terminal in the words of the action', async () => {
    await install();
    before = await computer.quickSnapshot();
    const right = typed();
    await right.answers(/Go on, to the password\?.*\[y\/N\]/, 'y');
    await right.hears(/AUTHENTICATING FOR org\.nestwork\.root/);
    await right.hears(new RegExp(asked));
    await right.answers(/Password: /, user.password);
    await right.hears(/is up/);
    expect(await right.ended).toBe(0);
    const own = computer.processes().filter(({ args }) => /nestwork-root/.test(args));
    expect(own.length).toBeGreaterThan(0);
    for (const { args } of own) expect(args, 'what root runs').toMatch(/^\/usr\/lib\/nestwork\/nestwork-root [0-9a-f]{32}$/);
    await joined();
  });

  it('the installed program, by the dialogue: right, wrong, closed', async () => {
    const right = await withDialogue(user.password);
    expect(right).toMatchObject({
      code: 0,
      asked: expect.stringContaining(`asked org.nestwork.root | ${asked}`) as string,
    });
    expect(right.asked).toContain('granted');
    await joined();

    const wrong = await withDialogue('wrong');
    expect(wrong.asked).toContain('refused');
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('The password was wrong, or you are not allowed') as string });
    await asBefore();
    await nestwork('down');

    const closed = await withDialogue('CANCEL');
    expect(closed).toMatchObject({
      code: 1,
      said: expect.stringContaining('You closed the password dialogue, so nothing of this computer was changed.') as string,
    });
    await asBefore();
  });

  it('nobody answers: that is said after a while, and can be given up', async () => {
    const silent = await withDialogue('SILENT', async ({ pid, said }) => {
      await until('word of it', () => said().includes('Still waiting for the password. Ctrl-C gives up.'), 60);
      process.kill(pid, 'SIGINT');
    });
    expect(silent).toMatchObject({
      code: 1,
      said: expect.stringContaining('You stopped waiting for the password, so nothing of this computer was changed.') as string,
    });
    expect(computer.processes().filter(({ args }) => /pkexec|nestwork-root/.test(args))).toEqual([]);
    await asBefore();
  });
});
