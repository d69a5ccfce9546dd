/** Who is at the other end of a local socket. Node cannot ask the kernel; nestwork-lab can, of a socket that it inherits. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { findSupervisor } from './supervisor';

/** The uid by SO_PEERCRED (unix(7)); null if it cannot be known. The socket must not have been read from yet. */
export async function peerUid(root: string, socket: Socket): Promise<number | null> {
  const program = await findSupervisor(root);
  if (!program.ok) return null;
  return new Promise((resolve) => {
    const child = spawn(program.value, ['--peer'], { stdio: [socket, 'pipe', 'ignore'], cwd: '/' });
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code === 0 && /^\d+\n$/.test(said) ? Number(said) : null));
  });
}
