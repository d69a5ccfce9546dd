/** A command line as words and back, as a shell would read simple ones: blanks part them, quotes keep them together. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const [, double, single, bare] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g))
    words.push(double !== undefined ? double.replace(/\\(.)/g, '$1') : (single ?? bare ?? ''));
  return words.filter((word) => word !== '');
}
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`)).join(' ');
