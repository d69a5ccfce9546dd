/** How well words fit what was typed. Pure. */

/** Without case and accents: "Großes Büro" is found by "buro". */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');

/**
 * Higher is better; 0: does not fit. Each word that was typed has to be in the text: best as its beginning, then as the beginning of a word, then within one,
 * and last as letters in this order.
 * @param text as `plain` gives it
 * @param typed words as `plain` gives them
 */
export function score(text: string, typed: readonly string[]): number {
  let sum = 1;
  for (const word of typed) {
    const one = scoreWord(text, word);
    if (one === 0) return 0;
    sum += one;
  }
  // Of two that fit as well, the shorter is more likely meant.
  return sum - Math.min(0.9, text.length / 1000);
}

function scoreWord(text: string, word: string): number {
  const parts = text.split(/[^\p{L}\p{N}.:]+/u);
  if (parts.includes(word)) return parts[0] === word ? 110 : 80;
  if (text.startsWith(word)) return 100;
  if (parts.some((part) => part.startsWith(word))) return 60;
  if (text.includes(word)) return 30;
  return parts.some((part) => isSubsequence(text.slice(text.indexOf(part)), word)) ? 10 : 0;
}

/** Letters of a word in this order, from its first: not of numbers, and two letters are in almost everything. */
function isSubsequence(text: string, word: string): boolean {
  if (word.length < 3 || text[0] !== word[0] || !/^\p{L}+$/u.test(word)) return false;
  let at = 0;
  for (const character of text) if (character === word[at] && ++at === word.length) return true;
  return false;
}

export const wordsOf = (typed: string): string[] => plain(typed).split(/\s+/).filter(Boolean);

/** The best ones, best first; those that fit as well stay in order. @param limit so many at most */
export function best<T>(items: Iterable<T>, typed: string, textOf: (item: T) => string, limit: number): T[] {
  const words = wordsOf(typed);
  const found: { item: T; score: number; at: number }[] = [];
  let at = 0;
  for (const item of items) {
    const one = words.length ? score(plain(textOf(item)), words) : 1;
    if (one > 0) found.push({ item, score: one, at: at++ });
  }
  return found
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, limit)
    .map(({ item }) => item);
}
