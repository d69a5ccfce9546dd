/** What a drawn node has inside beside its interfaces, with all that was left open decided: settings, private files, commands. */
import { allFilesLimit } from '../shared/topology/schema';
import type { PrivateFile, StartupCommand, TopologyNode } from '../shared/topology/schema';
import { bySetting, settingName } from '../shared/topology/sysctl';
import type { WantedCommand, WantedFile } from './wanted';

/** Texts of files beside the lab file, by `source`. One that is not there cannot be read: the private file is left out. */
export type Sources = ReadonlyMap<string, string>;

/** Settings in the order in which they are set. Of two writings of one name the first by the alphabet counts; `validate` names the other. */
export function readSettings(sysctls: TopologyNode['sysctls']): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of Object.keys(sysctls ?? {}).sort()) {
    const written = settingName(name);
    if (!found.has(written)) found.set(written, sysctls![name]!);
  }
  return new Map([...found].sort(([a], [b]) => bySetting(a, b)));
}

/** By path; of two with one path the first counts, and none is in a folder that is a file. Files that are too much for one message are none. */
export function readFiles(files: readonly PrivateFile[] | undefined, sources: Sources): readonly WantedFile[] {
  if (!files?.length) return none;
  const found = new Map<string, WantedFile>();
  for (const { path, content, source, mode } of files) {
    const text = content ?? (source === undefined ? undefined : sources.get(source));
    if (text === undefined || found.has(path)) continue;
    found.set(path, { path, content: text, mode: parseInt(mode ?? '644', 8) });
  }
  if ([...found.values()].reduce((sum, { content }) => sum + content.length, 0) > allFilesLimit) return none;
  const isBelow = (path: string): boolean => path.split('/').some((_, at, parts) => at > 1 && found.has(parts.slice(0, at).join('/')));
  return [...found.values()].filter(({ path }) => !isBelow(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}
const none: readonly never[] = [];

/** s */
const defaultTimeout = 30;
/** Characters; each may be two units of the 64 that a name has. */
const longestName = 32;

export function readCommands(startup: readonly StartupCommand[] | undefined): readonly WantedCommand[] {
  if (!startup?.length) return none;
  return startup.map((one) => {
    const { command, name, until, timeout, restart } = typeof one === 'string' ? { command: one } : { ...one };
    const again = restart ?? 'never';
    return {
      command,
      name: name ?? firstWord(command),
      until: until === undefined ? (again === 'never' ? 'exit' : 'start') : plainUntil(until),
      timeout: timeout ?? defaultTimeout,
      restart: again,
    };
  });
}

/** Without keys that are not ours. */
function plainUntil(until: NonNullable<Exclude<StartupCommand, string>['until']>): WantedCommand['until'] {
  if (typeof until === 'string') return until;
  return 'listen' in until ? { listen: until.listen as number } : { file: until.file };
}

/** The program's name, without its folder. */
function firstWord(command: string): string {
  const [word = ''] = command.trim().split(/\s+/);
  return [...(word.split('/').at(-1) || word || 'command')].slice(0, longestName).join('');
}
