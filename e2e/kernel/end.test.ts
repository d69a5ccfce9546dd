/** The orderly end of a lab. In the build with sanitizers its exit code tells, too, whether any memory was left behind (LeakSanitizer). */
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Control, Terminal, connectAs } from './client';
import { asCaller, callers, program, slowness } from './lab';
import { address, cable, node, smallNetwork } from './shapes';

describe.each(callers)('a lab of $name', (caller) => {
  /** Runs a lab in the foreground; gives what its supervisor exited with, and what it wrote to its trace. */
  const run = async (
    work: (control: Control, open: (request: object) => Promise<Terminal>) => Promise<unknown>,
  ): Promise<[number, string]> => {
    const dir = mkdtempSync(join(tmpdir(), 'nestwork-test-'));
    chownSync(dir, caller.uid, caller.uid);
    const trace = join(dir, 'trace');
    const [file = '', ...args] = asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir, '--foreground', '--trace', trace]);
    const launcher = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(launcher, 'exit');
    await once(launcher.stdout, 'data');
    const connect = () => connectAs(caller.uid, join(dir, 'control.sock'));
    const control = new Control(connect());
    await work(control, (request) => Terminal.open(connect(), { ...request }));
    const [code] = (await ended) as [number];
    const text = readFileSync(trace, 'utf8');
    rmSync(dir, { recursive: true, force: true });
    return [code, text];
  };
  const apply = (control: Control, operations: object[], revision: number) =>
    control.call('apply', { revision, client: 'test', operations });

  it('ends with 0 and leaves nothing behind after everything was used', async () => {
    const [code, trace] = await run(async (control, open) => {
      await apply(control, smallNetwork(), 0);
      await control.call('observe', { from: 0 });
      await control.call('document', { revision: 1, part: 'half of one', last: false });
      await open({ open: 'exec', node: 'h1', argv: ['sleep', '1000'] });
      await open({ open: 'terminal', node: 'h2', cols: 80, rows: 24 });
      await apply(
        control,
        [
          { op: 'link.delete', link: 'l4' },
          { op: 'node.delete', node: 'h3' },
        ],
        1,
      );
      await apply(control, [address('h1.eth0', '10.9.9.9/24'), { op: 'link.delete', link: 'nowhere' }], 2).catch(() => undefined);
      await control.call('down');
    });
    expect(code, trace).toBe(0);
  });

  it('ends with 0 and leaves nothing behind in the middle of an apply', async () => {
    const [code, trace] = await run(async (control) => {
      await apply(control, smallNetwork(), 0);
      const more = Array.from({ length: 200 * slowness }, (_, index) => node(`n${index}`));
      // Deleted things are kept until the end of an apply; this one does not come to its end.
      const plan = [{ op: 'link.delete', link: 'l4' }, { op: 'node.delete', node: 'h3' }, ...more, cable('l9', 'n0.eth0', 'n1.eth0')];
      const refused = apply(control, plan, 1).then(
        () => 'applied',
        () => 'cut off',
      );
      await control.call('down').catch(() => undefined);
      expect(await refused).toBe('cut off');
    });
    expect(code, trace).toBe(0);
  });
});
