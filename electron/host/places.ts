/** Folders of this user's state and settings, as in the XDG Base Directory Specification. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

function base(variable: string, otherwise: string): string {
  const given = process.env[variable];
  // A relative path there is to be ignored, says the specification.
  return given && isAbsolute(given) ? given : join(homedir(), otherwise);
}

export const settingsFile = (): string => join(base('XDG_CONFIG_HOME', '.config'), 'nestwork', 'settings.json');
const state = (name: string): string => join(base('XDG_STATE_HOME', '.local/state'), 'nestwork', name);
export const snapshotsFolder = (): string => state('snapshots');
export const versionsFolder = (): string => state('versions');
export const agreedFile = (): string => state('agreed.json');
export const recoveryFolder = (): string => state('recovery');
export const historyFolder = (): string => state('history');
