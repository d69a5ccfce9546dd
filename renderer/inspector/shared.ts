/** What several selected records have in common. */

/** `mixed`: they differ; then there is no value. */
export interface Shared<T> {
  readonly value: T | undefined;
  readonly mixed: boolean;
}

/** Values are plain data. Without records nothing is mixed. */
export function shared<R, T>(records: readonly R[], read: (record: R) => T): Shared<T> {
  const [first, ...others] = records;
  if (first === undefined) return { value: undefined, mixed: false };
  const value = read(first);
  const text = JSON.stringify(value);
  const mixed = others.some((one) => JSON.stringify(read(one)) !== text);
  return { value: mixed ? undefined : value, mixed };
}

/** Keys that any of the records has, each with what they share. */
export function sharedEntries<R, T>(
  records: readonly R[],
  read: (record: R) => Readonly<Record<string, T>>,
): [key: string, shared: Shared<T | undefined>][] {
  const keys = new Set(records.flatMap((one) => Object.keys(read(one))));
  return [...keys].sort().map((key) => [key, shared(records, (one) => read(one)[key])]);
}
