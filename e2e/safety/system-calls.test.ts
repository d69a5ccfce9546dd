/** S6: what nothing in a lab may ask the kernel for is refused by a filter, and what programs of nodes need is not. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, asCaller, callers } from '../kernel/lab';
import { node } from '../kernel/shapes';
import { compile } from './build';

const asker = compile('asker.c');
afterAll(() => rmSync(join(asker, '..'), { recursive: true, force: true }));

/** Name and answer of each call. */
const answersIn = (text: string): Map<string, string> =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.replace(/ \S+$/, ''), line.replace(/^.* /, '')]),
  );
const keys = ['add_key', 'keyctl', 'request_key'];

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2', 'host', { isolation: ['net'] })]);
  });
  afterAll(() => lab?.down());

  it('each of them is refused before the kernel looks at it', async () => {
    const [file = '', ...args] = asCaller({ ...caller, range: false }, lab.dir, [asker]);
    const outside = answersIn(execFileSync(file, args, { encoding: 'utf8' }));
    for (const id of ['h1', 'h2']) {
      const inside = answersIn((await lab.exec(id, [asker])).stdout);
      expect([...inside.keys()]).toEqual([...outside.keys()]);
      for (const [name, answer] of inside) expect(answer, name).toBe(keys.includes(name) ? 'ENOSYS' : 'EPERM');
    }
    // The control: outside the very same calls get as far as the kernel's own checks, and fail there for another reason.
    const other = [...outside].filter(([name, answer]) => answer !== (keys.includes(name) ? 'ENOSYS' : 'EPERM'));
    expect(other.length).toBeGreaterThanOrEqual(4);
    console.log(
      `S6 (${caller.name}): ${outside.size} system calls of 2 nodes refused; of these ${other.length} reach the kernel outside of a lab: ${other.map(([name, answer]) => `${name} ${answer}`).join(', ')}`,
    );
  });

  it('namespaces, mounts, ptrace, raw sockets and changes of user go on as they are, and so do strace, ping and su', async () => {
    const needed = answersIn((await lab.exec('h1', [asker, 'needed'])).stdout);
    for (const [name, answer] of needed) expect(answer, name).toBe('done');
    expect(needed.size).toBe(6);
    const programs: string[][] = [
      ['strace', '-f', '-o', '/dev/null', '/bin/sh', '-c', '/bin/true'],
      ['ping', '-c', '1', '-W', '5', '127.0.0.1'],
      ['unshare', '--user', '--map-root-user', '--net', '--pid', '--fork', 'ip', 'link', 'set', 'lo', 'up'],
      ...(lab.mapping === 'range' ? [['setpriv', '--reuid=65534', '--clear-groups', 'ping', '-c', '1', '-W', '5', '127.0.0.1']] : []),
      ...(lab.mapping === 'range' && caller.uid === 0 ? [['su', '-s', '/bin/sh', 'nobody', '-c', 'test "$(id -un)" = nobody']] : []),
    ];
    for (const argv of programs) {
      const { code, stderr, stdout } = await lab.exec('h1', argv);
      expect(code, `${argv.join(' ')}: ${stderr}${stdout}`).toBe(0);
    }
    console.log(`S6 (${caller.name}): ${needed.size} kinds of calls and ${programs.length} programs of nodes work as outside`);
  });
});
