/** A host in this process, spoken to as every door does: by the contract's one client. */
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import { createHost } from '../host/host';
import { pair } from '../host/in-process';
import type { Host } from '../host/host';
import type { Context } from './command';

export interface Session {
  host: Host;
  client: Client;
  close: () => Promise<void>;
}

export function openSession(context: Context): Session {
  const host = createHost({ door: 'cli', root: context.root, traces: false, folder: process.cwd() });
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  return { host, client, close: () => host.close() };
}
