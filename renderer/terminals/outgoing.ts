/**
 * What goes from a screen to its shell, told apart. A program's output can make a terminal answer (xterm's "Device Status" and the like), and whoever prints a
 * hostile file lets it ask; so an answer is let through only if it is one of a few forms made of numbers alone, which no shell can take for a command.
 */

/** `typed`: a person's keys or paste. `report`: the mouse or the focus, as the program has asked to be told. `answer`: fit to be given. `refused`: not. */
export type Outgoing = 'typed' | 'report' | 'answer' | 'refused';

const escape = '\u001b';
/** Cursor position and status (DSR), device attributes (DA1, DA2), modes (DECRPM). ctlseqs of xterm. */
const answers = /^\u001b\[[?>]?[\d;]{1,40}(?:[Rnc]|\$y)$/;
/** Focus in and out; mouse in the old and in the SGR form. */
const reports = /^\u001b\[(?:[IO]$|M|<[\d;]+[Mm]$)/;
/** What begins like this is a string, whose content somebody else may have chosen: DCS, OSC, SOS, PM, APC. Alone it is Alt and a key. */
const strings = /^\u001b[P\]X^_]./s;

export function kindOf(data: string): Outgoing {
  if (!data.startsWith(escape)) return 'typed';
  if (answers.test(data)) return 'answer';
  if (reports.test(data)) return 'report';
  return strings.test(data) ? 'refused' : 'typed';
}

/** Answers that a screen gives within a second; a file that asks a thousand times gets no more. */
export const answersASecond = 20;

/** Counts what has been let through. @param now ms */
export class Allowance {
  private since = -Infinity;
  private given = 0;

  allows(now: number): boolean {
    if (now - this.since >= 1000) [this.since, this.given] = [now, 0];
    this.given += 1;
    return this.given <= answersASecond;
  }
}
