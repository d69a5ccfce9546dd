/** A host in this process, spoken to as every door does: by the contract's one client. */
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import { createHost } from '../host/host';
import { pair } from '../host/in-process';
import type { Host, HostOptions } from '../host/host';
import type { Context } from './command';

export interface Session {
  host: Host;
  client: Client;
  close: () => Promise<void>;
}

/** @param options what only this command's host has */
export function openSession({ root, out }: Context, options: Pick<HostOptions, 'trace'> = {}): Session {
  const host = createHost({ door: 'cli', root, traces: false, folder: process.cwd(), ...options });
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  const told: Client = {
    ...client,
    call: async (name, args) => {
      const start = performance.now();
      const result = await client.call(name, args);
      out.detail(`${name}: ${result.ok ? '' : `${result.error.code}, `}${(performance.now() - start).toFixed(1)} ms`);
      return result;
    },
  };
  return { host, client: told, close: () => host.close() };
}

/** A bar of what the lab of a document is being led to, while `wait` goes on. */
export async function withBar<T>({ client }: Session, { out }: Context, label: string, wait: Promise<T>): Promise<T> {
  const bar = out.bar(label);
  const off = client.on('lab.state', ({ progress }) => progress && bar.set(progress.done, progress.total));
  try {
    return await wait;
  } finally {
    off();
    bar.end();
  }
}
