/** What each call of the contract does. */
import type { TerminalRequest } from '../helper/terminal';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { ClientConnection } from './client-connection';
import { changeHandlers } from './change-handlers';
import { explained, problemsIn } from './preview';
import { terminalsOf } from './document';
import type { LabDocument } from './document';
import { gallery, listFolder } from './files';
import type { Host } from './host';
import { preflight } from './preflight';
import { programsOf, remaining } from './programs';
import { forgetRecovery, readCopy, recoveryCopies } from './recovery';
import type { Handlers } from './router';
import { endLab, runningLabs } from './running-labs';
import { listVersions, readVersion } from './versions';

export function createHandlers(host: Host): Handlers {
  const { documents, settings } = host;

  const withDocument = <T>(
    id: string,
    action: (document: LabDocument) => Result<T> | Promise<Result<T>>,
  ): Result<T> | Promise<Result<T>> => {
    const document = documents.get(id);
    return document.ok ? action(document.value) : document;
  };
  /** From here on the client hears of the document. */
  const show = (document: Result<LabDocument>, client: ClientConnection): Result<ReturnType<LabDocument['describe']>> => {
    if (!document.ok) return document;
    host.show(document.value.id, client);
    return ok(document.value.describe());
  };
  /** Whether somebody has seen what came with the file and would run here. */
  const agreed = async ({ brought, topology }: LabDocument): Promise<boolean> =>
    remaining(brought, topology).length === 0 || host.agreements.has(brought);
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
    'app.info': () => ok(host.info()),
    'app.doctor': async () => ok({ findings: await host.findings(true) }),
    'app.preflight': ({ document }) =>
      withDocument(document, async ({ topology }) => ok({ findings: preflight(topology, await host.findings()) })),
    'gallery.list': async () => ok(await gallery(host.options.root)),

    'documents.create': async ({ topology, name }, client) => {
      const { pools } = await settings.get();
      return show(ok(documents.create(topology, name, pools ?? undefined)), client);
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
        if (saved.ok && (await agreed(found))) await host.agreements.add(programsOf(found.topology));
        return saved;
      }),
    'documents.close': ({ document, stop }, client) =>
      withDocument(document, async (found) => {
        if (stop) await found.lab.stop();
        host.hide(document, client);
        if (!host.isOpenElsewhere(document, client)) documents.close(found);
        return ok({});
      }),
    'documents.problems': ({ document }) => withDocument(document, ({ topology }) => ok({ problems: problemsIn(topology) })),
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
      if (!documents.get(document).ok && (await readCopy(document))) await forgetRecovery(document);
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
      withDocument(document, async ({ path, topology }) => {
        const read = await readVersion(path ?? '', version);
        return read.ok ? ok({ topology: { ...read.value, id: topology.id } }) : read;
      }),
    'documents.programs': ({ document }) =>
      withDocument(document, async (found) => ok({ agreed: await agreed(found), programs: remaining(found.brought, found.topology) })),
    'documents.agree': ({ document }) =>
      withDocument(document, async ({ brought }) => {
        await host.agreements.add(brought);
        return ok({});
      }),

    'edits.apply': ({ document, version, diff, label }, client) =>
      withDocument(document, (found) => found.edit(diff, version, label, client.name)),

    'labs.list': async () => ok({ labs: await runningLabs() }),
    'labs.run': ({ document }) =>
      withDocument(document, async (found) => {
        // Whoever names a file to the command line has asked for it to run.
        if (host.options.door !== 'cli' && found.lab.state().phase !== 'running' && !(await agreed(found))) return fail(unseen(found));
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

function unseen({ topology, brought }: LabDocument): NestworkError {
  const n = remaining(brought, topology).length;
  return {
    code: 'not-agreed',
    message: `The file of "${topology.name}" brings ${n} ${n === 1 ? 'program' : 'programs'} that would run on this computer, and nobody has agreed to that yet.`,
    args: { name: topology.name, n },
    hint: 'Look at them first.',
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
