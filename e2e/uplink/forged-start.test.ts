/**
 * S3, deeper: a start of nestwork-root that is right but for one thing, which is forged: a token, the asker, a folder, a socket, a journal, descriptors, limits,
 * what is said. Each ends with an exit code and its sentence, at the depth that is its own; nothing is left. Of both builds, with AddressSanitizer where it is there.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Computer } from './computer';
import { rootProgram } from './root';

/** How far a start comes, and what it says there; when it serves, it says hello to who asked for it. */
const depths = {
  usage: /is started by Nestwork itself/,
  copy: /cannot make a copy of itself/,
  journals: /the journals under .* cannot be used/,
  asker: /the process that asked for it cannot be found/,
  stranger: /the process that asked for it is another person's/,
  serves: /^$/,
} as const;
type Depth = keyof typeof depths;

interface Forgery {
  what: string;
  depth: Depth;
  /** Words behind the program. */
  argv?: (token: string) => string[];
  env?: Record<string, string>;
  /** In the computer, when all else is ready; `$0` is the asker's folder. */
  before?: string;
  after?: string;
  /** What runs the program. */
  by?: string[];
  /** Who listens. */
  listener?: number;
  /** What it is told, once it serves. */
  tell?: Buffer | string;
}
const other = 61009;
const argument = (what: string, depth: Depth, argv: Forgery['argv']): Forgery => ({ what: `argument: ${what}`, depth, argv });
const asker = (value: string, depth: Depth): Forgery => ({ what: `PKEXEC_UID=${value}`, depth, env: { PKEXEC_UID: value } });
const folder = (what: string, before: string, depth: Depth = 'asker'): Forgery => ({ what, depth, before });
const journal = (what: string, make: string): Forgery => ({
  what: `a journal: ${what}`,
  depth: 'serves',
  before: `mkdir -p -m 755 /run/nestwork; j=/run/nestwork/1-eth0.journal; ${make}`,
  after: 'rm -rf /run/nestwork',
});
const kept = (what: string, make: string): Forgery => ({
  ...folder(`/run/nestwork: ${what}`, `rm -rf /run/nestwork; ${make}`, 'journals'),
  after: 'rm -rf /run/nestwork',
});
const said = (what: string, tell: Forgery['tell']): Forgery => ({ what: `said: ${what}`, depth: 'serves', tell });
const by = (what: string, script: string): Forgery => ({ what, depth: 'serves', by: ['sh', '-c', `${script}; exec "$0" "$@"`] });

const forgeries: Forgery[] = [
  { what: 'nothing', depth: 'serves' },
  argument('short', 'usage', () => ['abc']),
  argument('long', 'usage', (token) => [`${token}${'a'.repeat(33 - token.length)}`]),
  argument('upper case', 'usage', (token) => [token.replace(/^./, 'A')]),
  argument('a path', 'usage', (token) => [`../${token}`]),
  argument('one more', 'usage', (token) => [token, 'more']),
  argument('a line end', 'usage', (token) => [`${token}\n`]),
  argument('of nobody', 'asker', () => ['aaaaaaaaaaaaaaaa']),
  argument('a copy that is none', 'copy', (token) => [token, 'copied']),
  ...['', '-1', '0x1', '4294967295', '1e3', ' 0', '99999999999999999999'].map((value) => asker(value, 'usage')),
  asker(String(other), 'asker'),
  kept('a file', 'touch /run/nestwork'),
  kept('a link', 'mkdir /run/elsewhere; ln -s /run/elsewhere /run/nestwork'),
  kept('open to all', 'mkdir /run/nestwork; chmod 777 /run/nestwork'),
  kept("another's", `mkdir /run/nestwork; chown ${other} /run/nestwork`),
  folder('the folder is away', 'rm -rf "$0"'),
  folder('the folder is open to others', 'chmod 755 "$0"'),
  folder("the folder is another's", `chown ${other} "$0"`),
  folder('the folder is a link', 'mv "$0" "$0.old"; ln -s "$0.old" "$0"'),
  folder('the folder is a file', 'rm -rf "$0"; touch "$0"'),
  { ...folder('the folder above is open to others', 'chmod 755 "$0/.."'), after: 'chmod 700 "$0/.."' },
  folder('the socket is away', 'rm "$0/root.sock"'),
  folder('the socket is a file', 'rm "$0/root.sock"; touch "$0/root.sock"'),
  folder('the socket is a fifo', 'rm "$0/root.sock"; mkfifo "$0/root.sock"'),
  folder(
    'nobody listens',
    'rm "$0/root.sock"; perl -e \'use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un("$ARGV[0]/root.sock"))\' "$0"',
  ),
  folder(
    'it listens for datagrams',
    'rm "$0/root.sock"; perl -MSocket -e \'socket(S, PF_UNIX, SOCK_DGRAM, 0); bind(S, pack_sockaddr_un("$ARGV[0]/root.sock"))\' "$0"',
  ),
  { what: 'another listens', depth: 'stranger', listener: other },
  journal('empty', ': > $j; chmod 600 $j'),
  journal('of others to read', 'head -c 4096 /dev/urandom > $j; chmod 644 $j'),
  journal('any bytes', 'head -c 100000 /dev/urandom > $j; chmod 600 $j'),
  journal('a right beginning', '{ printf "nestwork-root 2\\0"; head -c 20000 /dev/urandom; } > $j; chmod 600 $j'),
  journal('a fifo', 'mkfifo -m 600 $j'),
  journal('a link', 'ln -s /etc/shadow $j'),
  journal('a folder', 'mkdir $j'),
  said('nothing', undefined),
  said('any bytes', randomBytes(65_536)),
  said('no line end', 'x'.repeat(6 << 20)),
  said('deep', `${'['.repeat(100_000)}\n`),
  said('no object', 'null\n[]\n"x"\n1\n'),
  said('no id', '{"verb":"list"}\n'),
  said('a huge id', '{"id":1e308,"verb":"list","args":{}}\n'),
  said('arguments that are none', '{"id":1,"verb":"attach","args":[]}\n{"id":2,"verb":"attach","args":null}\n{"id":3,"verb":"attach"}\n'),
  said('no text', Buffer.from('{"id":1,"verb":"\xff\xfe","args":{}}\n', 'latin1')),
  by('no descriptor 0', 'exec <&-'),
  by('no descriptor 1', 'exec >&-'),
  by('a hundred descriptors', 'for i in 3 4 5 6 7 8 9; do eval "exec $i</dev/null"; done'),
  by('few descriptors', 'ulimit -n 64'),
  { ...by('no files may be written', 'ulimit -f 0'), depth: 'copy' },
  by('no room to lock', 'ulimit -l 0'),
  by('signals are ignored', 'trap "" TERM INT HUP PIPE CHLD'),
  by('a folder that is gone', 'mkdir /run/gone; cd /run/gone; rmdir /run/gone'),
  by('a umask that takes all', 'umask 777'),
];

const programs = [rootProgram, join(rootProgram, '../asan/nestwork-root')].filter((path) => existsSync(path));

describe.each(programs)('%s', (built) => {
  let computer: Computer;
  let dir: string;
  let program: string;
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'none' });
    // Below a folder that others may write to, so that it runs as a copy of itself, wherever the checkout is.
    dir = mkdtempSync('/var/tmp/nestwork-forged-');
    program = join(dir, 'nestwork-root');
    copyFileSync(built, program);
    // Root's folder in this computer alone: other tests have theirs at the same time.
    chmodSync(dir, 0o711);
    mkdirSync(join(dir, 'asker'), { mode: 0o700 });
    await computer.sh(`mkdir -p -m 700 /tmp/nestwork-0; mount --bind ${dir}/asker /tmp/nestwork-0`);
  });
  afterAll(() => {
    computer?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function once({
    argv,
    env,
    before,
    after,
    by: runs = [],
    listener = 0,
    tell,
  }: Forgery): Promise<{ code: number | null; heard: boolean; said: string }> {
    const token = randomBytes(8).toString('hex');
    const place = join(dir, 'asker', `root-${token}`);
    const inside = `/tmp/nestwork-0/root-${token}`;
    mkdirSync(place, { recursive: true, mode: 0o700 });
    let heard = false;
    const server = net.createServer((socket) => {
      heard = true;
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(tell ?? ''));
    });
    if (listener) for (const path of [join(place, '..'), place]) chownSync(path, listener, listener);
    await new Promise<void>((resolve) => {
      process.seteuid?.(listener);
      server.listen(join(place, 'root.sock'), resolve);
      process.seteuid?.(0);
    });
    for (const path of [join(place, '..'), place]) chownSync(path, 0, 0);
    try {
      if (before) await computer.run('sh', '-ec', before, inside);
      const [file = '', ...rest] = [...computer.enter, ...runs, program, ...(argv?.(token) ?? [token])];
      const child = spawn(file, rest, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, ...env } });
      let told = '';
      child.stderr.on('data', (bytes: Buffer) => (told += bytes.toString()));
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      // It gives up what LeakSanitizer would need to look at it.
      const blind = told.includes('LeakSanitizer does not work under ptrace');
      return { code: blind ? 0 : code, heard, said: blind ? told.replace(/^==\d+==.*\n/gm, '') : told };
    } finally {
      server.close();
      if (after) await computer.run('sh', '-ec', after, inside);
      rmSync(place, { recursive: true, force: true });
      rmSync(`${place}.old`, { recursive: true, force: true });
    }
  }

  it('ends each with its sentence, at its depth, and leaves nothing', async () => {
    const quick = await computer.quickSnapshot();
    const reached = new Map<Depth, number>();
    for (const forgery of forgeries) {
      const { code, heard, said: told } = await once(forgery);
      const { what, depth } = forgery;
      expect(told, what).toMatch(depths[depth]);
      expect(told, what).not.toMatch(/Sanitizer|runtime error/);
      expect(heard, what).toBe(depth === 'serves' || depth === 'stranger');
      expect(code, what).toBe(depth === 'usage' ? 2 : depth === 'serves' ? 0 : 1);
      expect(await computer.sh('ls -A /run/nestwork 2>/dev/null || true'), what).toBe('');
      reached.set(depth, (reached.get(depth) ?? 0) + 1);
    }
    expect(await computer.quickSnapshot()).toBe(quick);
    expect([...reached.keys()].sort()).toEqual(Object.keys(depths).sort());
    const asan = built.includes('/asan/') ? ' (AddressSanitizer)' : '';
    console.log(
      `S3${asan}: ${forgeries.length} starts, one thing forged in each: ${[...reached].map(([depth, n]) => `${depth} ${n}`).join(', ')}`,
    );
  });
});
