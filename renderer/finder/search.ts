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

function scoreWord(text: string, word: string, letters = true): number {
  const parts = text.split(/[^\p{L}\p{N}.:]+/u);
  if (parts.includes(word)) return parts[0] === word ? 110 : 80;
  if (text.startsWith(word)) return 100;
  if (parts.some((part) => part.startsWith(word))) return 60;
  if (text.includes(word)) return 30;
  if (!letters) return 0;
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

/**
 * The best ones, best first; those that fit as well stay in order.
 * @param textOf what something is called: also found by letters in order
 * @param limit so many at most
 * @param moreOf what else it is found by, by whole words and parts of them; counts half
 */
export function best<T>(items: Iterable<T>, typed: string, textOf: (item: T) => string, limit: number, moreOf?: (item: T) => string): T[] {
  const words = wordsOf(typed);
  const found: { item: T; score: number; at: number }[] = [];
  let at = 0;
  for (const item of items) {
    const one = words.length ? fit(textOf(item), moreOf?.(item) ?? '', words) : 1;
    if (one > 0) found.push({ item, score: one, at: at++ });
  }
  return found
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, limit)
    .map(({ item }) => item);
}

/** Every word has to be in one of the two. */
export function fit(text: string, more: string, words: readonly string[]): number {
  const [name, rest] = [plain(text), plain(more)];
  const whole = score(name, words);
  if (whole > 0 || rest === '') return whole;
  let sum = 0;
  for (const word of words) {
    const one = scoreWord(name, word, false) || scoreWord(rest, word, false) / 2;
    if (one === 0) return 0;
    sum += one;
  }
  return sum / 2;
}
