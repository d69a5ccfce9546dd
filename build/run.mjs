/** Running other programs from the build scripts: what they print, how they end. Needs nothing but Node. */
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Top folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Absolute path of something in the checkout. */
export const at = (...parts) => join(root, ...parts);
/** A program that npm installed, for `node`: its own entry file, so that no shell and no shim is between. */
export const tool = (...parts) => at('node_modules', ...parts);

/** Says one line to the person at the keyboard. Results go to stdout, so this goes to stderr. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** An error whose message is all that a person needs: scripts print it without a stack. */
export class Stop extends Error {}

/**
 * Runs a program to its end with this terminal as its own.
 * @returns its exit code; 128 + n if signal n ended it; 127 if it could not be started.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', () => resolve(127));
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? 1 : 0)));
  });
}

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ seconds?: number } & import('node:child_process').SpawnOptions} options `seconds`: kills it after so many (then `late` is true)
 * @returns `{ code, out, err, both, ms, late }`
 */
export function capture(command, args, { seconds = 900, ...options } = {}) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let out = '';
    let err = '';
    let both = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    }, seconds * 1000);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      both += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text;
      both += text;
    });
    const end = (code, text = '') => {
      clearTimeout(timer);
      resolve({ code, out, err: err + text, both: both + text, ms: performance.now() - started, late });
    };
    child.on('error', (error) => end(127, `${command} could not be started: ${error.message}\n`));
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}

/** True if a program of this name is on the PATH. */
export function has(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder && spawnSync('test', ['-x', join(folder, program)]).status === 0);
}

/** Runs a script's main function; a Stop becomes one sentence and exit code 1, anything else keeps its stack. */
export function main(body) {
  body().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      say(error instanceof Stop ? error.message : (error.stack ?? String(error)));
      process.exitCode = 1;
    },
  );
}
