import { basename } from 'node:path';
import { exit } from '../command';
import type { Run } from '../command';
import { copyIn, copyOut } from '../copy';
import type { Copy } from '../copy';
import { findNode } from '../find';
import { misused } from '../misuse';
import { openSession } from '../in-process';

export const run: Run = async ({ positionals, values }, context) => {
  const { out, json } = context;
  const [source, target] = positionals.map(placeOf) as [Place, Place];
  const usage = 'A file of a device is written [LAB/]NODE:PATH; a file of this computer with ":" in its name begins with "./".';
  const inDevice = [source, target].filter(({ device }) => device !== undefined);
  if (inDevice.length !== 1)
    return misused(out, inDevice.length === 0 ? 'Neither of the two is in a device.' : 'Only one of the two can be in a device.', usage);
  if (inDevice[0]!.path === '') return misused(out, `The path in ${inDevice[0]!.device} is missing.`, usage);
  const recursive = values.recursive === true;
  if (recursive && [source.path, target.path].includes('-')) return misused(out, '"-" is not a folder.', 'Leave --recursive out.');

  const session = openSession(context);
  let found;
  try {
    found = await findNode(session.client, inDevice[0]!.device!);
  } finally {
    await session.close();
  }
  if (!found.ok) return (out.error(found.error), exit.failed);
  const { document, node } = found.value;
  const copy: Copy = { lab: document.topology.id, node, source: source.path, target: target.path, recursive };
  const copied = await (source.device === undefined ? copyIn(copy) : copyOut(copy));
  if (!copied.ok) {
    const { error } = copied;
    const message = `${positionals[0]} could not be copied to ${positionals[1]}: ${error.message.replace(/\.?$/, '.')}`;
    return (out.error({ ...error, message }), exit.failed);
  }
  if (json && target.path !== '-')
    out.result(JSON.stringify({ source: positionals[0], target: positionals[1], name: basename(source.path) }));
  return exit.ok;
};

interface Place {
  /** `[LAB/]NODE`; undefined: this computer. */
  device?: string;
  path: string;
}
/** What begins as a path does is one, whatever signs are in it. */
function placeOf(text: string): Place {
  const device = /^(?![./-])((?:[^:]*\/)?[A-Za-z0-9-]+):([^]*)$/.exec(text);
  return device ? { device: device[1]!, path: device[2]! } : { path: text };
}
