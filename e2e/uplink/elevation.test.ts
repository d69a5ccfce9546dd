/** True elevation by polkit, as an ordinary user: granted, denied, nobody to ask, no polkit, no new privileges; and S2: hostile words all around, none of which root ever sees. */
import { execFile, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer } from './computer';
import { execs, traced } from './exec-trace';
import { asPath, marked, naughty } from './naughty';
import { rootProgram } from './root';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');
const user = { name: 'nestwork-alice', uid: 61005 };
const lab = (name: string): object => ({
  nestwork: 1,
  id: 'elevated',
  name,
  nodes: [
    { id: 'c1', name: 'me', kind: 'this-computer', computer: { ipv4: ['192.168.7.5/24'], ipv6: [] } },
    { id: 'h1', name: 'h1', kind: 'host', interfaces: [{ name: 'eth0', ipv4: ['192.168.7.10/24'] }] },
  ].map((node) => ({ position: { x: 0, y: 0 }, ...node })),
  links: [
    {
      id: 'l1',
      ends: [
        { node: 'c1', interface: 'p1' },
        { node: 'h1', interface: 'eth0' },
      ],
    },
  ],
});
const rule = (answer: 'YES' | 'NO', action = 'org.freedesktop.policykit.exec'): string =>
  `polkit.addRule(function (action, subject) { if (action.id == "${action}" && subject.user == "${user.name}") return polkit.Result.${answer}; });`;

describe('the way to root', { timeout: 180_000 }, () => {
  let computer: Computer;
  let dir: string;
  let file: string;
  let logs: string;
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'none' });
    dir = mkdtempSync('/var/tmp/nestwork-elevation-');
    file = join(dir, 'lab.nestwork.json');
    logs = mkdtempSync('/var/tmp/nestwork-traces-');
    writeFileSync(file, JSON.stringify(lab('elevated')));
    for (const path of [dir, file]) chownSync(path, user.uid, user.uid);
    await computer.sh(
      `mkdir -p /run/dbus; useradd -M -u ${user.uid} -d ${dir} -s /bin/bash ${user.name}; mkdir -p /etc/polkit-1/rules.d; chmod 755 /etc/polkit-1/rules.d`,
    );
  }, 120_000);
  afterEach(() => nestwork(['down', '--all']).catch(() => undefined));
  afterAll(() => {
    computer?.stop();
    for (const path of [dir, logs]) rmSync(path, { recursive: true, force: true });
    rmSync(`/tmp/nestwork-${user.uid}`, { recursive: true, force: true });
  });

  const asUser = async (command: string[], { before = [] as string[], env = {}, cwd = '/' } = {}): Promise<string> => {
    const words = Object.entries({ HOME: dir, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const enter = [...computer.enter.slice(0, -1), `--wd=${cwd}`];
    const change = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.uid}`, '--clear-groups', '--inh-caps=-all'];
    const [program = '', ...rest] = [...enter, ...before, ...change, 'env', '-i', ...words, ...command];
    return (await run(program, rest, { maxBuffer: 1 << 26 })).stdout;
  };
  const nestwork = (argv: string[], options?: Parameters<typeof asUser>[1]): Promise<string> =>
    asUser([process.execPath, cli, ...argv], options);
  const refused = async (options?: Parameters<typeof nestwork>[1]): Promise<string> => {
    const before = await computer.quickSnapshot();
    const said = await nestwork(['up', '--yes', file], options).then(
      () => 'it was joined',
      (error: { stderr: string }) => error.stderr,
    );
    expect(await computer.quickSnapshot(), 'everything as it was').toBe(before);
    return said;
  };
  const setRule = async (text: string): Promise<void> => {
    await computer.sh(`cat > /etc/polkit-1/rules.d/10-test.rules <<'END'\n${text}\nEND\nchmod 644 /etc/polkit-1/rules.d/10-test.rules`);
  };

  it('says that polkit does not answer', async () => {
    expect(await refused()).toContain('polkit, which decides who may do what, does not answer on this computer.');
  });

  it('says that nobody can ask, that it was denied, and that no privileges can be gained', async () => {
    await setRule(rule('NO'));
    await computer.sh('dbus-daemon --system --fork --nopidfile');
    expect(await refused()).toContain('you are not allowed to change the network of this computer; nothing was changed.');
    expect(await refused({ before: ['setpriv', '--no-new-privs'] })).toContain('forbids any program to gain rights');
    await setRule('// nothing is said');
    await until(
      'polkit to have read it',
      async () => (await refused()).includes('No program that could ask for your password runs in this session'),
      60,
    );
  });

  /** `up` of this file, until it is there and goes again; with `before`, everything of it runs under that. */
  const upAndDown = async (path: string, options?: Parameters<typeof nestwork>[1]): Promise<void> => {
    let failed: Error | undefined;
    const ended = nestwork(['up', '--yes', path], options).catch((error: Error) => void (failed = error));
    const answers = (): Promise<boolean> =>
      computer.sh('ping -n -c 1 -W 1 -I 192.168.7.5 192.168.7.10').then(
        () => true,
        () => false,
      );
    await until('the device to answer', async () => failed !== undefined || (await answers()), 90);
    if (!failed) await nestwork(['down', '--all']);
    await until('this computer as it was', async () => !(await computer.sh('ip -br -4 address')).includes('192.168.7.5'), 30);
    // A tracer ends when all that it traces has.
    await ended;
    if (failed) throw failed;
  };
  const ours = (path: string): void => {
    mkdirSync(path, { recursive: true });
    spawnSync('chown', ['-R', `${user.uid}:${user.uid}`, dir]);
  };
  const markers = async (): Promise<string[]> => {
    const below = (await run('find', [dir, `/tmp/nestwork-${user.uid}`, '-name', 'M'])).stdout.split('\n').filter(Boolean);
    return [...below, ...['/M', '/root/M', '/tmp/M', '/var/tmp/M'].filter((path) => existsSync(path))];
  };

  /** Variables that programs heed, of the kinds that have led to root elsewhere. */
  const heeded =
    `XDG_CONFIG_HOME USER LOGNAME DISPLAY XAUTHORITY BASH_ENV ENV SHELLOPTS PS4 IFS SHELL LANG GCONV_PATH CHARSET GIO_MODULE_DIR
    DBUS_SYSTEM_BUS_ADDRESS LD_LIBRARY_PATH LD_PRELOAD LD_AUDIT PKEXEC_UID SUDO_UID`.split(/\s+/);

  const each = 100;
  /** One granted elevation amid hostile words, traced. @param program what root runs of ours in the end, as its first argument says */
  const amid = async (at: number, program: string): Promise<{ seen: number; own: number }> => {
    const words = naughty(at * each, each);
    const place = (name: string, from: number): string => join(dir, `${at}${name}`, asPath(words.slice(from, from + 25), 900));
    const [cwd, home, temporary, below] = [place('cwd', 0), place('home', 25), place('tmp', 50), place('lab', 75)];
    for (const path of [cwd, home, temporary, below]) ours(path);
    const path = join(below, '$(touch M).nestwork.json');
    writeFileSync(path, JSON.stringify(lab(words.slice(0, 16).join(' ').slice(0, 200))));
    ours(below);
    const env = Object.fromEntries([
      ...words.map((word, index) => [`NW_${index}`, word] as const),
      ...heeded.map((name, index) => [name, words[(index * 7 + at) % 48] ?? ''] as const),
      ...[['HOME', home] as const, ['TMPDIR', temporary] as const, ['PATH', `${words[0]}:/usr/sbin:/usr/bin:/sbin:/bin`] as const],
    ]);
    const log = join(logs, `execs-${at}`);
    await upAndDown(path, { before: traced(log), cwd, env });
    const all = execs(log);
    const [before, beyond] = [all.filter((one) => !one.beyond), all.filter((one) => one.beyond)];
    // The tracer sees them where they are, and follows as far as nestwork-root's own copy.
    const around = new Set(before.flatMap(({ strings }) => strings.flatMap((one) => one.match(new RegExp(marked, 'g')) ?? [])));
    expect(around.size, 'words around it').toBe(each);
    expect(beyond.map(({ strings }) => strings[0])).toContain(program);
    for (const { program: file, strings } of beyond)
      expect(
        strings.filter((one) => marked.test(one) || one.includes('touch')),
        file,
      ).toEqual([]);
    return { seen: around.size, own: beyond.length };
  };

  it('joins when it is granted; S2: root sees none of 500 hostile words that stand around it', async () => {
    await setRule(rule('YES'));
    await until(
      'the rule to count',
      () =>
        upAndDown(file).then(
          () => true,
          () => false,
        ),
      90,
    );
    const runs = 5;
    let [seen, own] = [0, 0];
    for (let at = 0; at < runs; at++) {
      const one = await amid(at, 'nestwork-root');
      [seen, own] = [seen + one.seen, own + one.own];
    }
    expect(await markers()).toEqual([]);

    // The control: where root is given one of them, the tracer shows it, and the file that it makes is found.
    const [word = ''] = naughty(9000, 1);
    const log = join(logs, 'control');
    await asUser(['/usr/bin/pkexec', '--disable-internal-agent', '--keep-cwd', '/bin/sh', '-c', `: ${word}`], {
      before: traced(log),
      cwd: dir,
    });
    const marking = execs(log).filter(({ beyond, strings }) => beyond && strings.some((one) => marked.test(one)));
    expect(marking.map(({ program }) => program)).toEqual(['/usr/bin/pkexec', '/bin/sh']);
    expect(await markers()).toEqual([join(dir, 'M')]);
    console.log(
      `S2: ${seen} hostile strings around ${runs} granted elevations (environment, HOME, TMPDIR, PATH, working directory, the lab's name and path): ${own} executions of pkexec and beyond it (root's own .bashrc among them, which sudo-prompt's shell may read), in whose arguments and environment none is found; no marker file; the control is seen and makes its own`,
    );
  });

  it.each(['/bin/false', '/usr/sbin/nologin', '/usr/bin/fish', '/opt/no-such-shell'])(
    'goes its way whatever the login shell is: %s',
    async (shell) => {
      await computer.sh(`usermod -s ${shell} ${user.name}`);
      await upAndDown(file, { env: { SHELL: shell } });
    },
  );

  it('S2, by pkexec and the action of the installed program: the same', async () => {
    await computer.sh(`
      usermod -s /bin/bash ${user.name}
      for folder in /usr/lib /usr/share/polkit-1/actions; do
        layer=/run/layers/$(basename $folder); mkdir -p $layer; mount -t tmpfs -o mode=755 tmpfs $layer; mkdir $layer/upper $layer/work
        mount -t overlay overlay -o lowerdir=$folder,upperdir=$layer/upper,workdir=$layer/work $folder
      done
      mkdir /usr/lib/nestwork; install -m 755 ${rootProgram} ${join(rootProgram, '../nestwork-lab')} /usr/lib/nestwork
      install -m 644 ${resolve(import.meta.dirname, '../../build/polkit/org.nestwork.root.policy')} /usr/share/polkit-1/actions
      for pid in $(pgrep -x polkitd); do [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ] || kill $pid; done`);
    await setRule(rule('YES', 'org.nestwork.root'));
    const there = await markers();
    const { seen, own } = await amid(7, '/usr/lib/nestwork/nestwork-root');
    expect(await markers()).toEqual(there);
    console.log(
      `S2 (pkexec): ${seen} hostile strings around a granted elevation by its own action: ${own} executions of pkexec and beyond it, none with one`,
    );
  });
});
