/** Collecting edits, devices made anew, things that nobody drew, and drawings kept under a name. */
import type { Label } from '../shared/lab/label';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { consent, contentIn, holdUnseen, released } from './consent';
import type { LabDocument } from './document';
import type { Host } from './host';
import { notRunning } from './lab-words';
import type { Handlers } from './router';
import { labelOf } from '../shared/text/label';
import { diffTopologies } from '../shared/topology/diff';
import { programsOf } from '../shared/topology/programs';
import { deleteSnapshot, listSnapshots, readSnapshot, takeSnapshot } from './snapshots';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;
type Handled = `changes.${string}` | `snapshots.${string}` | 'nodes.restart' | 'nodes.remove' | 'nodes.repair';

export function changeHandlers(host: Host, withDocument: WithDocument): Pick<Handlers, Extract<keyof Handlers, Handled>> {
  const settled = async (result: Promise<Result<null>>): Promise<Result<Record<string, never>>> => {
    const answer = await result;
    return answer.ok ? ok({}) : answer;
  };
  /** What is done to one device by its name, to several by their number. */
  const done = (what: 'restart' | 'remove' | 'repair', { topology }: LabDocument, nodes: Iterable<string>): Label => {
    const ids = [...new Set(nodes)];
    if (ids.length !== 1) return labelOf(`${what}-many`, { n: ids.length });
    return labelOf(`${what}-one`, { name: topology.nodes.find(({ id }) => id === ids[0])?.name ?? ids[0]! });
  };

  return {
    'changes.collect': ({ document, on }) =>
      withDocument(document, async (found) => {
        const free = on ? ok(null) : await released(host, found);
        return free.ok ? (await found.lab.collect(on), ok(found.lab.state())) : free;
      }),
    'changes.apply': ({ document }) =>
      withDocument(document, async (found) => {
        const free = await released(host, found);
        return free.ok ? (await found.lab.applyCollected(), ok(found.lab.state())) : free;
      }),
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
        return found.replace(applied, labelOf('discard-collected'));
      }),
    'changes.base': ({ document }) =>
      withDocument(document, ({ lab, topology }) => {
        const applied = lab.appliedTopology();
        return applied ? ok({ topology: applied }) : fail(notRunning(topology));
      }),
    'nodes.restart': ({ document, nodes }) =>
      withDocument(document, (found) => settled(found.lab.restart(nodes, done('restart', found, nodes)))),
    'nodes.remove': ({ document, things }) =>
      withDocument(
        document,
        (found) =>
        settled(found.lab.removeUndrawn(things, done('remove', found, things.map(({ node }) => node)))), // prettier-ignore
      ),
    'nodes.repair': ({ document, nodes }) =>
      withDocument(document, (found) => settled(found.lab.repair(nodes, done('repair', found, nodes)))),

    'snapshots.list': ({ document }) => withDocument(document, async ({ topology }) => ok({ snapshots: await listSnapshots(topology.id) })),
    'snapshots.take': ({ document, name, replace }) =>
      withDocument(document, async (found) => {
        // Whoever keeps what was drawn here need not be asked about it when it comes back.
        if ((await consent(host, found)).agreed) await host.agreements.add(await contentIn(found.topology, found.path));
        return takeSnapshot(found.topology, name, replace ?? false);
      }),
    'snapshots.read': ({ document, name }) =>
      withDocument(document, async (found) => {
        const read = await readSnapshot(found.topology.id, name);
        if (!read.ok) return read;
        found.bring(programsOf(read.value));
        return ok({ topology: { ...read.value, id: found.topology.id } });
      }),
    'snapshots.restore': ({ document, name }) =>
      withDocument(document, async (found) => {
        const read = await readSnapshot(found.topology.id, name);
        if (!read.ok) return read;
        found.bring(programsOf(read.value));
        await holdUnseen(host, found, diffTopologies(found.topology, read.value));
        return found.replace(read.value, labelOf('back-to-snapshot', { name }));
      }),
    'snapshots.delete': ({ document, name }) => withDocument(document, ({ topology }) => deleteSnapshot(topology.id, name)),
  };
}
