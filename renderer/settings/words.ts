/** A program and its arguments as one line, as a person types it: parts with blanks in quotes. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '')
    .filter((one) => one !== '');
}
export const joinWords = (words: readonly string[]): string => words.map((one) => (/[\s"']/.test(one) ? `"${one}"` : one)).join(' ');
