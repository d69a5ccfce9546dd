/**
 * Who asks for the password at a terminal: pkttyagent(1), for this process. pkexec(1) brings an agent of its own, but with Debian 12's polkit (122) even the right
 * password is refused there: PAM takes it, and polkit answers its helper with an error ("No session for cookie" in reports of the same).
 */
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';

const program = '/usr/bin/pkttyagent';
/** It is there, or cannot be, within so long, ms. */
const limit = 5000;

export interface TextAgent {
  stop(): void;
}
/** Resolves when it can be asked; null if there is none, or it does not begin: then pkexec's own has to do. */
export async function startTextAgent(environment: NodeJS.ProcessEnv): Promise<TextAgent | null> {
  const there = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  const child = spawn(program, ['--process', String(process.pid), '--notify-fd', '3'], {
    cwd: '/',
    env: environment,
    stdio: ['inherit', 'inherit', 'ignore', 'pipe'],
  });
  const ended = new Promise<false>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
  });
  const ready = new Promise<true>((resolve) => {
    const notice = child.stdio[3] as NodeJS.ReadableStream;
    // It closes the descriptor when it is registered, and so does its end: that comes first then.
    notice.once('close', () => setImmediate(() => setImmediate(() => resolve(true))));
    notice.resume();
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limit)));
  const good = await Promise.race([ended, ready, late]);
  clearTimeout(timer);
  if (good) return { stop: () => void child.kill('SIGTERM') };
  child.kill('SIGTERM');
  return null;
}
