/** Shells with namespaces of their own in a node: the classic walk through unshare(1), ps, id and readlink. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused } from './client';
import { Lab, callers, until } from './lab';
import { address, cable, node } from './shapes';

const kinds = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] as const;
type Kind = (typeof kinds)[number];

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([
      node('h1'),
      node('h2'),
      cable('l1', 'h1.eth0', 'h2.eth0'),
      address('h1.eth0', '10.0.0.1/24'),
      address('h2.eth0', '10.0.0.2/24'),
    ]);
  });
  afterAll(() => lab?.down());

  /** The namespaces of a program in h1, by kind. */
  const namespaces = async (fresh?: readonly Kind[], of = 'h1'): Promise<Record<string, string>> => {
    const script = 'for kind in user net pid mnt ipc uts; do echo "$kind $(readlink /proc/self/ns/$kind)"; done';
    const { stdout } = await lab.exec(of, ['/bin/sh', '-c', script], fresh ? { fresh } : {});
    return Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    );
  };

  it("has exactly the new namespaces that were asked for, and the node's otherwise", async () => {
    const own = await namespaces();
    for (const fresh of [...kinds.map((kind) => [kind]), ['pid', 'mnt'], ['user', 'net', 'uts'], [...kinds]] as Kind[][]) {
      const seen = await namespaces(fresh);
      // Of a PID namespace only what is mounted in it tells: its /proc is new with new mounts alone.
      const told = kinds.filter((kind) => kind !== 'pid' || fresh.includes('mnt'));
      expect(
        told.filter((kind) => seen[kind] !== own[kind]),
        fresh.join(),
      ).toEqual(told.filter((kind) => fresh.includes(kind)));
    }
    expect(await namespaces(), 'the node is as it was').toEqual(own);
    expect((await namespaces(['mnt', 'net'], 'h2')).uts).not.toBe(own.uts);
  });

  it('is PID 1 among its own processes alone, with what it changes seen by nobody else', async () => {
    const shell = await lab.terminal('h1', { argv: ['/bin/bash', '--norc'], fresh: ['pid', 'mnt', 'ipc', 'uts'] });
    shell.type(
      'ps -e -o pid=,comm= | tr -s " \\n" ",;"; echo; hostname elsewhere; hostname; echo "own $$ $(ls /proc | grep -c "^[0-9]")"\n',
    );
    await until('its answers', () => /own 1 \d+/.test(shell.output));
    expect(shell.output.replace(/\s/g, '')).toMatch(/,?1,bash;,?\d+,ps;/);
    expect(shell.output).toContain('elsewhere\r\n');
    expect(await lab.sh('h1', 'hostname')).toBe('h1\n');
    shell.type('mount -t tmpfs fresh /mnt && : > /mnt/only-here && ls /mnt; exit 7\n');
    expect(await shell.ended).toEqual({ code: 7, signal: 0 });
    expect(shell.output).toContain('only-here');
    expect(await lab.sh('h1', 'ls -A /mnt')).not.toContain('only-here');
  });

  it("sees its own empty network with a fresh one, and the node's without", async () => {
    const links = async (fresh: Kind[]): Promise<string> =>
      (await lab.exec('h1', ['/bin/sh', '-c', "ip -o link | cut -d: -f2 | cut -d@ -f1 | tr -d '\\n'"], { fresh })).stdout.trim();
    expect(await links(['mnt'])).toBe('lo eth0');
    expect(await links(['net'])).toBe('lo');
    expect(await links(['net', 'user'])).toBe('lo');
    expect((await lab.exec('h1', ['ping', '-c', '1', '-W', '5', '10.0.0.2'], { fresh: ['user', 'pid', 'mnt', 'ipc', 'uts'] })).code).toBe(
      0,
    );
  });

  it('is root of its own user namespace, over nothing of the node', async () => {
    const script =
      'id -u; cat /proc/self/uid_map | wc -l; ip link set eth0 down || echo refused; hostname x || echo refused; ip link add d type dummy || echo refused';
    const { stdout } = await lab.exec('h1', ['/bin/sh', '-c', script], { fresh: ['user'] });
    expect(stdout).toMatch(/^0\n[12]\nrefused\nrefused\nrefused\n$/);
    expect((await lab.exec('h1', ['ping', '-c', '1', '-W', '5', '10.0.0.2'])).code).toBe(0);
  });

  it('runs as another user where the lab has a range of ids, and says what is missing where not', async () => {
    const request = { fresh: ['pid', 'ipc', 'mnt'], as: 'nobody' };
    if (lab.mapping === 'range') {
      const { stdout } = await lab.exec(
        'h1',
        ['/bin/sh', '-c', 'id -un; id -u; echo $$; all=$(ps -e); echo "$all" | grep -c sh; grep CapEff /proc/self/status'],
        request,
      );
      expect(stdout).toBe('nobody\n65534\n1\n1\nCapEff:\t0000000000000000\n');
      const inUser = await lab.exec('h1', ['id', '-u'], { fresh: ['user', 'pid', 'mnt'], as: '1234' });
      expect(inUser.stdout).toBe('1234\n');
    } else {
      const refusal = await lab.exec('h1', ['true'], request).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Refused);
      expect((refusal as Refused).message).toMatch(/Cannot become user nobody/);
      expect((refusal as Refused).error.hint).toMatch(/uidmap/);
    }
  });

  it('has three pipes, an exit code, signals, and no descriptor more', async () => {
    const done = await lab.exec(
      'h1',
      ['/bin/sh', '-c', 'cat; echo wrong >&2; ls /proc/self/fd | tr "\\n" " "; exit 9'],
      { fresh: ['pid', 'mnt'] },
      'through\n',
    );
    expect(done).toMatchObject({ code: 9, stderr: 'wrong\n' });
    expect(done.stdout).toMatch(/^through\n0 1 2 3 $/);
    await expect(lab.exec('h1', ['/nonexistent'], { fresh: [...kinds] })).rejects.toThrow(
      /Cannot start "\/nonexistent" in h1: No such file/,
    );
    const sleeper = await lab.open({
      open: 'exec',
      node: 'h1',
      argv: ['/bin/sh', '-c', "trap 'exit 5' INT; echo up; while :; do sleep 0.1; done"],
      fresh: ['pid'],
    });
    await until('the sleeper', () => sleeper.output === 'up\n');
    sleeper.signal(2);
    expect(await sleeper.ended).toEqual({ code: 5, signal: 0 });
    const forgotten = await lab.open({
      open: 'exec',
      node: 'h1',
      argv: ['/bin/sh', '-c', 'sleep 31415 & echo up; wait'],
      fresh: ['pid', 'mnt'],
    });
    await until('the other', () => forgotten.output === 'up\n');
    forgotten.close();
    await until('the end of its namespace', async () => (await lab.exec('h1', ['pgrep', '-f', 'sleep 31415'])).code === 1);
  });

  it('refuses namespaces that there are not, and twice the same', async () => {
    for (const fresh of [['cgroup'], ['pid', 'pid'], 'pid', [1], [...kinds, 'time'], {}])
      await expect(lab.exec('h1', ['true'], { fresh }), JSON.stringify(fresh)).rejects.toThrow(/"fresh" is not a list of namespaces/);
    await expect(lab.terminal('h1', { fresh: ['nothing'] })).rejects.toThrow(/"fresh"/);
  });

  it("is opened in a node that shares the lab's namespaces too, and while nodes are being made", async () => {
    await lab.apply([node('flat', 'host', { isolation: ['net'] })]);
    const { stdout } = await lab.exec('flat', ['/bin/sh', '-c', 'echo $$; ps -e | wc -l'], { fresh: ['user', 'pid', 'mnt'] });
    expect(stdout).toMatch(/^1\n[1-5]\n$/);
    const many = lab.apply(Array.from({ length: 100 }, (_, index) => node(`m${index}`)));
    const shells = await Promise.all(Array.from({ length: 10 }, () => lab.exec('h1', ['/bin/sh', '-c', 'echo $$'], { fresh: ['pid'] })));
    expect(shells.map((shell) => shell.stdout)).toEqual(Array.from({ length: 10 }, () => '1\n'));
    await many;
    const all = await lab.observed();
    for (let index = 0; index < 100; index++) expect(all.get(`m${index}`)?.name).toBe(`m${index}`);
    expect((await lab.exec('m77', ['hostname'])).stdout).toBe('m77\n');
    await lab.apply([
      ...Array.from({ length: 100 }, (_, index) => ({ op: 'node.delete' as const, node: `m${index}` })),
      { op: 'node.delete', node: 'flat' },
    ]);
  });
});
