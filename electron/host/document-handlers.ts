/** Documents and their files: opened, saved, recovered, what they held before, and what they would run. */
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { ClientConnection } from './client-connection';
import { consent, contentIn } from './consent';
import type { LabDocument } from './document';
import type { Host } from './host';
import { problemsIn } from './preview';
import { programsOf } from '../shared/topology/programs';
import { forgetCopy, readCopy, recoveryCopies } from './recovery';
import type { Handlers } from './router';
import { listVersions, readVersion } from './versions';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;

export function documentHandlers(host: Host, withDocument: WithDocument): Pick<Handlers, Extract<keyof Handlers, `documents.${string}`>> {
  const { documents, settings } = host;
  /** From here on the client hears of the document. */
  const show = (document: Result<LabDocument>, client: ClientConnection): Result<ReturnType<LabDocument['describe']>> => {
    if (!document.ok) return document;
    host.show(document.value.id, client);
    return ok(document.value.describe());
  };

  return {
    'documents.create': async ({ topology, name, shipped }, client) => {
      const { pools } = await settings.get();
      return show(ok(documents.create(topology, { name, pools: pools ?? undefined, shipped })), client);
    },
    'documents.open': async ({ path }, client) => {
      const opened = await documents.openFile(path);
      if (opened.ok) await host.remember(opened.value.path ?? path, opened.value.topology.name);
      return show(opened, client);
    },
    'documents.attach': async ({ lab }, client) => show(await documents.attach(lab), client),
    'documents.get': async ({ document }, client) => show(await documents.recover(document), client),
    'documents.list': () =>
      ok({
        documents: documents.all().map((document) => ({
          ...document.summary(),
          name: document.topology.name,
          nodes: document.topology.nodes.length,
          clients: host.clientsOf(document.id),
        })),
      }),
    'documents.save': ({ document, path, replace }) =>
      withDocument(document, async (found) => {
        const saved = await documents.save(found, { ...(path && { path }), replace: replace ?? false, quiet: false });
        if (saved.ok) await host.remember(saved.value.path, found.topology.name);
        // Who saves what was drawn here need not be asked about it when it is opened again.
        if (saved.ok && (await consent(host, found)).agreed) await host.agreements.add(await contentIn(found.topology, saved.value.path));
        return saved;
      }),
    'documents.leave': ({ document }, client) => {
      host.hide(document, client);
      return ok({});
    },
    'documents.close': ({ document, stop }, client) =>
      withDocument(document, async (found) => {
        if (stop) await found.lab.stop();
        host.hide(document, client);
        if (!host.isOpenElsewhere(document, client)) documents.close(found);
        return ok({});
      }),
    'documents.problems': ({ document }) =>
      withDocument(document, async ({ topology, path }) => ok({ problems: await problemsIn(topology, path) })),
    'documents.recovered': async () => {
      const copies = (await recoveryCopies()).filter(({ document }) => !documents.get(document).ok);
      return ok({
        copies: copies.map(({ document, path, at, topology }) => ({
          document,
          name: topology.name,
          at,
          nodes: topology.nodes.length,
          ...(path && { path }),
        })),
      });
    },
    'documents.discard': async ({ document }) => {
      // Only one that nobody has: that of a process that lives is its business.
      if (!documents.get(document).ok && (await readCopy(document))) await forgetCopy(document);
      return ok({});
    },
    'documents.check': ({ document }) => withDocument(document, async (found) => ok({ disk: await documents.files.check(found) })),
    'documents.acceptFile': ({ document }) =>
      withDocument(document, async (found) => {
        const accepted = await documents.files.accept(found);
        return accepted.ok ? ok({ topology: accepted.value }) : accepted;
      }),
    'documents.versions': ({ document }) =>
      withDocument(document, async ({ path }) => ok({ versions: path ? await listVersions(path) : [] })),
    'documents.version': ({ document, version }) =>
      withDocument(document, async (found) => {
        const read = await readVersion(found.path ?? '', version);
        if (!read.ok) return read;
        // It may be what somebody else wrote, and was replaced unread.
        found.bring(programsOf(read.value));
        return ok({ topology: { ...read.value, id: found.topology.id } });
      }),
    'documents.programs': ({ document }) => withDocument(document, async (found) => ok(await consent(host, found))),
    'documents.agree': ({ document, content }) =>
      withDocument(document, async (found) => {
        await host.agreements.add(content);
        const { held } = found;
        if (!held || !(await consent(host, found)).agreed) return ok({});
        found.held = undefined;
        if (!held.before) await found.lab.collect(false);
        return ok({});
      }),
  };
}
