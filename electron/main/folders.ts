/** Where Electron keeps its own things, by the XDG Base Directory Specification; nothing of it in ~/.config. */
import { isAbsolute, join } from 'node:path';

export interface Folders {
  /** Single-instance lock, window place, storage of the page. */
  readonly userData: string;
  /** What may be thrown away: caches of the page. */
  readonly sessionData: string;
  readonly crashDumps: string;
  readonly logs: string;
}

/** @param home absolute; used where the environment names no folder, or a relative one (which is to be ignored) */
export function folders(env: Readonly<Record<string, string | undefined>>, home: string): Folders {
  const base = (name: string, otherwise: string): string => {
    const given = env[name];
    return given && isAbsolute(given) ? given : join(home, otherwise);
  };
  const state = join(base('XDG_STATE_HOME', '.local/state'), 'nestwork');
  return {
    userData: join(state, 'window'),
    sessionData: join(base('XDG_CACHE_HOME', '.cache'), 'nestwork'),
    crashDumps: join(state, 'crashes'),
    logs: join(state, 'logs'),
  };
}

/** Variables that Electron puts into its own environment, and that programs inside a device must not inherit. */
export function isOwnVariable(name: string): boolean {
  return name.startsWith('ELECTRON_') || name === 'CHROME_DESKTOP' || name === 'NODE_OPTIONS';
}
