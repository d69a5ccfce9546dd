/** The way to the Internet of a node, without root: a process beside the lab that runs pasta(1) (native/src/internet.h), and address translation in the node. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { errorSchema } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { labDirectory } from './directory';
import { errorFrom } from './errors';
import { findSupervisor } from './supervisor';
import { openTerminal } from './terminal';

export interface InternetForward {
  readonly protocol: 'tcp' | 'udp';
  /** Of this computer's loopback. */
  readonly port: number;
  /** Where in the lab: an IPv4 address without prefix length, and a port. */
  readonly address: string;
  readonly nodePort: number;
}
export interface InternetWish {
  readonly forwards: readonly InternetForward[];
  readonly loopback: boolean;
}
const openedSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), program: z.enum(['pasta', 'slirp4netns']), ipv6: z.boolean() }),
  z.object({ ok: z.literal(false), error: errorSchema }),
]);
export interface Opened {
  program: 'pasta' | 'slirp4netns';
  /** This computer has a default route of IPv6. */
  ipv6: boolean;
}
/** A process that is silent for so long is given up, ms. */
const openLimit = 20_000;

/**
 * What stands between the node's `wan0` and the lab, as nft(8) reads it. Whole each time: what was there before is replaced. A connection to a port of the
 * computer's loopback is made anew by pasta from the loopback of the node, so it is turned on its way out of there.
 */
export function translation(forwards: readonly InternetForward[]): string {
  const rules = forwards.map(
    ({ protocol, port, address, nodePort }) => `    ip daddr 127.0.0.1 ${protocol} dport ${port} dnat ip to ${address}:${nodePort}`,
  );
  return [
    'table inet nestwork-internet',
    'delete table inet nestwork-internet',
    'table inet nestwork-internet {',
    '  chain own {',
    '    type nat hook output priority -100;',
    ...rules,
    '  }',
    '  chain out {',
    '    type nat hook postrouting priority srcnat;',
    '    oifname "wan0" masquerade',
    // What comes from the loopback goes back the way that it came, whatever default route the node behind has.
    ...(rules.length > 0 ? ['    oifname != "lo" ip saddr 127.0.0.1 masquerade'] : []),
    '  }',
    '}',
    '',
  ].join('\n');
}
/** Reads `translation` from its standard input; `forwards` need a node that lets its loopback's addresses out, which Linux by itself does not. */
export const translate = (forwards: readonly InternetForward[]): string[] =>
  forwards.length > 0 ? ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet; exec nft -f -'] : ['nft', '-f', '-'];

/** Opens it. Resolves when `wan0` is there. `pid` and `net`: the node's first process, and the inode of its network. */
export async function openInternet(
  root: string,
  lab: string,
  node: string,
  place: { pid: number; net: number },
  wish: InternetWish,
): Promise<Result<Opened>> {
  const [program, directory] = [await findSupervisor(root), await labDirectory(lab)];
  if (!program.ok) return program;
  if (!directory.ok) return directory;
  const ports = wish.forwards.flatMap(({ protocol, port }) => [`--${protocol}`, String(port)]);
  const argv = [
    '--internet',
    node,
    '--dir',
    directory.value.directory,
    '--pid',
    String(place.pid),
    '--net',
    String(place.net),
    ...(wish.loopback ? ['--loopback'] : []),
    ...ports,
  ];
  return new Promise((resolve) => {
    const child = spawn(program.value, argv, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/', detached: true });
    child.unref();
    let said = '';
    const limit = setTimeout(() => child.kill('SIGKILL'), openLimit);
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    child.once('error', (cause) => resolve(fail(errorFrom('internet-failed', 'The way to the Internet could not be opened', cause))));
    child.stdout.once('close', () => {
      clearTimeout(limit);
      const answer = openedSchema.safeParse(parse(said));
      if (!answer.success)
        resolve(
          fail({
            code: 'internet-failed',
            sentence: 'silent',
            message: 'The way to the Internet could not be opened: its process ended without a word.',
            node,
          }),
        );
      else resolve(answer.data.ok ? ok({ program: answer.data.program, ipv6: answer.data.ipv6 }) : fail(answer.data.error));
    });
  });
}
function parse(line: string): unknown {
  try {
    return JSON.parse(line.trim());
  } catch {
    return null;
  }
}

/** Sets the rules in the node, by its own nft(8). */
export async function setTranslation(socket: string, node: string, forwards: readonly InternetForward[]): Promise<Result<null>> {
  let said = '';
  return new Promise((resolve) => {
    void openTerminal(
      socket,
      { open: 'exec', node, argv: translate(forwards) },
      {
        data: () => undefined,
        stderr: (bytes) => void (said += bytes.toString('utf8')),
        end: (exit) =>
          resolve(
            exit?.code === 0
              ? ok(null)
              : fail({
                  code: 'internet-failed',
                  sentence: 'translation',
                  args: { why: said.trim().split('\n')[0] || 'nft failed' },
                  message: `Addresses cannot be translated in the device: ${said.trim().split('\n')[0] || 'nft failed'}.`,
                  hint: 'Install the package nftables.',
                  node,
                }),
          ),
      },
    ).then((opened) => {
      if (!opened.ok) return resolve(fail({ ...opened.error, hint: 'Install the package nftables.', node }));
      opened.value.write(Buffer.from(translation(forwards)));
      opened.value.eof();
    });
  });
}

/** Closes it, whoever opened it. Resolves when its process has let go of the node, at once if there is none. */
export async function closeInternet(lab: string, node: string): Promise<void> {
  const directory = await labDirectory(lab);
  if (!directory.ok) return;
  await new Promise<void>((resolve) => {
    const socket = connect(join(directory.value.directory, `internet-${node}.sock`));
    socket.once('error', () => resolve());
    socket.once('connect', () => socket.write('close'));
    socket.once('close', () => resolve());
    socket.resume();
  });
}
