/** Collecting edits, devices made anew, things that nobody drew, and drawings kept under a name. */
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { LabDocument } from './document';
import { notRunning } from './lab-words';
import type { Handlers } from './router';
import { deleteSnapshot, listSnapshots, readSnapshot, takeSnapshot } from './snapshots';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;
type Handled = `changes.${string}` | `snapshots.${string}` | 'nodes.restart' | 'nodes.remove' | 'nodes.repair';

export function changeHandlers(withDocument: WithDocument): Pick<Handlers, Extract<keyof Handlers, Handled>> {
  const done = async (result: Promise<Result<null>>): Promise<Result<Record<string, never>>> => {
    const settled = await result;
    return settled.ok ? ok({}) : settled;
  };
  const named = (document: LabDocument, ids: readonly string[]): string =>
    ids.length === 1 ? (document.topology.nodes.find(({ id }) => id === ids[0])?.name ?? ids[0]!) : `${ids.length} devices`;

  return {
    'changes.collect': ({ document, on }) => withDocument(document, async ({ lab }) => (await lab.collect(on), ok(lab.state()))),
    'changes.apply': ({ document }) => withDocument(document, async ({ lab }) => (await lab.applyCollected(), ok(lab.state()))),
    'changes.discard': ({ document }) =>
      withDocument(document, (found) => {
        const applied = found.lab.appliedTopology();
        if (!applied)
          return fail({
            code: 'not-running',
            message: 'The lab does not run, so nothing has gathered.',
            sentence: 'gathered',
            hint: 'Undo instead.',
          });
        return found.replace(applied, 'Discarded what had gathered');
      }),
    'changes.base': ({ document }) =>
      withDocument(document, ({ lab, topology }) => {
        const applied = lab.appliedTopology();
        return applied ? ok({ topology: applied }) : fail(notRunning(topology));
      }),
    'nodes.restart': ({ document, nodes }) =>
      withDocument(document, (found) => done(found.lab.restart(nodes, `Restarted ${named(found, nodes)}`))),
    'nodes.remove': ({ document, things }) =>
      withDocument(document, (found) =>
        done(
          found.lab.removeUndrawn(things, `Removed what nobody drew from ${named(found, [...new Set(things.map(({ node }) => node))])}`),
        ),
      ),
    'nodes.repair': ({ document, nodes }) =>
      withDocument(document, (found) => done(found.lab.repair(nodes, `Set ${named(found, nodes)} again as drawn`))),

    'snapshots.list': ({ document }) => withDocument(document, async ({ topology }) => ok({ snapshots: await listSnapshots(topology.id) })),
    'snapshots.take': ({ document, name, replace }) =>
      withDocument(document, ({ topology }) => takeSnapshot(topology, name, replace ?? false)),
    'snapshots.read': ({ document, name }) =>
      withDocument(document, async ({ topology }) => {
        const read = await readSnapshot(topology.id, name);
        return read.ok ? ok({ topology: { ...read.value, id: topology.id } }) : read;
      }),
    'snapshots.restore': ({ document, name }) =>
      withDocument(document, async (found) => {
        const read = await readSnapshot(found.topology.id, name);
        return read.ok ? found.replace(read.value, `Back to the snapshot "${name}"`) : read;
      }),
    'snapshots.delete': ({ document, name }) => withDocument(document, ({ topology }) => deleteSnapshot(topology.id, name)),
  };
}
