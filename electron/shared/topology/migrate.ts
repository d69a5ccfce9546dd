/** From older files to the current version, one step at a time. Files of a newer Nestwork are refused: their meaning is not known. */
import { fail, ok } from '../result';
import type { Result } from '../result';
import { currentVersion } from './schema';

type Json = Record<string, unknown>;
/** `steps[n]` leads from version n to n + 1. Version 1 is the first. */
const steps: Record<number, (file: Json) => Json> = {};

export function migrate(file: unknown): Result<unknown> {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return fail({
      code: 'malformed-file',
      message: 'This is not a lab: the file must hold one object.',
      sentence: 'object',
      hint: 'Choose a file that Nestwork saved.',
    });
  }
  let current = file as Json;
  const { nestwork: version } = current;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return fail({
      code: 'malformed-file',
      message: 'This is not a lab: the key "nestwork" with the version of the file is missing.',
      sentence: 'version',
      hint: 'Choose a file that Nestwork saved, or add "nestwork": 1.',
    });
  }
  if (version > currentVersion) {
    return fail({
      code: 'newer-file',
      message: `This lab was saved by a newer Nestwork (file version ${version}; this one reads up to ${currentVersion}).`,
      args: { version, current: currentVersion },
      hint: 'Open it with that version, or update Nestwork.',
    });
  }
  for (let at = version; at < currentVersion; at++) current = { ...steps[at]!(current), nestwork: at + 1 };
  return ok(current);
}
