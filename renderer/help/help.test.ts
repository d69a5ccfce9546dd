import { describe, expect, it } from 'vitest';
import { parsePage } from './markup';
import type { Block, Inline } from './markup';
import { pageIds, pagesOf } from './pages';
import { pictures } from './pictures';

const inlines = (blocks: readonly Block[]): Inline[] =>
  blocks.flatMap((block) => ('parts' in block ? block.parts : 'items' in block ? block.items.flat() : []));
const links = (body: string): string[] => inlines(parsePage(body)).flatMap((part) => ('page' in part ? [part.page] : []));
const shape = (body: string): string[] =>
  parsePage(body).map((block) =>
    block.kind === 'list' ? `list ${block.items.length}` : block.kind === 'commands' ? block.lines.join('; ') : block.kind,
  );

describe('the pages of the help', () => {
  const [english, german] = [pagesOf('en'), pagesOf('de')];

  it('say the same in both languages: the same blocks, pictures and links', () => {
    for (const [at, page] of english.entries()) {
      const other = german[at]!;
      expect([page.id, parsePage(other.body).length]).toEqual([page.id, parsePage(page.body).length]);
      expect([page.id, ...shape(other.body).map((one) => one.replace('anderer-name', 'other-name'))]).toEqual([
        page.id,
        ...shape(page.body),
      ]);
      expect([page.id, links(other.body)]).toEqual([page.id, links(page.body)]);
    }
  });

  it('lead only to pages and pictures that are there', () => {
    for (const { id, body } of english) {
      for (const link of links(body)) expect([id, pageIds]).toEqual([id, expect.arrayContaining([link])]);
      for (const block of parsePage(body))
        if (block.kind === 'picture') expect([id, Object.keys(pictures)]).toEqual([id, expect.arrayContaining([block.name])]);
    }
  });

  it('are short: none is longer than a screen, and none begs or shouts', () => {
    for (const { id, body, title } of [...english, ...german]) {
      expect([id, body.split(/\s+/).length < 260]).toEqual([id, true]);
      expect(`${title} ${body.replaceAll(/!\[/g, '[')}`).not.toMatch(/!|[Pp]lease|[Bb]itte|[Oo]ops/);
    }
  });
});

it('the markup tells code, keys, links, lists and commands apart', () => {
  expect(
    parsePage('## Title\n\nUse `ip` with *Ctrl+K*,\nsee [this](canvas).\n\n- one\n  goes on\n- two\n\n$ ip a\n$ ip r\n\n![cable]'),
  ).toEqual([
    { kind: 'heading', parts: [{ text: 'Title' }] },
    {
      kind: 'paragraph',
      parts: [
        { text: 'Use ' },
        { code: 'ip' },
        { text: ' with ' },
        { key: 'Ctrl+K' },
        { text: ', see ' },
        { text: 'this', page: 'canvas' },
        { text: '.' },
      ],
    },
    { kind: 'list', items: [[{ text: 'one goes on' }], [{ text: 'two' }]] },
    { kind: 'commands', lines: ['ip a', 'ip r'] },
    { kind: 'picture', name: 'cable' },
  ]);
});
