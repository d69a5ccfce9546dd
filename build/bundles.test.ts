import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundles } from './build.mjs';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nw-bundles-'));
  const { main, preload } = bundles();
  await Promise.all([
    build({ ...main, outfile: join(folder, 'dist/main/main.cjs') }),
    build({ ...preload, outfile: join(folder, 'preload.cjs') }),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Anything at all, as a recording: every call is written down as `path(arguments)`, and every value is such a thing again. */
interface Recorded {
  name: string;
  args: unknown[];
}
function recorder(calls: Recorded[], answers: Record<string, unknown>, path = ''): unknown {
  return new Proxy(function () {}, {
    get: (_target, key) => {
      if (typeof key === 'symbol') return undefined;
      const name = path ? `${path}.${key}` : key;
      // Not a promise, or `await` would wait for it for ever.
      return key === 'then' ? undefined : recorder(calls, answers, name);
    },
    apply: (_target, _self, args: unknown[]) => {
      calls.push({ name: path, args });
      return path in answers ? answers[path] : recorder(calls, answers, `${path}()`);
    },
    construct: (_target, args) => {
      calls.push({ name: `new ${path}`, args });
      return recorder(calls, answers, `${path}#`) as object;
    },
  });
}

/** Runs the built main as Electron does: one CommonJS file, synchronously; Electron itself is the recording. */
function runMain(answers: Record<string, unknown>): {
  calls: Recorded[];
  handlers: Map<string, (...args: never[]) => unknown>;
  settle: () => Promise<void>;
} {
  const calls: Recorded[] = [];
  const handlers = new Map<string, (...args: never[]) => unknown>();
  const electron = recorder(calls, {
    'app.requestSingleInstanceLock': true,
    'app.whenReady': Promise.resolve(),
    'app.commandLine.hasSwitch': false,
    'app.getVersion': '0',
    ...answers,
  });
  const file = join(folder, 'dist/main/main.cjs');
  const real = createRequire(file);
  const require = (name: string): unknown => (name === 'electron' ? electron : real(name));
  const before = { state: process.env.XDG_STATE_HOME, cache: process.env.XDG_CACHE_HOME };
  const known = new Map(
    ['uncaughtException', 'unhandledRejection', 'SIGTERM', 'SIGINT', 'SIGHUP'].map((event) => [
      event,
      process.listeners(event as 'SIGTERM'),
    ]),
  );
  process.env.XDG_STATE_HOME = join(folder, 'state');
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  const restore = (): void => {
    for (const [name, value] of [
      ['XDG_STATE_HOME', before.state],
      ['XDG_CACHE_HOME', before.cache],
    ] as const)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    for (const [event, there] of known)
      for (const one of process.listeners(event as 'SIGTERM')) if (!there.includes(one)) process.removeListener(event, one as () => void);
  };
  try {
    // The way in which a CommonJS file is run everywhere.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, no-new-func
    new Function('require', 'module', 'exports', '__dirname', '__filename', readFileSync(file, 'utf8'))(
      require,
      { exports: {} },
      {},
      join(folder, 'dist/main'),
      file,
    );
  } catch (error) {
    restore();
    throw error;
  }
  return {
    calls,
    handlers,
    settle: async () => {
      // Until nothing more is called for a while; on its way are files that are read, and the computer may be busy.
      for (let [known, still] = [-1, 0]; still < 10; still = calls.length === known ? still + 1 : 0) {
        known = calls.length;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      restore();
      for (const { name, args } of calls)
        if (/\.(on|handle|once)$/.test(name)) handlers.set(`${name}:${String(args[0])}`, args[1] as () => void);
    },
  };
}
const names = (calls: Recorded[]): string[] => calls.map(({ name }) => name);

it('main does what must be done before ready, in this order, in the first turn', async () => {
  const { calls, settle } = runMain({});
  const first = names(calls);
  const order = [
    'app.setPath',
    'app.setAppLogsPath',
    'crashReporter.start',
    'app.requestSingleInstanceLock',
    'app.enableSandbox',
    'protocol.registerSchemesAsPrivileged',
    'Menu.setApplicationMenu',
    'app.whenReady',
  ];
  const places = order.map((name) => first.indexOf(name));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(calls.filter(({ name }) => name === 'app.setPath').map(({ args }) => args[0])).toEqual(['userData', 'sessionData', 'crashDumps']);
  await settle();
});

it('after ready, every permission handler is set before the window is made, and the page is loaded from the scheme', async () => {
  const { calls, handlers, settle } = runMain({});
  await settle();
  const all = names(calls);
  const window = all.indexOf('new BrowserWindow');
  expect(window).toBeGreaterThan(0);
  for (const name of [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    'setSpellCheckerEnabled',
    'protocol.handle',
  ])
    expect([name, all.indexOf(`session.defaultSession.${name}`) > 0 && all.indexOf(`session.defaultSession.${name}`) < window]).toEqual([
      name,
      true,
    ]);
  expect(calls.find(({ name }) => name === 'BrowserWindow#.loadURL')?.args).toEqual(['app://nestwork/index.html']);
  const options = calls[window]?.args[0] as { webPreferences: Record<string, unknown> };
  expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  for (const event of [
    'app.on:web-contents-created',
    'app.on:second-instance',
    'app.on:before-quit',
    'app.on:window-all-closed',
    'app.on:will-quit',
    'ipcMain.on:connect',
    'ipcMain.on:open-window',
    'BrowserWindow#.on:close',
  ])
    expect([event, handlers.has(event)]).toEqual([event, true]);
});

it('without the lock main makes no window and quits', async () => {
  const { calls, settle } = runMain({ 'app.requestSingleInstanceLock': false });
  await settle();
  expect(names(calls)).toContain('app.quit');
  expect(names(calls)).not.toContain('new BrowserWindow');
});

it('with --no-sandbox the sandbox is not forced, since that would take the switch away', async () => {
  const { calls, settle } = runMain({ 'app.commandLine.hasSwitch': true });
  await settle();
  expect(names(calls)).not.toContain('app.enableSandbox');
});

it('hostile events get nothing: foreign senders, pages that leave, permissions, downloads', async () => {
  const { handlers, settle, calls } = runMain({});
  await settle();
  const closed: string[] = [];
  const stranger = {
    sender: {},
    senderFrame: { origin: 'https://evil.example', parent: null, detached: false },
    ports: [{ close: () => closed.push('port') }],
  };
  handlers.get('ipcMain.on:connect')?.(stranger as never);
  expect(closed).toEqual(['port']);
  const made = (): number => calls.filter(({ name }) => name === 'new BrowserWindow').length;
  const before = made();
  handlers.get('ipcMain.on:open-window')?.(...([stranger, 'd-1'] as never[]));
  expect(made()).toBe(before);

  const page = new Map<string, (...args: never[]) => unknown>();
  const contents = {
    on: (event: string, listener: () => void) => page.set(event, listener),
    setWindowOpenHandler: (handler: () => void) => page.set('open', handler),
  };
  handlers.get('app.on:web-contents-created')?.(...([{}, contents] as never[]));
  const prevented = (event: string, url: string): boolean => {
    let held = false;
    page.get(event)?.({ url, preventDefault: () => (held = true) } as never);
    return held;
  };
  expect(prevented('will-navigate', 'https://evil.example')).toBe(true);
  expect(prevented('will-frame-navigate', 'file:///etc/passwd')).toBe(true);
  expect(prevented('will-redirect', 'app://nestwork/')).toBe(true);
  expect(prevented('will-attach-webview', '')).toBe(true);
  expect(prevented('will-navigate', 'app://nestwork/index.html')).toBe(false);
  expect(page.get('open')?.({ url: 'javascript:0' } as never)).toEqual({ action: 'deny' });

  const answers: unknown[] = [];
  const handlerOf = (name: string) =>
    calls.find((call) => call.name === `session.defaultSession.${name}`)?.args[0] as (...args: unknown[]) => unknown;
  handlerOf('setPermissionRequestHandler')({}, 'media', (answer: unknown) => answers.push(answer));
  expect([answers[0], handlerOf('setPermissionCheckHandler')(), handlerOf('setDevicePermissionHandler')()]).toEqual([false, false, false]);
});

it('preload runs with nothing but electron, and exposes exactly its five calls', () => {
  const exposed: Record<string, object> = {};
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: object) => (exposed[name] = api) },
    ipcRenderer: { on: () => undefined },
    webFrame: {},
    webUtils: {},
  };
  const require = (name: string): unknown => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  // As Electron's sandboxed preloads are run.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, no-new-func
  new Function(
    'require',
    'process',
    'exports',
    'module',
    'Buffer',
    'global',
    'setImmediate',
    'clearImmediate',
    readFileSync(join(folder, 'preload.cjs'), 'utf8'),
  )(require, {}, {}, { exports: {} });
  expect(Object.keys(exposed)).toEqual(['nestwork']);
  expect(Object.keys(exposed.nestwork ?? {}).sort()).toEqual(['connect', 'onOpen', 'openWindow', 'pathOf', 'zoom']);
});
