/**
 * `npm start`: from a fresh clone to a running lab. Installs what is missing, builds, and opens the demo lab, running: in a window of
 * our own where there is an Electron binary and a screen, in the browser otherwise. Ctrl-C ends it, lab included.
 * `npm start -- --keep` leaves the lab up; `npm start -- FILE` opens that lab instead.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { at, has, main, say, Stop } from './run.mjs';
import { build } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';
import { setup } from './setup.mjs';

const demo = 'three-routers.nestwork.json';

/** The person's own copy of the demo lab, so that saving it does not change the checkout. */
function demoFile() {
  const base = process.env.XDG_DATA_HOME?.startsWith('/') ? process.env.XDG_DATA_HOME : join(homedir(), '.local/share');
  const file = join(base, 'nestwork', demo);
  if (!existsSync(file)) {
    mkdirSync(join(base, 'nestwork'), { recursive: true });
    copyFileSync(at('labs', demo), file);
  }
  return file;
}

const cli = (...args) => [process.execPath, [at('dist/cli.cjs'), ...args]];

/** Runs in the foreground. Ctrl-C reaches the child by itself (same terminal); a signal for this process alone is handed on. */
function foreground(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    // Under npm there may be no terminal: then nobody but us can pass the interrupt on.
    if (!process.stdin.isTTY) process.on('SIGINT', () => child.kill('SIGINT'));
    options.started?.(child);
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      done(1);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

function openBrowser(address) {
  const opener = ['xdg-open', 'chromium', 'firefox'].find(has);
  if (!opener) return;
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => say(`${opener} could not be started. Open the address above yourself.`));
  child.unref();
}

async function inBrowser(file, keep, screen) {
  return foreground(...cli('serve', '--run', ...(keep ? [] : ['--end']), file), {
    stdio: ['inherit', 'pipe', 'inherit'],
    started(child) {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk) => {
        process.stdout.write(chunk);
        if (text === null) return;
        text += chunk;
        const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text)?.[0];
        if (!address || !text.includes('\n')) return;
        text = null;
        if (screen) openBrowser(address);
      });
    },
  });
}

async function inWindow(binary, file, keep) {
  if ((await foreground(...cli('up', file))) !== 0) return 1;
  const root = process.getuid() === 0;
  if (root) say('Warning: as root, Chromium runs without its sandbox. Better: run npm start as an ordinary user.');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'));
  const code = await foreground(binary, [...(root ? ['--no-sandbox'] : []), at('.'), file], { env });
  if (!keep) await foreground(...cli('down', JSON.parse(readFileSync(file, 'utf8')).id));
  return code;
}

main(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((argument) => argument.startsWith('-') && argument !== '--keep');
  if (unknown) throw new Stop(`npm start does not know ${unknown}. It takes --keep, and the path of a lab file.`);
  const keep = args.includes('--keep');
  const given = args.find((argument) => !argument.startsWith('-'));
  await setup();
  await build();
  const file = given ? resolve(process.env.INIT_CWD ?? process.cwd(), given) : demoFile();
  const screen = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const electron = await electronBinary();
  if (electron.path && screen) return inWindow(electron.path, file, keep);
  say(
    `There is no window of our own, since ${electron.path ? 'there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)' : electron.why}; Nestwork opens in the browser.`,
  );
  return inBrowser(file, keep, screen);
});
