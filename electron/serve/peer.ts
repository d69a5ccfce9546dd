/**
 * Who is at the other end of a loopback connection. TCP has no SO_PEERCRED, but the kernel lists the owner of each socket of
 * this network namespace in /proc/net/tcp (proc_net_tcp.txt of the kernel's documentation): another user is not let in at all.
 */
import { readFile } from 'node:fs/promises';

/** The uid that owns the socket `127.0.0.1:remotePort` connected to `127.0.0.1:localPort`; null if it is not there any more. */
export async function peerUid(remotePort: number, localPort: number): Promise<number | null> {
  const text = await readFile('/proc/self/net/tcp', 'ascii');
  return findOwner(text, remotePort, localPort);
}

/** The same, from the text of the table. */
export function findOwner(table: string, remotePort: number, localPort: number): number | null {
  const end = (port: number): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const ends = ` ${end(remotePort)} ${end(localPort)} `;
  const line = table.split('\n').find((text) => text.includes(ends));
  // sl local remote st tx:rx tr:when retrnsmt uid timeout inode
  const fields = line?.trim().split(/\s+/);
  // An entry without inode is a remnant (TIME_WAIT): its uid is 0 whoever had it.
  return fields && fields[9] !== '0' ? Number(fields[7]) : null;
}
