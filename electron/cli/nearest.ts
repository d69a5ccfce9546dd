/** The name that was meant by a mistyped one. */

/** Edits between two words: a letter more, less, another one, or two that have changed places (Damerau, restricted). */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** Mistakes that a word of so many letters may have and still be known for what was meant. */
const mistakes = (length: number): number => (length < 3 ? 0 : length < 4 ? 1 : length < 9 ? 2 : 3);

/** The one that was probably meant: it is near, or the only one that begins so. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const begun = names.filter((name) => word.length > 1 && name.startsWith(word));
  if (begun.length === 1) return begun[0];
  const [best] = names
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= mistakes(Math.min(name.length, word.length)))
    .sort((one, other) => one.far - other.far);
  return best?.name;
}

/** `Did you mean "up"?`, or what else to do. */
export function suggestion(word: string, names: readonly string[], otherwise: string): string {
  const meant = nearest(word, names);
  return meant === undefined ? otherwise : `Did you mean "${meant}"?`;
}
