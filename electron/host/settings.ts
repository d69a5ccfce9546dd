/** The user's settings, one small file. What cannot be read there is replaced by its default, key by key. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { changeSettings, defaultSettings, settingsChangeSchema, settingsSchema } from '../shared/contract';
import type { Settings, SettingsChange, Value } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { settingsFile } from './places';
import { saveAtomically } from './save';

const recentLimit = 20;

export class SettingsStore {
  private current: Settings | null = null;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly changed: (settings: Settings) => void) {}

  async get(): Promise<Settings> {
    this.current ??= await read();
    return this.current;
  }

  async set(change: SettingsChange): Promise<Result<Settings>> {
    const next = settingsSchema.safeParse(changeSettings(await this.get(), change));
    if (!next.success)
      return fail({
        code: 'invalid-arguments',
        message: `The settings were not changed: ${next.error.issues[0]?.message ?? 'a value is not valid'}.`,
      });
    this.current = next.data;
    this.changed(next.data);
    const written = this.writing.then(async () => {
      await mkdir(dirname(settingsFile()), { recursive: true, mode: 0o700 }).catch(() => undefined);
      return saveAtomically(settingsFile(), `${JSON.stringify(this.current, null, 2)}\n`, { mode: 0o600 });
    });
    this.writing = written;
    const saved = await written;
    return saved.ok ? ok(next.data) : saved;
  }

  /** Puts a file first in the list of recent ones. A list that cannot be written is not worth an error. */
  async opened(path: string, name: string): Promise<void> {
    const { recent } = await this.get();
    await this.set({ recent: [{ path, name, at: Date.now() }, ...recent.filter((entry) => entry.path !== path)].slice(0, recentLimit) });
  }

  /** The recent files, with whether they can still be opened. */
  async recent(): Promise<Value<'files.recent'>> {
    const { recent } = await this.get();
    return {
      files: await Promise.all(recent.map(async (one) => ({ ...one, there: (await stat(one.path).catch(() => null))?.isFile() ?? false }))),
    };
  }
}

async function read(): Promise<Settings> {
  const stored: unknown = await readFile(settingsFile(), 'utf8')
    .then((text) => JSON.parse(text) as unknown)
    .catch(() => ({}));
  return Object.entries<unknown>(typeof stored === 'object' && stored !== null ? { ...stored } : {}).reduce<Settings>((settings, entry) => {
    // As a change: what an older version wrote may lack entries of today.
    const one = settingsChangeSchema.safeParse(Object.fromEntries([entry]));
    return one.success ? changeSettings(settings, one.data) : settings;
  }, defaultSettings);
}
