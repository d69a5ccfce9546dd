/** The application as every spec gets it: started anew with folders of its own, and gone without a trace afterwards. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { _electron, chromium, expect, test as base } from '@playwright/test';
import type { Browser, BrowserContextOptions, ElectronApplication, Page } from '@playwright/test';
import { electronBinary } from '../build/electron-binary.mjs';

export interface Options {
  mode: 'browser' | 'electron';
}
/** How the person has set their browser: colours, language, size. */
export interface Look {
  look: BrowserContextOptions;
}
export interface App {
  page: Page;
  /** Folder of this run's own; HOME of everything that is started. */
  home: string;
  /** Runs the command line with the same folders; gives what it printed. Rejects if its exit code is not 0. */
  nestwork(...args: string[]): Promise<string>;
  /** Browser mode: kills the host where it stands, as a crash does; the page is left as it is. `again` starts another host and shows its page. */
  kill(): Promise<void>;
  again(): Promise<void>;
  /** Both, one after the other. */
  crash(): Promise<void>;
  electron?: ElectronApplication;
}

const root = dirname(import.meta.dirname);
const cli = join(root, 'dist/cli.cjs');
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const viewport = { width: 1440, height: 900 };
/** Not the tester's own login shell: what their profile does, and how long that takes, is theirs. */
const shell = ['/bin/bash', '--rcfile', '/etc/bash.bashrc'];

/** Folders of one run. Short: the path of a Unix socket has 108 bytes. Not in /tmp: devices have one of their own, and share the rest. */
async function folders(): Promise<{ home: string; env: NodeJS.ProcessEnv; runtime: string }> {
  const home = await mkdtemp('/var/tmp/nw-');
  const at = {
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
  };
  for (const folder of Object.values(at)) await mkdir(folder, { mode: 0o700 });
  await mkdir(join(at.XDG_CONFIG_HOME, 'nestwork'), { mode: 0o700 });
  await writeFile(join(at.XDG_CONFIG_HOME, 'nestwork', 'settings.json'), JSON.stringify({ terminal: { shell } }));
  const env: NodeJS.ProcessEnv = { ...process.env, ...at, HOME: home };
  delete env.ELECTRON_RUN_AS_NODE;
  return { home, env, runtime: at.XDG_RUNTIME_DIR };
}

/** Starts browser mode; gives its address as soon as it is printed. */
async function startServer(env: NodeJS.ProcessEnv): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, [cli, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const address = await new Promise<string>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve((JSON.parse(out) as { address: string }).address);
    });
    server.on('close', (code) => reject(new Error(`nestwork serve ended with ${String(code)}: ${err}`)));
  });
  return { server, address };
}

async function end(server: ChildProcess): Promise<number | null> {
  if (server.exitCode !== null) return server.exitCode;
  const closed = new Promise<number | null>((resolve) => server.on('close', resolve));
  server.kill('SIGINT');
  return closed;
}

/** Command lines of processes that still name the folder. */
async function processesIn(folder: string): Promise<string[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '));
}

export const test = base.extend<{ app: App } & Look, Options & { browserProcess: Browser | null }>({
  mode: ['browser', { option: true, scope: 'worker' }],
  browserProcess: [
    async ({ mode }, use) => {
      const browser = mode === 'browser' ? await chromium.launch({ executablePath: browserPath, args: chromiumFlags }) : null;
      await use(browser);
      await browser?.close();
    },
    { scope: 'worker' },
  ],
  look: [{}, { option: true }],
  app: async ({ mode, browserProcess, look }, use) => {
    const { home, env, runtime } = await folders();
    const nestwork = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)(process.execPath, [cli, ...args], { env, maxBuffer: 1 << 26 })).stdout;
    let stop: () => Promise<void>;
    if (mode === 'electron') {
      const binary = await electronBinary();
      if (!('path' in binary)) throw new Error(`Electron cannot be tested: ${binary.why}.`);
      const electron = await _electron.launch({ executablePath: binary.path, args: [root], env: env as Record<string, string>, cwd: home });
      stop = async () => {
        await electron.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
        await electron.close().catch(() => undefined);
      };
      const page = await electron.firstWindow();
      const crash = (): Promise<void> => Promise.reject(new Error('Only browser mode can be started again within a test.'));
      await use({ page, home, nestwork, kill: crash, again: crash, crash, electron });
    } else {
      let { server, address } = await startServer(env);
      const context = await browserProcess!.newContext({ viewport, ...look });
      const page = await context.newPage();
      stop = async () => {
        await context.close();
        expect(await end(server), 'browser mode ends with 0 on Ctrl-C').toBe(0);
      };
      await page.goto(address);
      // The page changes its token for a cookie: before that, a second connection is refused.
      await expect.poll(() => context.cookies(), { message: 'the page gets its session' }).not.toEqual([]);
      const kill = async (): Promise<void> => {
        const gone = new Promise((resolve) => server.on('close', resolve));
        server.kill('SIGKILL');
        await gone;
      };
      const again = async (): Promise<void> => {
        ({ server, address } = await startServer(env));
        await page.goto(address);
      };
      await use({ page, home, nestwork, kill, again, crash: () => kill().then(again) });
    }
    await stop();
    // Labs outlive their doors: end them as a person would.
    const { labs } = JSON.parse(await nestwork('list', '--json')) as { labs: { lab: string }[] };
    for (const { lab } of labs) await nestwork('down', lab);
    expect(await processesIn(runtime), 'no process of this run is left').toEqual([]);
    await rm(home, { recursive: true, force: true });
  },
});
export { expect };
