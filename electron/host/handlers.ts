/** What each call of the contract does. */
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { clipboardHandlers } from './clipboard-handlers';
import { changeHandlers } from './change-handlers';
import { consent, holdUnseen, unseen } from './consent';
import { documentHandlers } from './document-handlers';
import { explained } from './preview';
import type { LabDocument } from './document';
import { gallery, listFolder, readLab } from './files';
import type { Host } from './host';
import { historyHandlers } from './history-handlers';
import { saveScript } from './lab-script';
import { liveHandlers } from './live-handlers';
import { savePicture } from './pictures';
import { preflight } from './preflight';
import type { Handlers } from './router';
import { endLab, runningLabs } from './running-labs';
import { terminalHandlers } from './terminal-handlers';
import { uplinkHandlers } from './uplink-handlers';

export function createHandlers(host: Host): Handlers {
  const { documents, settings } = host;

  const withDocument = <T>(
    id: string,
    action: (document: LabDocument) => Result<T> | Promise<Result<T>>,
  ): Result<T> | Promise<Result<T>> => {
    const document = documents.get(id);
    return document.ok ? action(document.value) : document;
  };

  return {
    ...changeHandlers(host, withDocument),
    ...documentHandlers(host, withDocument),
    ...terminalHandlers(host, withDocument),
    ...historyHandlers(host, withDocument),
    ...liveHandlers(host, withDocument),
    ...uplinkHandlers(withDocument),
    ...clipboardHandlers(host),
    'app.info': () => ok(host.info()),
    'app.doctor': async () => ok({ findings: await host.findings(true) }),
    'app.preflight': ({ document }) =>
      withDocument(document, async ({ topology }) => ok({ findings: preflight(topology, await host.findings()) })),
    'gallery.list': async () => ok(await gallery(host.options.root)),

    'edits.apply': ({ document, version, diff, label }, client) =>
      withDocument(document, async (found) => {
        const held = found.letsIn(diff) && (await holdUnseen(host, found, diff));
        const edited = found.edit(diff, version, label, client.name);
        return edited.ok && held ? ok({ ...edited.value, held }) : edited;
      }),

    'labs.list': async () => ok({ labs: await runningLabs() }),
    'labs.run': ({ document, elevated }) =>
      withDocument(document, async (found) => {
        // Whoever names a file to the command line has asked for it to run.
        if (host.options.door !== 'cli' && found.lab.state().phase !== 'running') {
          const { agreed, programs } = await consent(host, found);
          if (!agreed) return fail(unseen(found, programs.length));
        }
        await found.lab.run(elevated);
        return ok(found.lab.state());
      }),
    'labs.stop': ({ document }) => withDocument(document, async ({ lab }) => (await lab.stop(), ok(lab.state()))),
    'labs.retry': ({ document, ids }) => withDocument(document, async ({ lab }) => (await lab.retry(ids), ok(lab.state()))),
    'labs.down': async ({ lab }) => {
      const own = documents.all().find((document) => document.topology.id === lab && document.lab.socket());
      if (own) await own.lab.stop();
      const ended = own ? ok({}) : await endLab(lab);
      host.tellAll('labs.changed', {});
      return ended;
    },
    'labs.observed': ({ document }) => withDocument(document, ({ lab }) => ok({ nodes: lab.observedNodes() })),
    'labs.plan': ({ document }) =>
      withDocument(document, async ({ lab, topology }) => {
        const plan = await lab.plan();
        return ok(explained(plan, topology, lab.appliedTopology()));
      }),

    'files.list': ({ folder }) => listFolder(folder),
    'files.read': async ({ path }) => {
      const read = await readLab(path);
      return read.ok ? ok({ path: read.value.path, topology: read.value.topology }) : read;
    },
    'pictures.save': ({ path, data, replace }) => savePicture(path, data, replace ?? false),
    'scripts.save': ({ document, path, replace }) =>
      withDocument(document, (found) => saveScript(path, found.topology, found.path, replace ?? false)),
    'files.recent': async () => ok(await settings.recent()),
    'settings.get': async () => ok(await settings.get()),
    'settings.set': (part) => settings.set(part),
  };
}
