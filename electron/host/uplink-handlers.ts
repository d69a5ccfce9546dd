/** Calls about the lab's edge. */
import { listNics } from '../helper/nics';
import type { uplinkCalls } from '../shared/contract/uplink';
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { LabDocument } from './document';
import type { Handlers } from './router';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;

export function uplinkHandlers(withDocument: WithDocument): Pick<Handlers, keyof typeof uplinkCalls> {
  return {
    'computer.interfaces': async () => {
      const nics = await listNics();
      if (!nics.ok) return nics;
      const interfaces = nics.value
        .filter(({ ethernet, ours }) => ethernet && !ours)
        .map(({ name, mac, up, carrier, wireless, addresses, gateway, defaultRoute, ssh }) => ({
          ...{ name, mac, up, carrier, wireless, addresses, defaultRoute, ssh },
          ...(gateway !== undefined && { gateway }),
        }));
      return ok({ interfaces });
    },
    'uplinks.state': ({ document }) =>
      withDocument(document, async ({ lab: { uplinks } }) => {
        await uplinks.found();
        return ok(uplinks.state());
      }),
    'uplinks.join': ({ document, nodes }) =>
      withDocument(document, async ({ lab: { uplinks } }) => {
        await uplinks.join(nodes);
        return ok(uplinks.state());
      }),
    'uplinks.cancel': ({ document }) => withDocument(document, ({ lab }) => (lab.uplinks.cancel(), ok({}))),
    'uplinks.keep': ({ document, node }) => withDocument(document, ({ lab }) => lab.uplinks.keep(node)),
    'uplinks.back': ({ document, node }) => withDocument(document, ({ lab }) => lab.uplinks.back(node)),
    'uplinks.check': ({ document, node }) => withDocument(document, ({ lab }) => lab.uplinks.check(node)),
    'uplinks.expose': ({ document, nodes, on }) =>
      withDocument(document, async ({ lab: { uplinks } }) => {
        await uplinks.found();
        const done = await uplinks.expose(nodes, on);
        return done.ok ? ok(uplinks.state()) : done;
      }),
  };
}
