/** What each call of the contract does. */
import type { TerminalRequest } from '../helper/terminal';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { ClientConnection } from './client-connection';
import { changeHandlers } from './change-handlers';
import { agreed, documentHandlers, unseen } from './document-handlers';
import { explained } from './preview';
import { terminalsOf } from './document';
import type { LabDocument } from './document';
import { gallery, listFolder } from './files';
import type { Host } from './host';
import { preflight } from './preflight';
import type { Handlers } from './router';
import { endLab, runningLabs } from './running-labs';

export function createHandlers(host: Host): Handlers {
  const { documents, settings } = host;

  const withDocument = <T>(
    id: string,
    action: (document: LabDocument) => Result<T> | Promise<Result<T>>,
  ): Result<T> | Promise<Result<T>> => {
    const document = documents.get(id);
    return document.ok ? action(document.value) : document;
  };
  const openTerminal = async (
    client: ClientConnection,
    document: LabDocument,
    request: TerminalRequest,
  ): Promise<Result<{ channel: number; terminal: number }>> => {
    const socket = document.lab.socket();
    return socket ? client.channels.open(socket, request) : fail(notRunning(document));
  };

  return {
    ...changeHandlers(withDocument),
    ...documentHandlers(host, withDocument),
    'app.info': () => ok(host.info()),
    'app.doctor': async () => ok({ findings: await host.findings(true) }),
    'app.preflight': ({ document }) =>
      withDocument(document, async ({ topology }) => ok({ findings: preflight(topology, await host.findings()) })),
    'gallery.list': async () => ok(await gallery(host.options.root)),

    'edits.apply': ({ document, version, diff, label }, client) =>
      withDocument(document, (found) => found.edit(diff, version, label, client.name)),

    'labs.list': async () => ok({ labs: await runningLabs() }),
    'labs.run': ({ document }) =>
      withDocument(document, async (found) => {
        // Whoever names a file to the command line has asked for it to run.
        if (host.options.door !== 'cli' && found.lab.state().phase !== 'running' && !(await agreed(host, found)))
          return fail(unseen(found));
        await found.lab.run();
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
      withDocument(document, ({ lab, topology }) => {
        const plan = lab.plan();
        return ok(explained(plan, topology, lab.appliedTopology()));
      }),

    'terminals.open': ({ document, node, cols, rows }, client) =>
      withDocument(document, async (found) => {
        const drawn = found.topology.nodes.find(({ id }) => id === node);
        if (!drawn) return fail({ code: 'not-found', message: 'This device is not in the drawing any more.', node });
        const opened = await openTerminal(client, found, {
          open: 'terminal',
          node,
          cols,
          rows,
          env: shellEnvironment(),
          title: drawn.name,
          ...(drawn.runAs && { as: drawn.runAs }),
        });
        return opened.ok ? ok({ document, node, title: drawn.name, exited: null, ...opened.value }) : opened;
      }),
    'terminals.attach': ({ document, terminal, cols, rows }, client) =>
      withDocument(document, async (found) => {
        const opened = await openTerminal(client, found, { open: 'terminal', terminal, cols, rows });
        return opened.ok ? ok({ channel: opened.value.channel }) : opened;
      }),
    'terminals.list': ({ document }) => withDocument(document, ({ lab }) => ok({ terminals: terminalsOf(document, lab.terminals()) })),
    'terminals.resize': ({ channel, cols, rows }, client) => client.channels.resize(channel, cols, rows),
    'terminals.ack': ({ channel, bytes }, client) => (client.channels.acknowledge(channel, bytes), ok({})),
    'terminals.detach': ({ channel }, client) => (client.channels.detach(channel), ok({})),
    'terminals.close': ({ document, terminal }) =>
      withDocument(document, async (found) => {
        const closed = await found.lab.control()?.call('terminal.close', { terminal });
        if (!closed) return fail(notRunning(found));
        return closed.ok ? ok({}) : fail(closed.error);
      }),

    'files.list': ({ folder }) => listFolder(folder),
    'files.recent': async () => ok(await settings.recent()),
    'settings.get': async () => ok(await settings.get()),
    'settings.set': (part) => settings.set(part),
  };
}

function notRunning(document: LabDocument): { code: string; message: string; hint: string } {
  return {
    code: 'not-running',
    message: `The lab "${document.topology.name}" is not running, so there is no shell in its devices.`,
    hint: 'Run it first.',
  };
}

/** What a shell learns of the place it is seen from; the supervisor makes the rest. */
export function shellEnvironment(term = 'xterm-256color'): Record<string, string> {
  const passed = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && /^(LANG|LC_[A-Z]+|TZ)$/.test(entry[0]),
  );
  return { ...Object.fromEntries(passed), TERM: term, COLORTERM: 'truecolor' };
}
