/** The application without a window. Doors connect transports to it; it knows none of them. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventName, Events, Finding, Transport, Value } from '../shared/contract';
import type { z } from 'zod';
import { ClientConnection } from './client-connection';
import type { HostClipboard } from './clipboard-handlers';
import type { Dispatch } from './client-connection';
import { doctor } from './doctor';
import { terminalsOf } from './document';
import type { LabDocument } from './document';
import { Documents } from './documents';
import { gallery } from './files';
import { createHandlers } from './handlers';
import { programsOf } from '../shared/topology/programs';
import { Agreements, contentOf } from './programs';
import { RootSession } from './root-session';
import { createRouter } from './router';
import { SettingsStore } from './settings';

export interface HostOptions {
  door: Value<'app.info'>['door'];
  /** Folder that holds `dist/`: a checkout, or the archive of an installed application. */
  root: string;
  /** Absent: read from `package.json` in `root`. */
  version?: string;
  /** Where the open and save dialogs begin. Absent: the home directory. */
  folder?: string;
  /** Whether opened files are remembered and unsaved documents copied. Absent: true; the command line leaves no traces. */
  traces?: boolean;
  /** Absolute path of a file to which the supervisors that are started write each operation and each answer of the kernel. */
  trace?: string;
  /** The desktop's clipboard, where the page may not have it itself. */
  clipboard?: HostClipboard;
  /** Faults of our own, for a log. */
  unexpected?: (what: string, cause: unknown) => void;
}

/** ms */
const findingsLast = 60_000;

export class Host {
  readonly documents: Documents;
  private readonly elevated: RootSession;
  readonly settings: SettingsStore;
  readonly agreements: Agreements;
  private readonly clients = new Set<ClientConnection>();
  private readonly dispatch: Dispatch;

  constructor(readonly options: HostOptions) {
    this.settings = new SettingsStore((settings) => this.tellAll('settings.changed', settings));
    // On the command line pkexec(1) asks where the person sits.
    this.elevated = new RootSession(options.root, options.door === 'cli' && process.stdin.isTTY, (lab, view) => {
      for (const document of this.documents.all()) if (document.topology.id === lab) document.lab.uplinks.hear(view);
    });
    this.documents = new Documents(
      { root: options.root, elevated: this.elevated, ...(options.trace !== undefined && { trace: options.trace }) },
      {
        edited: (document, diff, label, client) =>
          this.tell(document.id, 'document.edited', {
            document: document.id,
            version: document.version,
            diff,
            label,
            client,
            edited: document.edited(),
          }),
        state: (document, state) => {
          this.tell(document.id, 'lab.state', state);
          this.labsChanged(document.id, state.phase);
        },
        observed: (document, change, whole) => this.tell(document.id, 'lab.observed', { ...change, document: document.id, whole }),
        command: (document, { node, command, code, signal, output }) =>
          this.tell(document.id, 'lab.command', { document: document.id, node, command, code, signal, output }),
        statistics: (document, { at, nodes, links }) =>
          this.send(this.watchersOf(document.id), 'lab.statistics', { document: document.id, at, nodes, links }),
        uplinks: (document, state) => this.tell(document.id, 'lab.uplinks', state),
        commands: (document, { node, commands }) => this.tell(document.id, 'node.commands', { document: document.id, node, commands }),
        terminals: (document, list) =>
          this.tell(document.id, 'terminal.list', { document: document.id, terminals: terminalsOf(document.id, list) }),
        disk: (document) => this.tell(document.id, 'document.disk', { document: document.id, disk: document.disk }),
        saved: (document) =>
          this.tell(document.id, 'document.saved', {
            document: document.id,
            path: document.path ?? '',
            version: document.version,
            edited: document.edited(),
          }),
      },
      async () => {
        if (options.traces === false) return null;
        const { autosaveSeconds, autosaveFile, versions } = await this.settings.get();
        return { seconds: autosaveSeconds, saveFile: autosaveFile, versions };
      },
    );
    this.agreements = new Agreements(async () => {
      const { labs } = await gallery(options.root);
      return labs.map(({ topology }) => contentOf(programsOf(topology)));
    });
    const unexpected = options.unexpected ?? (() => undefined);
    this.dispatch = createRouter(createHandlers(this), (call, cause) => unexpected(`The call ${call} failed`, cause));
  }

  /** Serves one client for as long as its transport lives. */
  connect(transport: Transport): void {
    const client: ClientConnection = new ClientConnection(`c-${randomBytes(6).toString('hex')}`, transport, this.dispatch, () => {
      this.clients.delete(client);
      for (const id of client.watching) this.watchersChanged(id);
      for (const document of client.documents) this.clientsChanged(document);
    });
    this.clients.add(client);
  }

  /** From here on the client hears of the document. */
  show(document: string, client: ClientConnection): void {
    if (client.documents.has(document)) return;
    client.documents.add(document);
    this.clientsChanged(document);
  }
  /** The client has nothing more to do with the document. */
  hide(document: string, client: ClientConnection): void {
    if (client.watching.delete(document)) this.watchersChanged(document);
    if (client.documents.delete(document)) this.clientsChanged(document);
  }

  /** From here on the client hears, or does not hear, of what the lab uses and carries. */
  watchStatistics(document: LabDocument, client: ClientConnection, on: boolean): void {
    if (on) client.watching.add(document.id);
    else client.watching.delete(document.id);
    this.watchersChanged(document.id);
  }
  private watchersOf(document: string): ClientConnection[] {
    return [...this.clients].filter((client) => client.watching.has(document));
  }
  /** The supervisor looks only while somebody does. */
  private watchersChanged(document: string): void {
    const found = this.documents.get(document);
    if (found.ok) found.value.lab.wantStatistics(this.watchersOf(document).length > 0);
  }
  /** Whether a client of that name is there. */
  readonly connected = (name: string): boolean => [...this.clients].some((client) => client.name === name);
  clientsOf(document: string): number {
    return [...this.clients].filter((client) => client.documents.has(document)).length;
  }
  private clientsChanged(document: string): void {
    this.tell(document, 'document.clients', { document, clients: this.clientsOf(document) });
  }

  /** Puts a file first among the recent ones. */
  async remember(path: string, name: string): Promise<void> {
    if (this.options.traces ?? true) await this.settings.opened(path, name);
  }

  /** Lets go of all labs (they run on) and clients. */
  async close(): Promise<void> {
    for (const client of [...this.clients]) client.close();
    await this.documents.shutDown();
    this.elevated.close();
  }

  /** Whether another connected client has the document open. */
  isOpenElsewhere(document: string, client: ClientConnection): boolean {
    return [...this.clients].some((other) => other !== client && other.documents.has(document));
  }

  private found: { at: number; findings: Promise<Finding[]> } | undefined;
  /** What the doctor finds on this computer. @param now not what it found a minute ago */
  findings(now = false): Promise<Finding[]> {
    if (now || !this.found || Date.now() - this.found.at > findingsLast)
      this.found = { at: Date.now(), findings: doctor(this.options.root) };
    return this.found.findings;
  }

  info(): Value<'app.info'> {
    const { door, version, root, folder } = this.options;
    return { version: version ?? versionIn(root), door, uid: process.getuid!(), home: homedir(), folder: folder ?? homedir() };
  }

  private readonly phases = new Map<string, string>();
  private labsChanged(document: string, phase: string): void {
    if (this.phases.get(document) === phase) return;
    this.phases.set(document, phase);
    this.tellAll('labs.changed', {});
  }

  private tell<N extends EventName>(document: string, event: N, data: z.input<Events[N]>): void {
    this.send(
      [...this.clients].filter((client) => client.documents.has(document)),
      event,
      data,
    );
  }
  tellAll<N extends EventName>(event: N, data: z.input<Events[N]>): void {
    this.send([...this.clients], event, data);
  }
  private send<N extends EventName>(clients: ClientConnection[], event: N, data: z.input<Events[N]>): void {
    if (clients.length === 0) return;
    const text = JSON.stringify({ t: 'event', event, data });
    for (const client of clients) client.sendText(text);
  }
}

export function createHost(options: HostOptions): Host {
  return new Host(options);
}

function versionIn(root: string): string {
  for (const folder of [root, dirname(root)]) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string };
      if (version) return version;
    } catch {
      // An installed application has it one folder up, or gives it as an option.
    }
  }
  return 'unknown';
}
