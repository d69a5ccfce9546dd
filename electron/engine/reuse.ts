/** What `derive` remembers of how a result came about, so that an edit costs about as much as it changes. Never decides what comes out. */
import type { WantedLab } from './wanted';
import type { Structure } from './structure';

const structures = new WeakMap<WantedLab, Structure>();
export const remember = (lab: WantedLab, structure: Structure): void => void structures.set(lab, structure);
export const recall = (lab: WantedLab): Structure | undefined => structures.get(lab);

/** The old object if it says the same, else the new one. */
export function keep<T>(old: T | undefined, fresh: T): T {
  return old !== undefined && equal(old, fresh) ? old : fresh;
}

/** Deep equality of plain data and maps; objects that are the same are not entered. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !equal(value, b.get(key))) return false;
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, at) => equal(value, b[at]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
