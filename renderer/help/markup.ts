/**
 * The pages' own small markup: blocks with a blank line between them. `## ` begins a heading, `- ` an item, `$ ` a command that a shell takes, `![name]` is a
 * picture. Within text: `code`, *key*, [words](page).
 */
export type Inline =
  { readonly text: string } | { readonly code: string } | { readonly key: string } | { readonly text: string; readonly page: string };
export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  | { readonly kind: 'picture'; readonly name: string };

export function parsePage(body: string): Block[] {
  return (
    body
      .trim()
      // A heading is a block of its own, whatever follows at once.
      .replace(/^(## .*)$/gm, '$1\n')
      .split(/\n\s*\n/)
      .map((text): Block => {
        const lines = text.split('\n').map((line) => line.trim());
        const [first = ''] = lines;
        const picture = /^!\[([a-z-]+)\]$/.exec(first)?.[1];
        if (picture) return { kind: 'picture', name: picture };
        if (first.startsWith('## ')) return { kind: 'heading', parts: parseInline(first.slice(3)) };
        if (first.startsWith('- ')) return { kind: 'list', items: items(lines).map(parseInline) };
        if (first.startsWith('$ ')) return { kind: 'commands', lines: lines.map((line) => line.replace(/^\$ /, '')) };
        return { kind: 'paragraph', parts: parseInline(lines.join(' ')) };
      })
  );
}

/** A line that does not begin an item goes on with the one before. */
function items(lines: readonly string[]): string[] {
  return lines.reduce<string[]>((all, line) => {
    if (line.startsWith('- ')) return [...all, line.slice(2)];
    return [...all.slice(0, -1), `${all.at(-1)} ${line}`];
  }, []);
}

function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*([^*]+)\*|\[([^\]]+)\]\(([a-z-]+)\)/g)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    const [whole, code, key, words, page] = match;
    if (code !== undefined) parts.push({ code });
    else if (key !== undefined) parts.push({ key });
    else parts.push({ text: words!, page: page! });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
