/** What each window can take back, told to the host and asked of it. */
import { setTimeout as after } from 'node:timers/promises';
import type { historyCalls } from '../shared/contract/history';
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { LabDocument } from './document';
import type { Host } from './host';
import type { Handlers } from './router';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;

/** A page that was loaded again may be here before its former connection is seen to end, ms. */
const [patience, look] = [1000, 50];

export function historyHandlers(host: Host, withDocument: WithDocument): Pick<Handlers, keyof typeof historyCalls> {
  return {
    'history.take': ({ document, was }, client) =>
      withDocument(document, async ({ history }) => {
        for (let left = patience; left > 0 && was !== undefined && was !== client.name && host.connected(was); left -= look)
          await after(look);
        return ok(history.take(client.name, was, host.connected));
      }),
    'history.keep': ({ document, done, undone }, client) =>
      withDocument(document, (found) => {
        found.history.keep(client.name, { done, undone });
        void host.documents.historyChanged(found);
        return ok({});
      }),
  };
}
