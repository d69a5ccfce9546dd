import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorFrom } from '../../electron/helper/errors';
import { parseTopology } from '../../electron/shared/topology/parse';
import en from './en/errors';
import { errorIn, speak } from './index';

/** Faults of a program, not of a person's doing: they reach nobody who could do anything about them. */
const programs = [
  ...['internal', 'invalid-arguments', 'invalid-argument', 'invalid-operation', 'invalid-request'],
  ...['unknown-call', 'protocol', 'usage', 'line-too-long', 'malformed-line'],
];
const root = join(import.meta.dirname, '../../electron');
const sources = ['host', 'helper', 'shared/topology'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && !name.includes('.fixture.'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

/** Codes that the native programs make. In files that check fields, and room, the first string is a name. */
const native = join(root, '../native/src');
const nativeCodes = readdirSync(native)
  .filter((name) => name.endsWith('.c'))
  .flatMap((name) => {
    const made = /^(validate|fields|room)/.test(name) ? 'error_set|apply_refuse' : 'error_set|apply_refuse|refuse';
    const pattern = new RegExp(`\\b(?:${made})\\([^";]*"([a-z][a-z-]+)"`, 'g');
    return [...readFileSync(join(native, name), 'utf8').matchAll(pattern)].map(([, code]) => code!);
  });

afterEach(() => speak('en'));

describe('errors in German', () => {
  it('cover every error that the host makes, and every sentence of it', () => {
    const known = en as unknown as Record<string, Record<string, unknown>>;
    const made = sources.flatMap((text) => [
      ...[...text.matchAll(/code: '([a-z-]+)',\s*message/g)].map(([, code]) => code!),
      ...[...text.matchAll(/errorFrom\(\s*'([a-z-]+)'/g)].map(([, code]) => code!),
    ]);
    expect(new Set(nativeCodes).size).toBeGreaterThan(30);
    made.push(...nativeCodes);
    expect(made.length).toBeGreaterThan(30);
    expect([...new Set(made)].filter((code) => !programs.includes(code) && !(code in known))).toEqual([]);

    const sentences = sources.flatMap((text) => [...text.matchAll(/sentence: '(\w+)'/g)].map(([, name]) => name!));
    const all = new Set(Object.values(known).flatMap((one) => Object.keys(one)));
    expect([...new Set(sentences)].filter((name) => !all.has(name))).toEqual([]);
  });

  it('say what nestwork-lab refused, with the names that its own sentence has', () => {
    speak('de');
    expect(errorIn({ code: 'in-use', message: 's1 still has cables.' }).message).toBe('Es wird noch gebraucht: „s1 still has cables“');
    expect(errorIn({ code: 'frozen', message: 'h1 is paused: nothing is started in it.' })).toMatchObject({
      hint: 'Lassen Sie es zuerst weiterlaufen.',
    });
  });

  it('say where a file is broken, and what to do', () => {
    const broken = parseTopology('{\n  "nestwork": 1,\n');
    if (broken.ok) throw new Error('it was read');
    speak('de');
    const said = errorIn(broken.error);
    expect(said.message).toMatch(/^Die Datei ist nicht lesbar: Zeile 3, Spalte \d+: /);
    expect(said.hint).toMatch(/^Nichts wurde geladen/);
  });

  it('say the reason of the system in words, with its symbol', () => {
    speak('de');
    const error = errorFrom('save-failed', 'The file /x could not be saved', { ...new Error('EROFS'), code: 'EROFS' }, undefined, {
      args: { path: '/x' },
    });
    expect(errorIn({ ...error, errno: 'EROFS' }).message).toBe(
      'Die Datei /x ließ sich nicht speichern: das Dateisystem ist nur lesbar (EROFS).',
    );
  });

  it('leave what they do not know as it came: a message is never half translated', () => {
    speak('de');
    const strange = { code: 'from-a-newer-host', message: 'The moon is in the way.' };
    expect(errorIn(strange)).toBe(strange);
    // The code is known, but this sentence of it is not, or what it names is missing.
    const [other, bare] = [
      { code: 'not-found', message: 'There is no cable l9 in the lab.' },
      { code: 'exists', message: '/x is there already.' },
    ];
    expect([errorIn(other), errorIn(bare)]).toEqual([other, bare]);
  });

  it('name the step that the kernel refused, and keep its own words', () => {
    speak('de');
    const error = { code: 'kernel-refused', message: 'File exists', operation: 'address.add', errno: 'EEXIST', kernel: 'File exists' };
    expect(errorIn(error)).toMatchObject({ message: 'Der Kernel hat einen Schritt abgelehnt (address.add).', kernel: 'File exists' });
  });
});
