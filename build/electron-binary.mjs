/** Is there an Electron binary that starts? Never by requiring electron: that downloads, and may hang. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, capture } from './run.mjs';

/** @returns `{ path, version }`, or `{ why }`: the end of the sentence "There is no window of our own, since …" */
export async function electronBinary(env = process.env) {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH ?? at('node_modules/electron/dist');
  const nameFile = at('node_modules/electron/path.txt');
  const name = env.ELECTRON_OVERRIDE_DIST_PATH || !existsSync(nameFile) ? 'electron' : readFileSync(nameFile, 'utf8').trim();
  const path = join(dist, name);
  if (!existsSync(path)) return { why: 'no Electron binary is installed (`npx install-electron` fetches it)' };
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return { why: `${path} may not be executed` };
  }
  const clean = Object.fromEntries(Object.entries(env).filter(([key]) => key !== 'ELECTRON_RUN_AS_NODE'));
  const { code, out, err, late } = await capture(path, ['--no-sandbox', '--version'], { env: clean, seconds: 10 });
  if (late) return { why: `${path} did not say its version within 10 s` };
  if (code !== 0) return { why: `${path} does not start: ${err.trim().split('\n').at(-1) || `exit code ${code}`}` };
  return { path, version: out.trim().replace(/^v/, '') };
}
