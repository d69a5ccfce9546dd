import { createCoreContext, compile, registerMessageCompiler, registerMessageResolver, resolveValue, translate } from '@intlify/core-base';
import { describe, expect, it } from 'vitest';
import germanDesktop from './de/desktop';
import { findingHints as germanFindingHints, findings as germanFindings } from './de/findings';
import desktop from './en/desktop';
import { findingHints, findings } from './en/findings';
import { argumentsOf, format } from './format';
import { catalogues } from './index';
import { labelIn, labelOf } from './label';

/** The window's own formatter, whose syntax ours is. */
registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

const parts = Object.keys(catalogues.en) as (keyof typeof catalogues.en)[];
const english = { ...catalogues.en, desktop, findings, findingHints };
const german = { ...catalogues.de, desktop: germanDesktop, findings: germanFindings, findingHints: germanFindingHints };
const messages = (catalogue: typeof english): [string, string][] =>
  Object.entries(catalogue).flatMap(([part, list]) =>
    Object.entries(list).map(([code, text]) => [`${part} ${code}`, text] as [string, string]),
  );

describe('the catalogue', () => {
  it('says in German all that it says in English, with the same arguments and no word left over', () => {
    const other = new Map(messages(german));
    expect(messages(english).length).toBeGreaterThan(200);
    expect([...other.keys()].sort()).toEqual(
      messages(english)
        .map(([code]) => code)
        .sort(),
    );
    for (const [code, text] of messages(english)) {
      const translated = other.get(code)!;
      expect([code, argumentsOf(translated)]).toEqual([code, argumentsOf(text)]);
      // A form that is chosen by a number is chosen in both.
      expect([code, translated.includes(' | ')]).toEqual([code, text.includes(' | ')]);
      if (text.includes(' | ')) expect(argumentsOf(text)).toContain('n');
    }
  });
  it('has a hint for every problem, and sentences where sentences are said', () => {
    for (const { problems, hints } of [catalogues.en, catalogues.de]) {
      expect(Object.keys(hints).sort()).toEqual(Object.keys(problems).sort());
      for (const text of [...Object.values(problems), ...Object.values(hints)]) expect(text).toMatch(/^[\p{Lu}{„"].*\.$/u);
    }
    for (const [code, text] of messages(english)) expect([code, /!|\bplease\b|successfully|oops/i.test(text)]).toEqual([code, false]);
  });
  it('is read the same by the formatter of the window', () => {
    const quiet = { missingWarn: false, fallbackWarn: false } as const;
    for (const [locale, catalogue] of [
      ['en', english],
      ['de', german],
    ] as const) {
      for (const [code, text] of messages(catalogue)) {
        const context = createCoreContext({ ...quiet, locale, messages: { [locale]: { it: text } } });
        for (const n of [0, 1, 2, 7]) {
          // Numbers are ours to write; small ones are the same anyway.
          const args = Object.fromEntries(argumentsOf(text).map((name, at) => [name, name === 'n' ? n : `<${name}|{${at}}>`]));
          expect([code, format(text, args, locale)]).toEqual([code, translate(context, 'it', args, n)]);
        }
      }
    }
  });
  it(`has ${parts.length} parts, and each code once`, () => {
    expect(parts.sort()).toEqual(['fixes', 'hints', 'labels', 'operations', 'problems', 'reasons', 'system']);
  });
});

it('a change is called what its window called it; one of the host’s own is said in the language of whoever shows it', () => {
  expect(labelIn('Cabled h1 to s1', 'de')).toBe('Cabled h1 to s1');
  expect(labelIn(labelOf('restart-many', { n: 2 }), 'en')).toBe('Restarted 2 devices');
  expect(labelIn(labelOf('restart-many', { n: 2 }), 'de')).toBe('2 Geräte neu gestartet');
  expect(labelIn({ code: 'from-a-newer-host' }, 'de')).toBe('from-a-newer-host');
});

describe('a message', () => {
  it('names its arguments, chooses its form, and writes numbers as the language does', () => {
    const text = '{n} of {total} thing in {where} | {n} of {total} things in {where}';
    expect(argumentsOf(text)).toEqual(['n', 'total', 'where']);
    expect(format(text, { n: 1, total: 1024, where: 'r1' })).toBe('1 of 1,024 thing in r1');
    expect(format(text, { n: 1500, total: 2000.5, where: 'r1' }, 'de')).toBe('1.500 of 2.000,5 things in r1');
    expect(format('none | one | {n}', { n: 0 }, 'en')).toBe('none');
    expect(format('none | one | {n}', { n: 1 }, 'en')).toBe('one');
    expect(format('none | one | {n}', { n: 1000 }, 'de')).toBe('1.000');
  });
  it('takes arguments as they are, whatever is in them, and shows which is missing', () => {
    expect(format('{a} {b}', { a: '{b} | $& <i>' })).toBe('{b} | $& <i> {b}');
    expect(format("{'{'}x{'}'} {'|'} {'@'}")).toBe('{x} | @');
    expect(format('')).toBe('');
  });
});
