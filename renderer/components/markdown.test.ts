import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { describe, expect, it } from 'vitest';
import { i18n } from '../text';
import { parseMarkdown } from './markdown';
import MarkdownText from './MarkdownText.vue';

describe('Markdown', () => {
  it('knows headings, paragraphs, lists in lists, quotes, code and rules', () => {
    const text = '# Lab 7\n\nTwo lines\nof text.\n\n- one\n  - inner\n- two\n\n3. third\n4. fourth\n\n> said\n\n```sh\nip link\n```\n\n---';
    expect(parseMarkdown(text).map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'rule']);
    expect(parseMarkdown(text)[2]).toMatchObject({
      ordered: false,
      items: [[{ kind: 'paragraph' }, { kind: 'list' }], [{ kind: 'paragraph' }]],
    });
    expect(parseMarkdown(text)[3]).toMatchObject({ ordered: true, start: 3, items: [{}, {}] });
  });
  it('knows code, strong, emphasis and links within a line', () => {
    expect(
      parseMarkdown('Run `ping -c 1` **now**, *please not* _later_, see [the page](https://example.org/x) or https://example.org.'),
    ).toEqual([
      {
        kind: 'paragraph',
        parts: [
          { kind: 'text', text: 'Run ' },
          { kind: 'code', text: 'ping -c 1' },
          { kind: 'text', text: ' ' },
          { kind: 'strong', parts: [{ kind: 'text', text: 'now' }] },
          { kind: 'text', text: ', ' },
          { kind: 'emphasis', parts: [{ kind: 'text', text: 'please not' }] },
          { kind: 'text', text: ' ' },
          { kind: 'emphasis', parts: [{ kind: 'text', text: 'later' }] },
          { kind: 'text', text: ', see ' },
          { kind: 'link', to: 'https://example.org/x', parts: [{ kind: 'text', text: 'the page' }] },
          { kind: 'text', text: ' or ' },
          { kind: 'link', to: 'https://example.org', parts: [{ kind: 'text', text: 'https://example.org' }] },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });
  it('leaves names with underscores and stars of arithmetic alone', () => {
    expect(parseMarkdown('snake_case_name and 2*3*4')).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'text', text: 'snake_case_name and 2*3*4' }] },
    ]);
  });
  it('never makes anything of HTML or of other schemes, and ends on hostile text', () => {
    const text = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) <script>alert(1)</script> [x](data:text/html,y)';
    const page = mount(MarkdownText, { props: { text }, global: { plugins: [createPinia(), i18n] } });
    expect(page.element.querySelectorAll('img, script, a, button')).toHaveLength(0);
    expect(page.text()).toContain('<img src=x onerror=alert(1)>');
    const hostile = [
      '*'.repeat(3000),
      '> '.repeat(3000),
      '- '.repeat(3000),
      '`'.repeat(3001),
      '['.repeat(3000),
      `${'**a'.repeat(2000)}`,
      '_a '.repeat(2000),
    ];
    for (const one of hostile) {
      const start = performance.now();
      parseMarkdown(one);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});
