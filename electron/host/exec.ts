/** A command in a device of a running lab, with its three streams: for doors that have no window. */
import { labDirectory } from '../helper/directory';
import { openTerminal } from '../helper/terminal';
import type { TerminalConnection, TerminalListeners } from '../helper/terminal';
import type { Result } from '../shared/result';
import { shellEnvironment } from './terminal-handlers';

export type { TerminalConnection, TerminalListeners };

/** Starts `argv` in the node `node` (its id) of the lab `lab` (its topology id). The command ends with the connection. */
export async function execInNode(
  lab: string,
  node: string,
  argv: string[],
  as: string | undefined,
  listeners: TerminalListeners,
): Promise<Result<TerminalConnection>> {
  const place = await labDirectory(lab);
  if (!place.ok) return place;
  return openTerminal(
    place.value.socket,
    { open: 'exec', node, argv, env: shellEnvironment(process.env.TERM), ...(as && { as }) },
    listeners,
  );
}
