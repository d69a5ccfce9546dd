/** What goes on inside running nodes: the supervisor is asked each time, nothing of it is kept here. */
import type { Control } from '../helper/control';
import type { liveCalls } from '../shared/contract/live';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { LabDocument } from './document';
import type { Host } from './host';
import { notRunning } from './lab-words';
import type { Handlers } from './router';
import { userNames } from './user-names';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;
type Live = keyof typeof liveCalls;

export function liveHandlers(host: Host, withDocument: WithDocument): Pick<Handlers, Live> {
  /** Asks the supervisor of a lab that runs. */
  const withControl = <T>(id: string, action: (control: Control) => Promise<Result<T>>): Result<T> | Promise<Result<T>> =>
    withDocument(id, ({ lab, topology }) => {
      const control = lab.control();
      return control ? action(control) : fail(notRunning(topology));
    });

  return {
    'nodes.processes': ({ document, node }) =>
      withControl(document, async (control) => {
        const listed = await control.call('processes', { node });
        if (!listed.ok) return listed;
        const names = await userNames();
        const processes = listed.value.processes.map((one) => ({ ...one, ...(names.has(one.uid) && { user: names.get(one.uid) }) }));
        return ok({ processes });
      }),
    'nodes.signal': ({ document, node, pid, signal }) => withControl(document, (control) => control.call('signal', { node, pid, signal })),
    'nodes.mounts': ({ document, node }) => withControl(document, (control) => control.call('mounts', { node })),
    'nodes.commands': ({ document, node }) => withControl(document, (control) => control.call('commands', { node })),
    'nodes.output': ({ document, node, index, offset }) =>
      withControl(document, (control) => control.call('output', { node, index, offset })),
    'nodes.command': ({ document, node, index, action }) =>
      withControl(document, (control) => control.call('command', { node, index, action })),
    'nodes.counters': ({ document, node }) => withControl(document, (control) => control.call('counters', { node })),
    'nodes.freeze': ({ document, nodes, frozen }) =>
      withControl(document, (control) => control.call('freeze', { frozen, ...(nodes && { nodes }) })),
    'labs.statistics': ({ document, on }, client) =>
      withDocument(document, (found) => {
        host.watchStatistics(found, client, on);
        return ok({});
      }),
  };
}
