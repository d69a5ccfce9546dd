/** Terminals: opened, attached to, listed, closed; what they showed as a file; a shell in the desktop's own terminal program. */
import { stat } from 'node:fs/promises';
import type { TerminalRequest } from '../helper/terminal';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { OpenedChannel } from './channels';
import type { ClientConnection } from './client-connection';
import { terminalsOf } from './document';
import type { LabDocument } from './document';
import { openExternalShell } from './external-shell';
import type { Host } from './host';
import type { Handlers } from './router';
import { saveAtomically } from './save';

type WithDocument = <T>(id: string, action: (document: LabDocument) => Result<T> | Promise<Result<T>>) => Result<T> | Promise<Result<T>>;
type Handled = Extract<keyof Handlers, `terminals.${string}`>;

export function terminalHandlers(host: Host, withDocument: WithDocument): Pick<Handlers, Handled> {
  const open = async (client: ClientConnection, document: LabDocument, request: TerminalRequest): Promise<Result<OpenedChannel>> => {
    const [socket, supervisor] = [document.lab.socket(), document.lab.state().pid];
    return socket && supervisor ? client.channels.open(socket, supervisor, request) : fail(notRunning(document));
  };

  return {
    'terminals.open': ({ document, node, cols, rows, fresh, as }, client) =>
      withDocument(document, async (found) => {
        const drawn = found.topology.nodes.find(({ id }) => id === node);
        if (!drawn) return fail({ code: 'not-found', message: 'This device is not in the drawing any more.', sentence: 'device', node });
        const user = as ?? drawn.runAs;
        const argv = drawn.shell ?? (await host.settings.get()).terminal.shell;
        const title = titleOf(drawn.name, as, fresh);
        const opened = await open(client, found, {
          open: 'terminal',
          node,
          cols,
          rows,
          env: shellEnvironment(),
          title,
          ...(argv.length > 0 && { argv }),
          ...(user && { as: user }),
          ...(fresh?.length && { fresh }),
        });
        return opened.ok ? ok({ document, node, title, exited: null, ...opened.value }) : opened;
      }),
    'terminals.attach': ({ document, terminal, size }, client) =>
      withDocument(document, (found) => open(client, found, { open: 'terminal', terminal, ...size })),
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
    'terminals.save': ({ path, text, replace }) => saveText(path, text, replace ?? false),
    'terminals.external': ({ document, node }) =>
      withDocument(document, async (found) => {
        const drawn = found.topology.nodes.find(({ id }) => id === node);
        if (!drawn) return fail({ code: 'not-found', message: 'This device is not in the drawing any more.', sentence: 'device', node });
        if (!found.lab.socket()) return fail(notRunning(found));
        return openExternalShell(host.options.root, `${found.topology.id}/${drawn.name}`, drawn.name);
      }),
  };
}

/** What other doors see of it in their lists. */
function titleOf(name: string, as: string | undefined, fresh: readonly string[] = []): string {
  const more = [...(as ? [`as ${as}`] : []), ...(fresh.length ? [`own ${fresh.join(', ')}`] : [])];
  return more.length ? `${name} (${more.join(', ')})` : name;
}

/** Only a file that is nothing but text to whoever finds it: no name that a shell, a desktop or a program reads by itself. */
async function saveText(path: string, text: string, replace: boolean): Promise<Result<{ path: string; bytes: number }>> {
  if (!/\/[^./][^/]*\.(txt|log)$/.test(path))
    return fail({
      code: 'not-a-text',
      message: `Output is saved as a text, but ${path} does not end in ".txt" or ".log".`,
      args: { path },
    });
  if (!replace && (await stat(path).catch(() => null)))
    return fail({ code: 'exists', message: `${path} exists already.`, args: { path }, hint: 'Replace it, or choose another name.' });
  const saved = await saveAtomically(path, text, { mode: 0o600 });
  return saved.ok ? ok({ path: saved.value, bytes: Buffer.byteLength(text) }) : saved;
}

function notRunning(document: LabDocument): NestworkError {
  return {
    code: 'not-running',
    message: `The lab "${document.topology.name}" is not running, so there is no shell in its devices.`,
    sentence: 'shell',
    args: { name: document.topology.name },
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
