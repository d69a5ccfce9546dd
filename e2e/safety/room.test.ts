/** S30: a plan that would meet a limit is refused before anything of it is done, with the limit and its value; what just fits is done. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../electron/shared/lab/operation';
import type { Refused } from '../kernel/client';
import { Control, connectAs } from '../kernel/client';
import { Lab, asCaller, callers, program } from '../kernel/lab';
import type { Caller } from '../kernel/lab';
import { cable, node } from '../kernel/shapes';

const nodes = (count: number, from = 0): Operation[] => Array.from({ length: count }, (_, at) => node(`n${from + at}`));
const refusal = (promise: Promise<unknown>): Promise<Refused> =>
  promise.then(
    () => Promise.reject(new Error('It was accepted.')),
    (error: Refused) => error,
  );

/** A lab that is started by way of another program, which sets a limit for it. */
async function limited(
  caller: Caller,
  before: string[],
  inner: string[],
  work: (apply: (operations: Operation[]) => Promise<unknown>, control: Control) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync('/var/tmp/nestwork-test-');
  chownSync(dir, caller.uid, caller.uid);
  const [file = '', ...args] = [
    ...before,
    ...asCaller({ ...caller, range: false }, dir, [...inner, program, '--lab', 'test', '--dir', dir]),
  ];
  let control: Control | undefined;
  try {
    execFileSync(file, args, { encoding: 'utf8' });
    control = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
    let revision = 0;
    await work(async (operations) => {
      ({ revision } = await control!.call<{ revision: number }>('apply', { revision, client: 'test', operations }));
    }, control);
  } finally {
    await control?.call('down').catch(() => undefined);
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('a plan', () => {
  const [first, ordinary = first] = callers as [Caller, Caller | undefined];
  /** What each would need, the limit by name, its value, and how many devices fit. */
  const cases: [what: string, caller: Caller, before: string[], inner: string[], fit: number, words: RegExp][] = [
    ['open files', first, ['prlimit', '--nofile=100:100'], [], 17, /104 open files, but the limit of open files \(ulimit -Hn\) is 100\./],
    // Processes count by user: one that no other test is.
    [
      'processes',
      { ...ordinary, uid: ordinary.uid > 0 && first !== ordinary ? 61_040 : ordinary.uid },
      ['prlimit', '--nproc=40:40'],
      [],
      38,
      /41 processes, but your limit of processes \(ulimit -u\) is 40\./,
    ],
    [
      'namespaces',
      first,
      [],
      ['unshare', '--user', '--map-root-user', 'sh', '-c', 'echo 9 > /proc/sys/user/max_net_namespaces && exec "$0" "$@"'],
      8,
      /10 namespaces of a kind, but user\.max_net_namespaces is 9\./,
    ],
  ];
  it.each(cases)(
    'that needs too many %s changes nothing, and one that just fits is carried out',
    async (what, caller, before, inner, fit, words) => {
      await limited(caller, before, inner, async (apply, control) => {
        const refused = await refusal(apply(nodes(fit + 1)));
        expect(refused.error).toMatchObject({ code: 'limit-reached' });
        expect(refused.message).toMatch(words);
        expect(refused.error.hint).toBeTruthy();
        expect(await control.call('observe', { from: 0 })).toMatchObject({ nodes: [] });
        expect(await control.call('hello')).toMatchObject({ revision: 0 });
        // In two steps as in one.
        await apply(nodes(fit - 3));
        expect((await refusal(apply(nodes(4, fit - 3)))).error.code).toBe('limit-reached');
        await apply(nodes(3, fit - 3));
        expect((await control.call<{ nodes: unknown[] }>('observe', { from: 0 })).nodes).toHaveLength(fit);
        console.log(
          `S30 (${caller.name}): ${what}: ${fit + 1} devices refused before the first, ${fit} made; "${refused.message.replace(/^[^:]*: /, '')}"`,
        );
      });
    },
  );

  it('that gives a bridge too many ports changes nothing, and names the first cable that is too many', async () => {
    const lab = await Lab.start(first);
    const ports = (from: number, to: number): Operation[] =>
      Array.from({ length: to - from }, (_, at) => cable(`l${from + at}`, `h${(from + at) % 4}.e${from + at}`, `s1.p${from + at}`));
    const links = async (): Promise<number> => (JSON.parse(await lab.outside('s1', 'ip', '-j', 'link')) as unknown[]).length;
    await lab.apply([...[0, 1, 2, 3].map((at) => node(`h${at}`)), node('s1', 'switch')]);
    const before = await links();
    const refused = await refusal(lab.apply(ports(0, 1030)));
    expect(refused.error).toMatchObject({ code: 'limit-reached', operation: 'link.create', index: 1023, node: 's1', link: 'l1023' });
    expect(refused.message).toContain('s1 would have 1030 ports, and a bridge of Linux has 1023 at most.');
    expect(await links()).toBe(before);
    await lab.apply(ports(0, 1023));
    expect(await links()).toBe(before + 1023);
    expect((await refusal(lab.apply(ports(1023, 1024)))).error).toMatchObject({ code: 'limit-reached', link: 'l1023', index: 0 });
    // One goes, another one comes.
    await lab.apply([{ op: 'link.delete', link: 'l7' }, ...ports(1023, 1024)]);
    expect(await links()).toBe(before + 1023);
    console.log(`S30 (${first.name}): 1,030 ports of a bridge refused before the first, 1,023 made, one exchanged`);
    await lab.down();
  });

  it('a terminal beyond the number of ptys is refused with what to do', async () => {
    const lab = await Lab.start(first);
    await lab.apply([node('h1')]);
    await lab.sh('h1', 'mount -o remount,max=2 /dev/pts');
    const held = [await lab.terminal('h1', { argv: ['/bin/cat'] }), await lab.terminal('h1', { argv: ['/bin/cat'] })];
    const refused = await refusal(lab.terminal('h1', { argv: ['/bin/cat'] }));
    expect(refused.message).toMatch(/Cannot open a terminal in h1: No space left on device/);
    expect(refused.error.hint).toMatch(/kernel\.pty\.max/);
    expect((await lab.control.call<{ terminals: unknown[] }>('terminals')).terminals).toHaveLength(held.length);
    held.forEach((terminal) => terminal.close());
    await lab.down();
  });
});
