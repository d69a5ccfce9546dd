/** Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002): from a list that fails to a shorter one that does. */

/**
 * @param fails whether a part of the list, in its order, still fails; it is asked about the whole list never, since that is known to
 * @param most how often `fails` may be asked: the shortest list found by then is given
 */
export async function shrunk<T>(list: readonly T[], fails: (part: readonly T[]) => Promise<boolean>, most: number): Promise<readonly T[]> {
  let [kept, pieces, asked] = [list, 2, 0];
  while (kept.length > 1 && asked < most) {
    const size = Math.ceil(kept.length / pieces);
    let found: readonly T[] | undefined;
    for (let from = 0; from < kept.length && asked < most && !found; from += size) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length === 0) continue;
      asked++;
      if (await fails(without)) found = without;
    }
    if (found) [kept, pieces] = [found, Math.max(2, pieces - 1)];
    else if (size === 1) break;
    else pieces = Math.min(kept.length, pieces * 2);
  }
  return kept;
}
