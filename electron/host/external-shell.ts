/** A shell of a device in a window of the desktop's own terminal program: it runs `nestwork attach`. */
import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { findTerminal, searchedTerminals } from './external-terminal';

/** ms in which a program that cannot start its window says so. */
const patience = 700;

/**
 * @param root folder that holds `dist/`
 * @param place `LAB/NODE`: neither can begin with "-" or hold anything but letters, digits and "-"
 */
export async function openExternalShell(root: string, place: string, title: string): Promise<Result<{ program: string }>> {
  const { env } = process;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY)
    return fail({
      code: 'no-desktop',
      message: 'There is no desktop to open a terminal window on: neither DISPLAY nor WAYLAND_DISPLAY is set where Nestwork runs.',
      hint: 'Use the terminals of this window.',
    });
  const terminal = findTerminal({ env, executable, resolve: followed });
  if (!terminal)
    return fail({
      code: 'no-terminal-program',
      message: `No terminal program is installed. These were looked for: ${searchedTerminals.join(', ')}.`,
      args: { names: searchedTerminals.join(', ') },
      hint: 'Install one, such as xterm, or name yours in the variable TERMINAL.',
    });
  const argv = terminal.argv(title, commandLine(root, place));
  return new Promise((resolve) => {
    const child = spawn(terminal.path, argv, { detached: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: homedir() });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said = `${said}${bytes.toString()}`.slice(-2000)));
    const started = (): void => resolve(ok({ program: terminal.name }));
    const timer = setTimeout(started, patience);
    const failed = (why: string): void => {
      clearTimeout(timer);
      resolve(
        fail({
          code: 'terminal-program-failed',
          message: `${terminal.name} did not open a window: ${why}.`,
          args: { name: terminal.name, why },
          hint: 'Name another terminal program in the variable TERMINAL.',
          ...(said.trim() && { kernel: said.trim() }),
        }),
      );
    };
    child.on('error', (error) => failed(error.message));
    // Some hand over to a server and end at once, with 0.
    child.on('exit', (code, signal) => (code === 0 ? started() : failed(signal ? `it was ended by ${signal}` : `it exited ${code}`)));
    child.unref();
    (child.stderr as unknown as { unref?(): void }).unref?.();
  });
}

/** `nestwork attach`, run by what runs this. In Electron that is Electron, as Node; the desktop's terminal may hand on no environment, so it stands in front. */
function commandLine(root: string, place: string): string[] {
  const own = process.versions.electron ? ['/usr/bin/env', 'ELECTRON_RUN_AS_NODE=1'] : [];
  return [...own, process.execPath, join(root, 'dist', 'cli.cjs'), 'attach', place];
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
