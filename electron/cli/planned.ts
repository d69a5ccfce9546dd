/** A plan as lines for a person. */
import type { Preview } from '../host/preview';
import { columns, printable } from './terminal';
import type { Terminal } from './terminal';

/** One line for each operation, with its reason. */
export function planLines({ steps, descriptions }: Preview, out: Terminal): string[] {
  return columns(
    descriptions.map(({ sign, on, what }, at) => [
      sign === '-' ? out.bad(sign) : sign === '+' ? out.good(sign) : sign,
      printable(on),
      printable(what),
      out.faint(printable(steps[at]!.reason.text)),
    ]),
  );
}
