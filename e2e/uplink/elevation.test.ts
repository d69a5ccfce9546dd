/** True elevation by polkit, as an ordinary user: granted, denied, nobody to ask, no polkit, no new privileges; and S2: hostile words all around, none of which root ever sees. */
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer } from './computer';

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
const rule = (answer: 'YES' | 'NO'): string =>
  `polkit.addRule(function (action, subject) { if (action.id == "org.freedesktop.policykit.exec" && subject.user == "${user.name}") return polkit.Result.${answer}; });`;

describe('the way to root', { timeout: 180_000 }, () => {
  let computer: Computer;
  let dir: string;
  let file: string;
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'none' });
    dir = mkdtempSync('/var/tmp/nestwork-elevation-');
    file = join(dir, 'lab.nestwork.json');
    writeFileSync(file, JSON.stringify(lab('elevated')));
    for (const path of [dir, file]) chownSync(path, user.uid, user.uid);
    await computer.sh(
      `mkdir -p /run/dbus; useradd -M -u ${user.uid} -d ${dir} -s /bin/bash ${user.name}; mkdir -p /etc/polkit-1/rules.d; chmod 755 /etc/polkit-1/rules.d`,
    );
  }, 120_000);
  afterEach(() => nestwork(['down', '--all']).catch(() => undefined));
  afterAll(() => {
    computer?.stop();
    rmSync(dir, { recursive: true, force: true });
    rmSync(`/tmp/nestwork-${user.uid}`, { recursive: true, force: true });
  });

  const nestwork = async (argv: string[], { before = [] as string[], env = {}, cwd = '/' } = {}): Promise<string> => {
    const words = Object.entries({ HOME: dir, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const enter = [...computer.enter.slice(0, -1), `--wd=${cwd}`];
    const change = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.uid}`, '--clear-groups', '--inh-caps=-all'];
    const [program = '', ...rest] = [...enter, ...before, ...change, 'env', '-i', ...words, process.execPath, cli, ...argv];
    return (await run(program, rest, { maxBuffer: 1 << 26 })).stdout;
  };
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

  it('joins when it is granted, whatever stands around it; S2', async () => {
    await setRule(rule('YES'));
    const hostile = [
      '$(touch M)',
      '`touch M`',
      '; touch M',
      '| touch M',
      '&& touch M',
      "'; touch M; '",
      '"; touch M; "',
      '\n touch M\n',
      '$IFS',
      '${PATH}',
      '--help',
      '-e',
      '../../etc',
      '%s%n',
      '\u202e',
    ];
    const work = join(dir, '$(touch M)`touch M`;touch M');
    mkdirSync(work);
    chownSync(work, user.uid, user.uid);
    const env = Object.fromEntries([
      ...hostile.map((text, at) => [`NW_${at}`, text] as const),
      ...['TMPDIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'USER', 'DISPLAY', 'XAUTHORITY', 'BASH_ENV', 'ENV', 'SHELLOPTS', 'PS4'].map(
        (name) => [name, '$(touch M)'] as const,
      ),
    ]);
    const evil = join(work, '$(touch M).nestwork.json');
    writeFileSync(evil, JSON.stringify(lab('$(touch M)`touch M`')));
    chownSync(evil, user.uid, user.uid);
    await until(
      'the rule to count',
      () =>
        nestwork(['up', '--yes', evil], { cwd: work, env }).then(
          () => true,
          () => false,
        ),
      90,
    );
    expect(await computer.sh('ip -br -4 address')).toContain('192.168.7.5/24');
    await computer.sh('ping -n -c 1 -W 20 192.168.7.10');
    // What root runs of ours, by its own words: a constant name and a token.
    const roots = computer.processes().flatMap(({ pid }) => {
      const read = (what: string): string => {
        try {
          return readFileSync(`/proc/${pid}/${what}`, 'latin1');
        } catch {
          return '';
        }
      };
      const args = read('cmdline').split('\0');
      return args[0] === 'nestwork-root' ? [{ args, env: read('environ') }] : [];
    });
    expect(roots.length).toBeGreaterThan(0);
    for (const { args, env: environment } of roots) {
      expect(args.slice(0, 3).join(' ')).toMatch(/^nestwork-root [a-z0-9]{16,32} (copied)?$/);
      for (const text of [...hostile, 'touch']) expect(environment).not.toContain(text);
    }
    for (const place of [work, dir, '/', '/root', '/tmp']) expect(existsSync(join(place, 'M')), place).toBe(false);
    console.log(
      `S2: ${hostile.length} strings and 10 variables around a granted elevation, in the environment, the working directory, the lab's name and its path; none reached root`,
    );
    await nestwork(['down']);
    await until('this computer as it was', async () => !(await computer.sh('ip -br -4 address')).includes('192.168.7.5'), 30);
  });
});
