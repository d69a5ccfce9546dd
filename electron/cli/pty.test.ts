/** The command line on a terminal: colours and who asked for none, results on one stream and progress on the other, Ctrl-C once and twice. */
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home, nestwork, onTerminal, starFile } from './cli.fixture';

const escape = '\u001b[';
/** Process id of the supervisor of this file's labs, which is PID 1 of a namespace of its own, once its launcher has gone; 0: there is none. */
function supervisor(): number {
  let found = 0;
  for (const entry of readdirSync('/proc'))
    try {
      const read = (name: string, of = entry): string => readFileSync(`/proc/${of}/${name}`, 'utf8');
      if (!/^\d+$/.test(entry) || read('comm').trim() !== 'nestwork-lab' || !read('cmdline').includes(home)) continue;
      const [, parent = '0'] = /^PPid:\t(\d+)$/m.exec(read('status')) ?? [];
      if (parent !== '0' && read('comm', parent).trim() === 'node') return 0;
      if (/^NSpid:\t\d+\t1$/m.test(read('status'))) found = Number(entry);
    } catch {
      // It has ended while it was looked at.
    }
  return found;
}

test('colours are for a terminal, unless NO_COLOR says otherwise; an empty one says nothing', async () => {
  const shown = (set: string): Promise<string> => onTerminal(`env -u NO_COLOR ${set} nestwork doctor`);
  expect(await shown('')).toContain(escape);
  expect(await shown('NO_COLOR=')).toContain(escape);
  expect(await shown('NO_COLOR=1')).not.toContain(escape);
  expect(await shown('TERM=dumb')).not.toContain(escape);
  expect((await onTerminal('env -u NO_COLOR nestwork nonsense 2>&1 | cat')).trim()).toMatch(/^nestwork: There is no command/);
});

test('on a terminal, too, the result alone is on standard output; what goes on is on standard error', async () => {
  const path = await starFile(3);
  const [out, err] = [join(home, 'out.txt'), join(home, 'err.txt')];
  expect(await onTerminal(`nestwork up ${path} >${out}`)).toMatch(/^Starting "/);
  expect(await readFile(out, 'utf8')).toMatch(/^"[^"\n]+" is up [^\n]*\n$/);
  expect(await onTerminal(`nestwork down 2>${err}; nestwork up --json ${path} 2>>${err}`)).not.toContain('Starting');
  expect(await onTerminal(`nestwork list 2>${err}`)).toContain('star-3');
  expect(await readFile(err, 'utf8')).toBe('');
  await nestwork(['down']);
});

test('Ctrl-C undoes what has begun; when that hangs, a second one ends it by force', async () => {
  const path = await starFile(800);
  let pid = 0;
  const shown = await onTerminal(`sh -c 'trap : INT; nestwork up ${path}; echo code=$?'`, [
    [
      /Starting/,
      async () => {
        for (; pid === 0; pid = supervisor()) await new Promise(setImmediate);
        // From here on nothing answers that could end in order.
        process.kill(pid, 'SIGSTOP');
        return '\u0003';
      },
    ],
    [
      /Undoing … \(Ctrl-C once more ends it by force\)/,
      () => {
        expect(supervisor()).toBe(pid);
        return Promise.resolve('\u0003');
      },
    ],
  ]);
  expect(shown).toContain('Undone: nothing is left.');
  expect(shown).toContain('code=130');
  expect(supervisor()).toBe(0);
  expect((await nestwork(['list', '--json'])).out).toBe('{"labs":[]}\n');
});
