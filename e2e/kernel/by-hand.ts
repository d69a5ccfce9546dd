/** Typing what Nestwork shows as commands, in a network, mount and process namespace of the test's own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { explainPlan } from '../../electron/engine/explain';
import { plan } from '../../electron/engine/plan';
import type { WantedLab } from '../../electron/engine/wanted';
import type { Topology } from '../../electron/shared/topology/schema';

/** A root shell as a person has it, in which lines are typed one after the other; it ends at the first that fails, and everything with it. */
export class HandShell {
  private output = '';
  private told: () => void = () => undefined;
  private code: number | null | undefined;
  private readonly child: ChildProcess;

  constructor() {
    const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const own = [...user, '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
    this.child = spawn('unshare', [...own, 'sh', '-e'], { stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (bytes: Buffer) => {
        this.output += bytes.toString();
        this.told();
      });
    }
    this.child.stdin!.on('error', () => undefined);
    this.child.on('close', (code) => {
      this.code = code;
      this.told();
    });
    this.type(['mount -t tmpfs tmpfs /run', 'mkdir /run/netns']);
  }

  private type(lines: readonly string[]): void {
    this.child.stdin!.write(`${lines.join('\n')}\n`);
  }

  /** What the lines say. `code`: the shell has ended at one of them. */
  async run(lines: readonly string[]): Promise<{ code: number | null | undefined; output: string }> {
    const mark = `--- ${randomUUID()}`;
    this.output = '';
    this.type([...lines, `echo '${mark}'`]);
    await new Promise<void>((resolve) => {
      this.told = () => (this.output.includes(mark) || this.code !== undefined) && resolve();
      this.told();
    });
    return { code: this.code, output: this.output.replace(`${mark}\n`, '') };
  }

  /** Everything that was begun in it ends. */
  async end(): Promise<number | null> {
    this.child.stdin!.end();
    if (this.code === undefined) await once(this.child, 'close');
    return this.code ?? null;
  }
}

/** Types lines into a shell of their own. */
export async function typed(lines: readonly string[]): Promise<{ code: number | null; output: string }> {
  const shell = new HandShell();
  const { output } = await shell.run(lines);
  return { code: await shell.end(), output };
}

/** @param drawing of `to`. @param before of `from`; absent: nothing was there. */
export const commands = (to: WantedLab, from: WantedLab, drawing: Topology, before?: Topology): string[] =>
  explainPlan(plan(to, from), drawing, before).flat();
