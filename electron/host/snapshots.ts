/** Drawings of a lab that a person kept under a name, in the user's state folder by the lab's id: any door finds them. */
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorFrom } from '../helper/errors';
import type { Snapshot } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { serializeTopology } from '../shared/topology/serialize';
import type { Topology } from '../shared/topology/schema';
import { readLab } from './files';
import { snapshotsFolder } from './places';
import { saveAtomically } from './save';

const ending = '.nestwork.json';
/** Any name becomes a file name that is one part of a path, and comes back from it. */
const fileOf = (lab: string, name: string): string =>
  join(snapshotsFolder(), lab, `${encodeURIComponent(name).replaceAll('.', '%2E')}${ending}`);

export async function listSnapshots(lab: string): Promise<Snapshot[]> {
  const folder = join(snapshotsFolder(), lab);
  const names = await readdir(folder).catch(() => []);
  const all = await Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map(async (file) => {
        const name = decodeURIComponent(file.slice(0, -ending.length));
        const [read, there] = await Promise.all([readLab(join(folder, file)), stat(join(folder, file)).catch(() => null)]);
        return read.ok && there ? [described(name, there.mtimeMs, read.value.topology)] : [];
      }),
  );
  return all.flat().sort((a, b) => a.at - b.at);
}

export async function takeSnapshot(topology: Topology, name: string, replace: boolean): Promise<Result<Snapshot>> {
  const file = fileOf(topology.id, name);
  if (!replace && (await stat(file).catch(() => null)))
    return fail({
      code: 'exists',
      message: `There is a snapshot "${name}" of this lab already.`,
      sentence: 'snapshot',
      args: { name },
      hint: 'Choose another name, or replace it.',
    });
  try {
    await mkdir(join(snapshotsFolder(), topology.id), { recursive: true, mode: 0o700 });
  } catch (cause) {
    return fail(errorFrom('save-failed', 'The folder of snapshots could not be made', cause, undefined, { sentence: 'snapshots' }));
  }
  const saved = await saveAtomically(file, serializeTopology(topology), { mode: 0o600 });
  return saved.ok ? ok(described(name, Date.now(), topology)) : saved;
}

export async function readSnapshot(lab: string, name: string): Promise<Result<Topology>> {
  const read = await readLab(fileOf(lab, name));
  if (read.ok) return ok(read.value.topology);
  return read.error.errno === 'ENOENT' ? fail(unknown(name)) : read;
}

export async function deleteSnapshot(lab: string, name: string): Promise<Result<Record<string, never>>> {
  try {
    await unlink(fileOf(lab, name));
    return ok({});
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return fail(unknown(name));
    return fail(errorFrom('delete-failed', `The snapshot "${name}" could not be deleted`, cause, undefined, { args: { name } }));
  }
}

const unknown = (name: string) => ({
  code: 'not-found',
  message: `This lab has no snapshot "${name}".`,
  sentence: 'snapshot',
  args: { name },
  hint: 'The list of snapshots shows those that there are.',
});

function described(name: string, at: number, { nodes, links }: Topology): Snapshot {
  return { name, at: Math.round(at), nodes: nodes.length, links: links.length };
}
