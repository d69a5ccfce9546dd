/**
 * What each process of a lab holds, against a golden file (S6); ids of programs in nodes as they were asked for (S9); and that a node cannot write the
 * programs that it can see through /proc (S12).
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, callers, program, until } from '../kernel/lab';
import { node } from '../kernel/shapes';
import { children } from './processes';

/** All capabilities that this kernel knows (capabilities(7)). */
const all = ((1n << BigInt(Number(readFileSync('/proc/sys/kernel/cap_last_cap', 'utf8')) + 1)) - 1n).toString(16).padStart(16, '0');
const fields = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp'];
function held(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const words = fields.map((name) => `${name} ${of(name) === all ? 'all' : /^0+$/.test(of(name)) ? '0' : of(name)}`);
  const apart = readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user');
  return `${words.join(', ')}, ${apart ? 'in a user namespace of the lab' : "IN THE COMPUTER'S USER NAMESPACE"}`;
}

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2', 'host', { isolation: ['net'] })]);
  });
  afterAll(() => lab?.down());

  it('each process holds what the golden file says', async () => {
    const before = new Set(children(lab.pid));
    const shell = await lab.open({ open: 'exec', node: 'h1', argv: ['sleep', '1000'] });
    const fresh = await until('the program', () => children(lab.pid).find((pid) => !before.has(pid)));
    const firsts = await Promise.all(['h1', 'h2'].map(async (id) => (await lab.node(id)).pid));
    const cloner = [...before].find((pid) => !firsts.includes(pid)) ?? -1;
    await until('sleep(1)', () => readFileSync(`/proc/${fresh}/comm`, 'utf8') === 'sleep\n');
    const processes: [string, number][] = [
      ['the supervisor', lab.pid],
      ['the process that makes nodes', cloner],
      ['first process of a node of its own', firsts[0]!],
      ['first process of a node that shares', firsts[1]!],
      ['a program of root of a node', fresh],
    ];
    const text = processes.map(([what, pid]) => `${what}: ${held(pid)}\n`).join('');
    await expect(text).toMatchFileSnapshot('privileges.golden');
    shell.close();
    console.log(`S6 (${caller.name}): ${processes.length} processes, ${fields.length} fields each, as the golden file says`);
  });

  it('a program has the ids that were asked for, all of them, and no groups of the person who runs the lab', async () => {
    const ids = "grep -E '^(Uid|Gid|Groups):' /proc/self/status | tr -s '\\t ' ' '";
    const asked: [string | undefined, number][] = [
      [undefined, 0],
      ...(lab.mapping === 'range'
        ? ([
            ['1000', 1000],
            ['nobody', 65534],
          ] as [string, number][])
        : []),
    ];
    for (const [as, id] of asked) {
      const { stdout, stderr } = await lab.exec('h1', ['sh', '-c', ids], as === undefined ? {} : { as });
      const [uid = '', gid = ''] = stdout.split('\n');
      expect(uid.trim(), stderr).toBe(`Uid: ${Array(4).fill(id).join(' ')}`);
      expect(new Set(gid.replace('Gid:', '').trim().split(' ')).size).toBe(1);
      if (lab.mapping === 'range')
        expect(
          /^Groups:(.*)$/m
            .exec(stdout)?.[1]
            ?.trim()
            .split(' ')
            .filter((one) => one !== '' && one !== String(id)),
        ).toEqual([]);
    }
    const wrong = ['', '+1', '-1', '0x1', '4294967295', '4294967297', '9'.repeat(30), ' 1', '01', '1e3'];
    for (const as of wrong) await expect(lab.exec('h1', ['true'], { as }), as).rejects.toThrow();
    console.log(`S9 (${caller.name}): ${asked.length} users exactly as asked, ${wrong.length} ids that are none refused`);
  });

  it('a node cannot write the program that it runs in', async () => {
    const before = readFileSync(program);
    let tried = 0;
    for (const id of ['h1', 'h2']) {
      // Every process that it sees, and as root of the node; a file of the person's own it may write by its name, which is no way in (SECURITY.md).
      const script = `for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" = sh ] && continue; { echo broken > $p/exe; } 2>/dev/null && echo "WRITTEN $p"; echo "tried $p"; done`;
      const { stdout } = await lab.exec(id, ['sh', '-c', script]);
      expect(stdout).not.toContain('WRITTEN');
      tried += stdout.split('tried').length - 1;
    }
    expect(tried).toBeGreaterThan(2);
    expect(readFileSync(program).equals(before)).toBe(true);
    console.log(`S12 (${caller.name}): ${tried} processes in sight of 2 nodes, none of their programs could be written`);
  });
});
