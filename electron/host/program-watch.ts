/** Follows which program has a terminal, without asking by the clock: whenever something is typed or shown, it may have changed. */
import { foregroundProgram, outsidePid } from './foreground';

/** ms after something happened in the terminal: then a program has been started, or has ended. */
const settle = 60;
/** ms between two looks while something goes on all the time. */
const pause = 400;

export class ProgramWatch {
  private shell: number | undefined;
  private searched = false;
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;
  private program = '';
  /** Something happened while it looked: what it found may be old. */
  private stirred = false;
  private ended = false;

  /** @param supervisor its PID as this computer counts; @param inside the shell's PID in the lab */
  constructor(
    private readonly supervisor: number,
    private readonly inside: number,
    private readonly changed: (program: string) => void,
  ) {
    this.stir();
  }

  /** Something was typed or shown. */
  stir(): void {
    this.stirred = true;
    if (this.timer || this.ended) return;
    this.timer = setTimeout(() => void this.look(), Math.max(settle, this.last + pause - performance.now()));
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    this.last = performance.now();
    this.stirred = false;
    if (!this.searched) this.shell = await outsidePid(this.supervisor, this.inside);
    this.searched = true;
    const program = this.shell === undefined ? undefined : await foregroundProgram(this.shell);
    this.timer = undefined;
    if (this.stirred) this.stir();
    if (this.ended || program === undefined || program === this.program) return;
    this.program = program;
    this.changed(program);
  }
}
