/** Electron's entry: what must be done before the application is ready, in this order; then a list of set-ups. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BrowserWindow,
  Menu,
  app,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron';
import { createHost } from '../host/host';
import { schemes } from './app-scheme';
import { parseArgv, parseHandOver, wantsWindow } from './arguments';
import { desktopClipboard } from './clipboard';
import { folders, isOwnVariable } from './folders';
import { localClient } from './local-client';
import { openLog } from './log';
import { setupConnection } from './setup-connection';
import { setupHardening } from './setup-hardening';
import { setupLifecycle } from './setup-lifecycle';
import { setupPermissions } from './setup-permissions';
import { setupProtocol } from './setup-protocol';
import { setupSignals } from './setup-signals';
import { setupPerson } from './setup-person';
import { mayLeave } from './unsaved';
import { windowOptions } from './window-options';
import { Windows } from './windows';

/** Folder that holds dist/: this file is dist/main/main.cjs, in a checkout and in the archive of an installed application alike. */
const root = dirname(dirname(__dirname));
const places = folders(process.env, homedir());
const log = openLog(places.logs);

// Without a handler Electron opens a box that blocks everything.
process.on('uncaughtException', (cause) => log.unexpected('A fault of Nestwork itself', cause));
process.on('unhandledRejection', (cause) => log.unexpected('A fault of Nestwork itself', cause));

for (const folder of [places.userData, places.sessionData, places.crashDumps, places.logs])
  mkdirSync(folder, { recursive: true, mode: 0o700 });
app.setPath('userData', places.userData);
app.setPath('sessionData', places.sessionData);
app.setPath('crashDumps', places.crashDumps);
app.setAppLogsPath(places.logs);
crashReporter.start({ uploadToServer: false });

const files = parseArgv(process.argv, { defaultApp: Boolean(process.defaultApp), cwd: process.cwd() });
if (app.requestSingleInstanceLock({ files, newWindow: wantsWindow(process.argv) })) start();
else {
  process.stderr.write(
    `Nestwork is running already and has been handed what was asked for. If no window appears, look whether ${places.userData} can be written.\n`,
  );
  app.quit();
}

function start(): void {
  if (app.commandLine.hasSwitch('no-sandbox') || process.env.ELECTRON_DISABLE_SANDBOX)
    process.stderr.write(
      'Warning: Chromium runs without its sandbox. Start Nestwork as an ordinary user, without --no-sandbox, to have it.\n',
    );
  // It would take --no-sandbox off the command line, and as root nothing starts then.
  else app.enableSandbox();
  app.commandLine.appendSwitch('password-store', 'basic');
  protocol.registerSchemesAsPrivileged(schemes());
  Menu.setApplicationMenu(null);
  // Programs in devices get what is left.
  for (const name of Object.keys(process.env)) if (isOwnVariable(name)) Reflect.deleteProperty(process.env, name);

  const host = createHost({
    door: 'electron',
    root,
    version: app.getVersion(),
    clipboard: desktopClipboard(clipboard),
    unexpected: log.unexpected,
  });
  const client = localClient((transport) => host.connect(transport));
  const person = setupPerson(nativeTheme, client);
  const lifecycle = setupLifecycle({
    app,
    ask: () => mayLeave(dialog, client, person.say()),
    close: () => host.close(),
    unexpected: log.unexpected,
  });
  const windows = new Windows(
    (main) => new BrowserWindow(windowOptions(join(root, 'dist', 'preload', 'preload.cjs'), nativeTheme.shouldUseDarkColors, main)),
    lifecycle,
  );
  setupHardening(app, { dialog, shell }, () => person.say(), log.unexpected);
  setupConnection({
    ipcMain,
    known: (contents) => windows.knows(contents),
    connect: (transport) => host.connect(transport),
    openWindow: (document) => void windows.add(document).catch((cause: unknown) => log.unexpected('A window could not be opened', cause)),
    log: log.line,
  });
  app.on('child-process-gone', (_event, { type, reason }) =>
    log.line(`Chromium's ${type} process ended: ${reason}. If it is the GPU, --disable-gpu helps.`),
  );
  app.on('render-process-gone', (_event, contents, { reason }) => {
    log.line(`The page's process ended: ${reason}.`);
    if (reason !== 'clean-exit') windows.pageDied(contents);
  });

  app.on('second-instance', (_event, _argv, _folder, data) => {
    const asked = parseHandOver(data);
    const ready = asked.newWindow ? windows.add('none') : Promise.resolve();
    ready
      .then(() => windows.openFiles(asked.files))
      .catch((cause: unknown) => log.unexpected('What a second start asked for could not be shown', cause));
  });

  app
    .whenReady()
    .then(async () => {
      setupSignals(process, powerMonitor, () => lifecycle.leaveNow());
      setupProtocol(session.defaultSession, join(root, 'dist', 'renderer'));
      setupPermissions(session.defaultSession);
      await person.known(app.getPreferredSystemLanguages());
      await windows.add();
      if (files.length > 0) await windows.openFiles(files);
    })
    .catch((cause: unknown) => {
      log.unexpected('The window could not be opened', cause);
      process.stderr.write(`Nestwork's window could not be opened. ${places.logs}/nestwork.log says why.\n`);
      app.exit(1);
    });
}
