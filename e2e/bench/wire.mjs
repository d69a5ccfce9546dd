/** The few words of native/WIRE.md that a measurement needs, with nothing in between that would cost time. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @param {string} program nestwork-lab */
export async function startLab(program) {
  const dir = mkdtempSync(join(tmpdir(), 'nestwork-bench-'));
  const begin = performance.now();
  const { stdout } = await run(program, ['--lab', 'bench', '--dir', dir]);
  const answer = JSON.parse(stdout);
  if (!answer.ok) throw new Error(stdout);
  const started = performance.now() - begin;
  const socket = net.connect(join(dir, 'control.sock'));
  /** @type {Map<number, (reply: { ok: boolean, value?: any, error?: any }) => void>} */
  const waiting = new Map();
  let rest = '';
  let last = 0;
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('data', (text) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const message = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      waiting.get(message.id)?.(message);
    }
  });
  let revision = 0;
  /** Milliseconds from request to acknowledgement. */
  const call = (name, args) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const text = `${JSON.stringify({ id, call: name, args })}\n`;
      const start = performance.now();
      waiting.set(id, (reply) => {
        if (!reply.ok) return reject(new Error(JSON.stringify(reply.error)));
        if (reply.value?.revision !== undefined) revision = reply.value.revision;
        resolve(performance.now() - start);
      });
      socket.write(text);
    });
  return {
    started,
    /** @param {object[]} operations */
    apply: (operations) => call('apply', { revision, client: 'bench', operations }),
    /** Milliseconds from opening a shell to its prompt. */
    prompt: (node) =>
      new Promise((resolve, reject) => {
        const start = performance.now();
        const shell = net.connect(join(dir, 'control.sock'));
        let seen = '';
        shell.on('error', reject);
        shell.on('data', (bytes) => {
          seen += bytes.toString('latin1');
          if (!/[#$] $/.test(seen)) return;
          const spent = performance.now() - start;
          shell.destroy();
          resolve(spent);
        });
        shell.write(`${JSON.stringify({ open: 'terminal', node, cols: 80, rows: 24 })}\n`);
      }),
    /** Milliseconds until the last process of the lab has gone. */
    down: async () => {
      const start = performance.now();
      socket.write(`${JSON.stringify({ id: ++last, call: 'down', args: {} })}\n`);
      const gone = () => {
        try {
          return /\) [ZX] /.test(readFileSync(`/proc/${answer.pid}/stat`, 'latin1'));
        } catch {
          return true;
        }
      };
      while (!gone()) await new Promise((done) => setTimeout(done, 1));
      const spent = performance.now() - start;
      socket.destroy();
      rmSync(dir, { recursive: true, force: true });
      return spent;
    },
  };
}

const isolation = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'];
let macs = 0;
const mac = () => {
  macs += 1;
  return `02:00:00:${[16, 8, 0].map((shift) => ((macs >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`;
};
const end = (node, name, port = false) => ({ node, interface: name, mac: mac(), mtu: 1500, up: true, port });
const addresses = (node, name, network, host, prefix) => [
  { op: 'address.add', node, interface: name, address: `10.${network >> 8}.${network & 255}.${host}/${prefix}` },
  { op: 'address.add', node, interface: name, address: `fd00:${network.toString(16)}::${host.toString(16)}/64` },
];
const host = (id) => ({ op: 'node.create', node: id, name: id, kind: 'host', isolation, forwarding: false });

/** The one cable of host `i` of a star, with its addresses: what bare.c makes for it. */
export const starCable = (i) => [
  { op: 'link.create', link: `l${i}`, medium: 'pair', ends: [end(`h${i}`, 'eth0'), end('s', `eth${i}`, true)], cut: false },
  ...addresses(`h${i}`, 'eth0', (i + 1) >> 8, (i + 1) & 255, 16),
];
export function star(n) {
  const nodes = Array.from({ length: n }, (_, i) => host(`h${i}`));
  const cables = Array.from({ length: n }, (_, i) => starCable(i));
  return [
    ...nodes,
    { op: 'node.create', node: 's', name: 's', kind: 'switch', isolation, forwarding: false, mac: mac() },
    ...cables.map((one) => one[0]),
    ...cables.flatMap((one) => one.slice(1)),
  ];
}
/** A row of nodes. @param {'pair' | 'wire'} medium Nestwork uses `wire` between two layer-3 ends. */
export function chain(n, medium) {
  const nodes = Array.from({ length: n }, (_, i) => host(`h${i}`));
  const cables = Array.from({ length: n - 1 }, (_, i) => ({
    op: 'link.create',
    link: `l${i}`,
    medium,
    ends: [end(`h${i}`, 'eth1'), end(`h${i + 1}`, 'eth0')],
    cut: false,
  }));
  const all = Array.from({ length: n }, (_, i) => [
    ...(i > 0 ? addresses(`h${i}`, 'eth0', i, 2, 24) : []),
    ...(i + 1 < n ? addresses(`h${i}`, 'eth1', i + 1, 1, 24) : []),
  ]);
  return [...nodes, ...cables, ...all.flat()];
}
