/**
 * The part of Markdown (CommonMark) that descriptions and notes use, as a tree of plain data: headings, paragraphs, lists, quotes, code, rules; within text
 * code, strong, emphasis, links. Whatever else is written, HTML too, stays the text that it is.
 */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly parts: readonly Inline[] }
  | { readonly kind: 'link'; readonly to: string; readonly parts: readonly Inline[] }
  | { readonly kind: 'break' };
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** Lists and quotes that lie in one another; deeper ones stay text. */
const deepest = 6;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;

export function parseMarkdown(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', parts: parseInline(paragraph.splice(0).join('\n')) });
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const [, marks] = fence.exec(line) ?? [];
    const [, hashes, title] = heading.exec(line) ?? [];
    if (marks !== undefined) {
      endParagraph();
      const from = ++at;
      while (at < lines.length && !lines[at]!.trim().startsWith(marks)) at++;
      blocks.push({ kind: 'code', text: lines.slice(from, at).join('\n') });
      at++;
    } else if (line.trim() === '') {
      endParagraph();
      at++;
    } else if (hashes !== undefined) {
      endParagraph();
      blocks.push({ kind: 'heading', level: Math.min(3, hashes.length) as 1 | 2 | 3, parts: parseInline(title ?? '') });
      at++;
    } else if (rule.test(line)) {
      endParagraph();
      blocks.push({ kind: 'rule' });
      at++;
    } else if (depth < deepest && quote.test(line)) {
      endParagraph();
      const inside: string[] = [];
      while (at < lines.length && quote.test(lines[at]!)) inside.push(lines[at++]!.replace(quote, ''));
      blocks.push({ kind: 'quote', blocks: parseMarkdown(inside.join('\n'), depth + 1) });
    } else if (depth < deepest && item.test(line)) {
      endParagraph();
      const [list, next] = parseList(lines, at, depth);
      blocks.push(list);
      at = next;
    } else {
      paragraph.push(line.trim());
      at++;
    }
  }
  endParagraph();
  return blocks;
}

/** Items of one kind of mark. A line that is further in than the mark belongs to its item; a line without a blank before it goes on with it. */
function parseList(lines: readonly string[], start: number, depth: number): [Block, number] {
  const kindOf = (mark: string): string => (/\d/.test(mark) ? mark.at(-1)! : mark);
  const [, , first = ''] = item.exec(lines[start]!)!;
  const items: string[][] = [];
  let [at, indent] = [start, 0];
  while (at < lines.length) {
    const line = lines[at]!;
    const found = item.exec(line);
    if (found && found[1]!.length < Math.max(indent, 1) && kindOf(found[2]!) === kindOf(first) && !rule.test(line)) {
      indent = found[0].length;
      items.push([line.slice(indent)]);
    } else if (line.trim() === '') {
      const next = lines.slice(at).find((one) => one.trim() !== '');
      if (next === undefined || (!next.startsWith(' ') && !(item.exec(next) && kindOf(item.exec(next)![2]!) === kindOf(first)))) break;
      items.at(-1)!.push('');
    } else if (
      line.startsWith('  ') ||
      (items.at(-1)!.at(-1) !== '' && !found && !heading.test(line) && !fence.test(line) && !quote.test(line))
    )
      items.at(-1)!.push(line.slice(Math.min(indent, /^ */.exec(line)![0].length)));
    else break;
    at++;
  }
  const number = Number.parseInt(first, 10);
  const list: Block = {
    kind: 'list',
    ordered: !Number.isNaN(number),
    start: Number.isNaN(number) ? 1 : number,
    items: items.map((one) => parseMarkdown(one.join('\n'), depth + 1)),
  };
  return [list, at];
}

const inline =
  /(`+)([\s\S]*?[^`])\1(?!`)|\*\*([^\s*](?:[\s\S]*?[^\s*])?)\*\*|(?<![\w*])\*([^\s*](?:[^*]*?[^\s*])?)\*(?!\*)|(?<![\w_])_([^\s_](?:[^_]*?[^\s_])?)_(?![\w_])|\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]*[^\s<>().,:;!?'"])|(?: {2,}|\\)\n|\\([\\`*_[\]#>-])/g;

function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  const plain = (words: string): void => {
    if (words) parts.push({ kind: 'text', text: words.replaceAll('\n', ' ') });
  };
  let at = 0;
  for (const match of text.matchAll(inline)) {
    plain(text.slice(at, match.index));
    const [whole, , code, strong, star, line, words, to, bare, escaped] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code.replaceAll('\n', ' ').replace(/^ (.+) $/, '$1') });
    else if (strong !== undefined) parts.push({ kind: 'strong', parts: parseInline(strong) });
    else if ((star ?? line) !== undefined) parts.push({ kind: 'emphasis', parts: parseInline((star ?? line)!) });
    else if (words !== undefined && to !== undefined) parts.push({ kind: 'link', to, parts: parseInline(words) });
    else if (bare !== undefined) parts.push({ kind: 'link', to: bare, parts: [{ kind: 'text', text: bare }] });
    else if (escaped !== undefined) plain(escaped);
    else parts.push({ kind: 'break' });
    at = match.index + whole.length;
  }
  plain(text.slice(at));
  return parts;
}
