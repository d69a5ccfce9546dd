/** Typing what Nestwork shows as commands, in a network, mount and process namespace of the test's own. */
import { spawn } from 'node:child_process';
import { explainPlan } from '../../electron/engine/explain';
import { plan } from '../../electron/engine/plan';
import type { WantedLab } from '../../electron/engine/wanted';
import type { Topology } from '../../electron/shared/topology/schema';

/** Runs lines as a person at a root shell would, stopping at the first that fails. Everything ends with the shell. */
export function typed(lines: readonly string[]): Promise<{ code: number | null; output: string }> {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const script = ['set -e', 'mount -t tmpfs tmpfs /run', 'mkdir /run/netns', ...lines].join('\n');
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', [...user, '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** @param drawing of `to`. @param before of `from`; absent: nothing was there. */
export const commands = (to: WantedLab, from: WantedLab, drawing: Topology, before?: Topology): string[] =>
  explainPlan(plan(to, from), drawing, before).flat();
