/** S5, S6 and S7: what nestwork-root may be asked, by whom, what it holds, and how large it is. The table is read from the source; every verb is tried by every caller. */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer } from './computer';
import { processesOf } from './processes';
import type { RootRefused } from './root';
import { Root } from './root';

const sources = resolve(import.meta.dirname, '../../native/src');
const rows = [
  ...readFileSync(join(sources, 'privileged.h'), 'utf8').matchAll(/ROW\(\w+,\s*"(\w+)",\s*(true|false),\s*(true|false),\s*(true|false)\)/g),
].map(([, verb, asked, later, root]) => ({ verb: verb!, asked: asked === 'true', later: later === 'true', root: root === 'true' }));

/** Who had themselves asked for the password. */
const person = 61008;
let computer: Computer;
let root: Root;
beforeAll(async () => {
  computer = await Computer.start({ dhcp: 'none' });
  await computer.sh(`useradd -M -u ${person} nestwork-dan`);
  root = await Root.start(computer, [], person);
});
afterAll(async () => {
  await root?.stop();
  computer?.stop();
  rmSync(`/tmp/nestwork-${person}`, { recursive: true, force: true });
});

/** A request of each verb, of sound form. */
const sound = (verb: string): object =>
  verb === 'list'
    ? {}
    : {
        ...{ lab: 'test', node: 'edge', mode: 'computer', interface: 'nw-test0', pid: 2, net: 1 },
        ...{ mac: '02:00:00:00:00:01', portMac: '02:00:00:00:00:02' },
      };
/** Asks for every verb at the socket of an instance, and prints what comes back, until all is answered or the end. */
const client = `use IO::Socket::UNIX; $| = 1; $SIG{PIPE} = 'IGNORE'; alarm 60; my $s = IO::Socket::UNIX->new(Peer => shift) or die "no way in: $!"; print {$s} "$_\n" for @ARGV; $s->flush; my $n = 0;
  while (my $l = <$s>) { print $l; $n++ if $l =~ /"id":/; last if $n == @ARGV }`;
/** What the caller that `before` makes of this process gets for each verb: an error's code or `done`; null: nothing but the end. */
async function tried(before: string[]): Promise<Map<string, string> | null> {
  const lines = rows.map(({ verb }, at) => JSON.stringify({ id: at + 1, verb, args: sound(verb) }));
  const said = await computer.run(...before, 'perl', '-e', client, `/run/nestwork/${root.token}.sock`, ...lines);
  if (said === '') return null;
  const replies = said
    .split('\n')
    .flatMap((line) => (line.includes('"id":') ? [JSON.parse(line) as { id: number; error?: { code: string } }] : []));
  return new Map(replies.map(({ id, error }) => [rows[id - 1]!.verb, error?.code ?? 'done']));
}
const as = (uid: number): string[] => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--inh-caps=-all'];

it('S5: every verb by every caller of the table, and by others, who get nothing but the end', async () => {
  expect(rows.map(({ verb }) => verb)).toEqual(['attach', 'change', 'confirm', 'detach', 'list', 'supervise']);
  const asked = new Map<string, string>();
  for (const { verb } of rows)
    asked.set(
      verb,
      await root.call(verb, sound(verb)).then(
        () => 'done',
        (error: unknown) => (error as RootRefused).error.code,
      ),
    );
  const callers = { asked, later: await tried(as(person)), root: await tried([]) };
  for (const caller of ['asked', 'later', 'root'] as const)
    for (const row of rows) {
      expect(callers[caller]?.get(row.verb), `${row.verb} by ${caller}`).toBeDefined();
      expect(callers[caller]?.get(row.verb) === 'not-allowed', `${row.verb} by ${caller}`).toBe(!row[caller]);
    }
  const strangers = {
    'another user': as(person + 1),
    'root of a user namespace of the person': [...as(person), 'unshare', '--user', '--map-root-user'],
    'the person in another PID namespace': ['unshare', '--pid', '--fork', ...as(person)],
    'root of another user namespace': ['unshare', '--user', '--map-root-user'],
  };
  for (const [who, before] of Object.entries(strangers)) expect(await tried(before), who).toBeNull();
  for (const verb of ['', 'ATTACH', 'exec', 'shell', 'attach ', '__proto__'])
    await expect(root.call(verb, {}), verb).rejects.toMatchObject({ error: { code: 'invalid-request' } });
  console.log(
    `S5: ${rows.length} verbs × 3 callers, each tried by each; ${Object.keys(strangers).length} strangers × ${rows.length} verbs: only the end; 6 words that are no verb`,
  );
});

it('S6: each process of nestwork-root holds what the golden file says', async () => {
  const status = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (pid: number, name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status(pid))?.[1] ?? '';
  const fields = ['Uid', 'Gid', 'CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp'];
  const part = (pid: number): string => {
    if (pid === root.child.pid) return 'worker';
    return of(pid, 'Uid') === '65534' ? 'front' : of(pid, 'NoNewPrivs') === '1' ? 'guard' : 'starter';
  };
  const found = await until('its parts', () => {
    const all = new Map(processesOf(root.token).map((pid) => [part(pid), pid]));
    return all.size === 4 ? all : null;
  });
  const text = [...found].sort().map(([what, pid]) => `${what}: ${fields.map((name) => `${name} ${of(pid, name)}`).join(', ')}\n`);
  await expect(text.join('')).toMatchFileSnapshot('privileges.golden');
  console.log(`S6: ${found.size} processes of nestwork-root, ${fields.length} fields each, as the golden file says`);
});

it('S7: at most ten verbs; under 1,500 lines of its own, and what only it takes from the library grows no more', () => {
  const size = (names: string[]): number =>
    names.reduce((sum, name) => sum + readFileSync(join(sources, name), 'utf8').split('\n').length - 1, 0);
  const makefile = readFileSync(join(sources, '../Makefile'), 'utf8');
  const only = /^ROOT_ONLY := \$\(addprefix src\/,(.*)\)$/m.exec(makefile)?.[1]?.split(' ') ?? [];
  const own = readdirSync(sources).filter((name) => /^(root|uplink).*\.c$|^(journal|rollback)\.c$/.test(name));
  expect(rows.length).toBeLessThanOrEqual(10);
  expect(own.length).toBeGreaterThan(5);
  expect(only.length).toBeGreaterThan(10);
  expect(size(own)).toBeLessThan(1500);
  // The strict count, with what only it uses, is above 1,500 (docs/safety.md).
  expect(size(own) + size(only)).toBeLessThan(3200);
  console.log(
    `S7: ${rows.length} verbs, ${size(own)} lines in ${own.length} files, ${size(only)} more in ${only.length} modules that only it takes`,
  );
});
