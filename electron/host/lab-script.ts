/** A lab as a bash script, with the private files that lie beside it. */
import { chmod, stat } from 'node:fs/promises';
import { script } from '../engine/script';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology } from '../shared/topology/schema';
import { saveAtomically } from './save';
import { readSources } from './sources';

/** @param path of the lab file; undefined: it has none, and no file lies beside it. */
export async function scriptOf(topology: Topology, path: string | undefined): Promise<string> {
  const { texts: sources } = await readSources(topology, path);
  return script(topology, { sources });
}

/**
 * Under a name that says what it is, so that nothing else of this computer is written over with what a lab says.
 * @param to absolute; ends in ".sh"
 * @param path of the lab file, as for `scriptOf`
 */
export async function saveScript(
  to: string,
  topology: Topology,
  path: string | undefined,
  replace: boolean,
): Promise<Result<{ path: string }>> {
  if (!/\/[^./][^/]*[.]sh$/.test(to))
    return fail({
      code: 'not-a-script',
      message: `Scripts are saved under a name that ends in ".sh", and ${to} does not.`,
      args: { path: to },
      hint: 'Choose such a name.',
    });
  if (!replace && (await stat(to).catch(() => null)))
    return fail({ code: 'exists', message: `${to} exists already.`, args: { path: to }, hint: 'Replace it, or choose another name.' });
  const saved = await saveAtomically(to, await scriptOf(topology, path));
  if (!saved.ok) return saved;
  await chmod(saved.value, 0o755);
  return ok({ path: saved.value });
}
