/** Labs of Nestwork, through a host in this process and the contract's one client: what a window or the command line sees. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labDirectory } from '../../../electron/helper/directory';
import { createHost } from '../../../electron/host/host';
import type { Host } from '../../../electron/host/host';
import { pair } from '../../../electron/host/in-process';
import { createClient } from '../../../electron/shared/client';
import type { Client } from '../../../electron/shared/client';
import type { LabState } from '../../../electron/shared/contract';
import type { Result } from '../../../electron/shared/result';
import { diffTopologies } from '../../../electron/shared/topology/diff';
import type { Topology } from '../../../electron/shared/topology/schema';

/** A home of its own, so that no other lab is seen and no setting is the person's. */
const home = mkdtempSync(join(tmpdir(), 'nw-bench-'));
for (const name of ['RUNTIME_DIR', 'STATE_HOME', 'CONFIG_HOME', 'CACHE_HOME', 'DATA_HOME']) process.env[`XDG_${name}`] = home;
/** Supervisors of labs that are up: a benchmark that is stopped or fails leaves nothing. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) process.kill(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

export interface Door {
  host: Host;
  client: Client;
}
export function door(root: string): Door {
  const host = createHost({ door: 'cli', root, traces: false });
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  return { host, client };
}
export async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message} ${settled.error.kernel ?? ''}`);
  return settled.value;
}

export const socketOf = async (lab: string): Promise<string> => (await value(labDirectory(lab))).socket;

/** A document whose lab runs or has run. */
export class Lab {
  version = 0;
  pid = 0;
  private constructor(
    readonly client: Client,
    readonly document: string,
    public topology: Topology,
  ) {}

  static async open(client: Client, topology: Topology): Promise<Lab> {
    const { document, version, topology: own } = await value(client.call('documents.create', { topology }));
    const lab = new Lab(client, document, own);
    lab.version = version;
    return lab;
  }
  /** ms from the request to Run until it is answered, and of these the apply alone. */
  async up(): Promise<{ all: number; apply: number; operations: number }> {
    const start = performance.now();
    const state = await value(this.client.call('labs.run', { document: this.document }));
    const all = performance.now() - start;
    this.pid = this.accepted(state).pid ?? 0;
    running.add(this.pid);
    return { all, apply: state.last?.ms ?? NaN, operations: state.last?.operations ?? 0 };
  }
  /** ms until the last process has gone: the supervisor is the last. */
  async down(): Promise<number> {
    const start = performance.now();
    await value(this.client.call('labs.stop', { document: this.document }));
    running.delete(this.pid);
    while (lives(this.pid)) await new Promise((next) => setTimeout(next, 1));
    return performance.now() - start;
  }
  async close(): Promise<void> {
    await value(this.client.call('documents.close', { document: this.document }));
  }
  /** An edit, until the kernel has followed: ms from the request to the answer. */
  async edit(change: (topology: Topology) => Topology): Promise<number> {
    const next = change(this.topology);
    const diff = diffTopologies(this.topology, next);
    const start = performance.now();
    const [edited, state] = await Promise.all([
      value(this.client.call('edits.apply', { document: this.document, version: this.version, diff, label: 'Edit' })),
      value(this.client.call('labs.retry', { document: this.document, ids: [] })),
    ]);
    const spent = performance.now() - start;
    this.accepted(state);
    this.topology = next;
    this.version = edited.version;
    return spent;
  }
  private accepted(state: LabState): LabState {
    const [failed] = state.failed;
    if (state.phase !== 'running' || failed || state.error)
      throw new Error(`The lab is ${state.phase}: ${JSON.stringify(failed?.error ?? state.error)}`);
    return state;
  }
}

function lives(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
