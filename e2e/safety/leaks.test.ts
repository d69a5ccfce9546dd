/** S10: a thousand terminals, and each has its own pty on fds 0 to 2, nothing else, and leaves nothing behind. */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, callers, until } from '../kernel/lab';
import { node } from '../kernel/shapes';

const count = 1000;
const script = 'ls -l /proc/$$/fd; echo "cwd $PWD"; echo "env $(env | cut -d= -f1 | sort | tr "\\n" " ")"';
const descriptors = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
const kilobytes = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

describe.each(callers)('a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1')]);
  });
  afterAll(() => lab?.down());

  const one = async (): Promise<void> => {
    const shell = await lab.terminal('h1', {
      argv: ['/bin/sh', '-c', script],
      env: { TERM: 'xterm', LD_PRELOAD: '/tmp/x.so', BASH_ENV: '/tmp/x' },
    });
    expect(await shell.ended).toEqual({ code: 0, signal: 0 });
    const lines = shell.output.trim().split('\r\n');
    const fds = lines.flatMap((line) => / (\d+ -> .*)$/.exec(line)?.[1] ?? []);
    const pty = /^0 -> (\/dev\/pts\/\d+)$/.exec(fds[0] ?? '')?.[1];
    expect(fds, shell.output).toEqual([`0 -> ${pty}`, `1 -> ${pty}`, `2 -> ${pty}`]);
    expect(lines).toContain('env HOME HOSTNAME LOGNAME PATH PWD SHELL TERM USER');
    expect(lines.find((line) => line.startsWith('cwd '))).toMatch(/^cwd \//);
  };

  it(`opens ${count} terminals one after the other, each with fds 0 to 2 on one pty and an environment by allow-list`, async () => {
    // More than the number of ended terminals that are kept, so that the numbers compared are those of a lab that has been used.
    for (let turn = 0; turn < 64; turn++) await one();
    const [fds, memory] = [descriptors(lab.pid), kilobytes(lab.pid, 'VmRSS')];
    for (let turn = 64; turn < count; turn++) await one();
    await until(`the descriptors of the supervisor to be ${fds} again, now ${descriptors(lab.pid)}`, () => descriptors(lab.pid) <= fds);
    expect((await lab.exec('h1', ['/bin/sh', '-c', 'ls /dev/pts | grep -c "^[0-9]" || true'])).stdout.trim()).toBe('0');
    const grown = kilobytes(lab.pid, 'VmRSS') - memory;
    expect(grown).toBeLessThan(process.env.NESTWORK_LAB?.includes('asan') ? 65536 : 4096);
    console.log(
      `S10 (${caller.name}): ${count} terminals, ${count} with fds 0 to 2 on one pty; supervisor: ${fds} descriptors before and ${descriptors(lab.pid)} after, ${grown} KiB grown`,
    );
  }, 600_000);
});
