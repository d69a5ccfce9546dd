/** A command at a terminal of its own (script(1)), as a person has it: what it says, and what is typed. */
import { spawn } from 'node:child_process';
import { until } from '../kernel/lab';

export class Typed {
  said = '';
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  private readonly type: (text: string) => void;

  /** @param enter what leads to where it runs @param line a command line for sh(1), of constant words and paths of the test */
  constructor(enter: readonly string[], line: string) {
    const [file = '', ...rest] = [...enter, 'script', '--quiet', '--return', '--flush', '--command', line, '/dev/null'];
    const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout.on('data', (bytes: Buffer) => (this.said += bytes.toString()));
    this.type = (text) => void child.stdin.write(text);
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }
  /** Waits until it says this, behind what was said before. */
  async hears(what: RegExp): Promise<void> {
    let over = false;
    void this.ended.then(() => (over = true));
    await until(`${what} in ${JSON.stringify(this.said)}`, () => what.test(this.said) || over, 60);
    if (!what.test(this.said)) throw new Error(`It ended, and never said ${what}: ${this.said}`);
    this.said = this.said.slice(this.said.search(what) + (what.exec(this.said)?.[0].length ?? 0));
  }
  /**
   * Waits for the question, and types the answer. Who asks for a password forgets what was typed before the echo was off (tcsetattr(3), TCSAFLUSH), which no
   * person is fast enough for: as long as nothing at all comes back it is typed again.
   */
  async answers(question: RegExp, answer: string): Promise<void> {
    await this.hears(question);
    const heard = this.said;
    for (let tries = 0; tries < 5 && this.said === heard; tries++) {
      this.type(`${answer}\r`);
      await until('an echo', () => this.said !== heard, 5).catch(() => undefined);
    }
  }
  press(keys: string): void {
    this.type(keys);
  }
}
