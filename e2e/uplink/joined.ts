/** A computer of the tests with a running lab: host h1 behind a device of the lab's edge, which nestwork-root can join to something outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '../../electron/shared/lab/operation';
import { Control, connectAs } from '../kernel/client';
import { program, state, until } from '../kernel/lab';
import { address, cable, mac, node } from '../kernel/shapes';
import type { Computer } from './computer';
import type { Root } from './root';

interface Place {
  pid: number;
  net: number;
}

export class JoinedLab {
  private constructor(
    readonly computer: Computer,
    readonly dir: string,
    readonly control: Control,
    readonly pid: number,
    readonly places: ReadonlyMap<string, Place>,
  ) {}

  /** `edge` is the device of the lab's edge, `h1` a host behind it. */
  static async start(computer: Computer, more: Operation[] = []): Promise<JoinedLab> {
    const dir = mkdtempSync(join(tmpdir(), 'nestwork-joined-'));
    const answer = JSON.parse(await computer.run(program, '--lab', 'test', '--dir', dir)) as { pid: number };
    const control = new Control(connectAs(process.getuid?.() ?? 0, join(dir, 'control.sock')));
    await control.call('hello');
    const operations = [
      node('h1'),
      node('edge', 'switch'),
      cable('l1', 'h1.eth0', 'edge.p1'),
      address('h1.eth0', '192.168.7.10/24'),
      ...more,
    ];
    await control.call('apply', { revision: 0, client: 'test', operations });
    const { nodes } = await control.call<{ nodes: { node: string; pid: number; namespaces: { net: number } }[] }>('observe', { from: 0 });
    const places = new Map(nodes.map((one) => [one.node, { pid: one.pid, net: one.namespaces.net }]));
    return new JoinedLab(computer, dir, control, answer.pid, places);
  }

  place(id: string): Place {
    return this.places.get(id) ?? { pid: 0, net: 0 };
  }
  /** What `attach` takes for this computer's end of a cable to `edge`. */
  thisComputer(more: object = {}): object {
    const given = { addresses: ['192.168.7.5/24'], routes: [], mac: mac(), portMac: mac(), interface: 'nw-test0' };
    return { lab: 'test', node: 'edge', mode: 'computer', ...this.place('edge'), ...given, ...more };
  }
  nic(mode: 'bridge' | 'macvlan' | 'whole', more: object = {}): object {
    return { lab: 'test', node: 'edge', mode, interface: 'eth0', sure: true, ...this.place('edge'), ...more };
  }
  /** @param macs what is behind the edge's bridge, for a macvlan. */
  async attach(root: Root, wish: object, macs?: string[]): Promise<void> {
    await root.call('attach', wish);
    await this.control.call('uplink.join', { node: 'edge', interface: 'uplink0', ...(macs && { macs }) });
  }
  detach(root: Root, mode = 'computer'): Promise<unknown> {
    return root.call('detach', { lab: 'test', node: 'edge', mode });
  }
  /** A command line in the network of a node. */
  inside(id: string, script: string): Promise<string> {
    return this.computer.run(
      'nsenter',
      '--target',
      String(this.place(id).pid),
      '--user',
      '--preserve-credentials',
      '--net',
      'sh',
      '-ec',
      script,
    );
  }

  async stop(): Promise<void> {
    this.control.close();
    if (state(this.pid)) process.kill(this.pid, 'SIGKILL');
    await until('the end of the lab', () => ['', 'Z'].includes(state(this.pid)));
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 10 });
  }
}
