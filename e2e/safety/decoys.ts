/** What only looks like a lab's: a process that is called as a supervisor is, and a namespace with interfaces called as a lab's are. No lab may touch them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

const network =
  'ip link add br0 type bridge; ip link add eth0 type veth peer name p1; ip link set p1 master br0; echo ready; exec sleep 3600';

export class Decoys {
  private constructor(private readonly processes: ChildProcess[]) {}

  static async start(): Promise<Decoys> {
    const named = spawn('bash', ['-c', 'exec -a nestwork-lab sleep 3600'], { stdio: 'ignore' });
    const own = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--mount', 'sh', '-c', network];
    const apart = spawn('unshare', own, { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => apart.stdout?.once('data', resolve));
    return new Decoys([named, apart]);
  }
  get count(): number {
    return this.processes.length;
  }
  /** Whether all of them live. */
  get untouched(): boolean {
    return this.processes.every((decoy) => decoy.exitCode === null && decoy.signalCode === null);
  }
  stop(): void {
    for (const decoy of this.processes) decoy.kill('SIGKILL');
  }
}
