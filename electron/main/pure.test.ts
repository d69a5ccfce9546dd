import { describe, expect, it } from 'vitest';
import { appPage, externalUrl, isAppUrl, schemes } from './app-scheme';
import { parseArgv, parseHandOver, wantsWindow } from './arguments';
import { contentSecurityPolicy } from './content-security-policy';
import { withExtension } from './file-name';
import { folders, isOwnVariable } from './folders';
import { resolveRequest } from './resolve-request';
import { senderAllowed } from './sender';
import { languageOf } from './setup-person';
import { windowOptions } from './window-options';
import { pageFor } from './windows';

describe('the scheme', () => {
  it('has no privilege that goes round the security policy', () => {
    expect(schemes()).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
  });
  it('knows its own page from what only looks like it', () => {
    expect(isAppUrl(appPage)).toBe(true);
    for (const url of [
      'app://nestwork.evil/',
      'app://user@nestwork/',
      'app://nestwork:1/',
      'https://nestwork/',
      'file:///nestwork',
      'javascript:0',
      'about:blank',
      '',
    ])
      expect([url, isAppUrl(url)]).toEqual([url, false]);
  });
  it('lets nothing but https out', () => {
    expect(externalUrl('https://example.org/a?b')).toBe('https://example.org/a?b');
    for (const url of [
      'http://example.org',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://user:pass@example.org',
      'smb://host/share',
      'x',
    ])
      expect(externalUrl(url)).toBeNull();
  });
});

describe('a request for a file', () => {
  const root = '/opt/page';
  it('is answered from the folder of the page, with its type', () => {
    expect(resolveRequest('GET', 'app://nestwork/', root)).toEqual({ file: '/opt/page/index.html', type: 'text/html; charset=utf-8' });
    expect(resolveRequest('HEAD', 'app://nestwork/assets/a.js?x#y', root)).toEqual({
      file: '/opt/page/assets/a.js',
      type: 'text/javascript; charset=utf-8',
    });
  });
  it('stays inside that folder, however the way up is written', () => {
    expect(resolveRequest('GET', 'app://nestwork/%2e%2e/../etc/passwd.html', root)).toMatchObject({ file: '/opt/page/etc/passwd.html' });
  });
  it.each([
    ['POST', 'app://nestwork/index.html', 405],
    ['GET', 'app://other/index.html', 400],
    ['GET', 'https://nestwork/index.html', 400],
    ['GET', 'app://nestwork/..%2f..%2fsecret.json', 404],
    ['GET', 'app://nestwork/a%00.html', 400],
    ['GET', 'app://nestwork/a%5c..%5c.html', 400],
    ['GET', 'app://nestwork/%zz.html', 400],
    ['GET', 'app://nestwork/main.cjs', 404],
    ['GET', 'app://nestwork/folder', 404],
    ['GET', 'not a url', 400],
  ])('%s %s is refused with %i', (method, url, status) => {
    expect(resolveRequest(method, url, root)).toEqual({ status });
  });
});

describe('a sender', () => {
  const good = { origin: 'app://nestwork', parent: null, detached: false };
  it('is the top frame of our own page in our own window, and nobody else', () => {
    expect(senderAllowed(good, true)).toBe(true);
    expect(senderAllowed(good, false)).toBe(false);
    expect(senderAllowed(null, true)).toBe(false);
    expect(senderAllowed({ ...good, parent: {} }, true)).toBe(false);
    expect(senderAllowed({ ...good, detached: true }, true)).toBe(false);
    expect(senderAllowed({ ...good, origin: 'null' }, true)).toBe(false);
    expect(senderAllowed({ ...good, origin: 'app://nestwork.evil' }, true)).toBe(false);
  });
});

describe('arguments', () => {
  it('are paths and file URLs; switches of others are passed over', () => {
    const given = [
      '/usr/bin/nestwork',
      '--no-sandbox',
      'a.nestwork.json',
      'file:///home/me/b%20c.nestwork.json',
      '/abs',
      '--inspect=0',
      '',
    ];
    expect(parseArgv(given, { defaultApp: false, cwd: '/work' })).toEqual(['/work/a.nestwork.json', '/home/me/b c.nestwork.json', '/abs']);
    expect(parseArgv(['electron', 'main.cjs', 'x'], { defaultApp: true, cwd: '/w' })).toEqual(['/w/x']);
  });
  it('that are no paths name no file', () => {
    expect(parseArgv(['n', 'file://host.evil/x', 'file:%zz', 'a\0b'], { defaultApp: false, cwd: '/w' })).toEqual([]);
  });
  it('of a second start are taken only in the form that we send', () => {
    expect(parseHandOver({ files: ['/a'], newWindow: true })).toEqual({ files: ['/a'], newWindow: true });
    for (const data of [
      null,
      1,
      {},
      { files: ['relative'], newWindow: false },
      { files: [1], newWindow: false },
      { files: ['/a'], newWindow: 'yes' },
      { files: ['/a'], newWindow: true, more: 1 },
      { files: Array(65).fill('/a'), newWindow: false },
    ])
      expect(parseHandOver(data)).toEqual({ files: [], newWindow: false });
  });
  it('may ask for a window of its own, which is no file', () => {
    expect([wantsWindow(['n', '--new-window']), wantsWindow(['n', 'file'])]).toEqual([true, false]);
    expect(parseArgv(['n', '--new-window'], { defaultApp: false, cwd: '/w' })).toEqual([]);
  });
});

describe('the window', () => {
  it('keeps its page in the sandbox, and is shown at once', () => {
    const { show, webPreferences } = windowOptions('/opt/preload.cjs', true, true);
    expect(show).toBe(true);
    expect(webPreferences).toEqual({
      preload: '/opt/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
    });
  });
  it('has a policy that allows our own scripts alone, and no evaluation', () => {
    const policy = contentSecurityPolicy();
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|\*|https?:/);
  });
});

describe('several windows', () => {
  it('never ask Electron to remember the place of more than one under a name', () => {
    expect(windowOptions('/p', false, true)).toMatchObject({ name: 'main', windowStatePersistence: true });
    expect(Object.keys(windowOptions('/p', false, false))).not.toContain('name');
  });
  it('each show the document that they were opened for, whatever its name', () => {
    expect(pageFor('d-1')).toBe('app://nestwork/index.html?document=d-1');
    expect(pageFor('')).toBe(appPage);
    expect(isAppUrl(pageFor('../../x?y#z'))).toBe(true);
    expect(resolveRequest('GET', pageFor('../../x?y#z'), '/opt/page')).toMatchObject({ file: '/opt/page/index.html' });
  });
});

describe('the language of the desktop’s dialogs', () => {
  it('is the one that was chosen, else the first of the desktop that there is', () => {
    expect([
      languageOf('de', ['en-GB']),
      languageOf('system', ['fr-FR', 'de-AT', 'en']),
      languageOf('system', ['fr']),
      languageOf('system', []),
    ]).toEqual(['de', 'de', 'en', 'en']);
  });
});

describe('folders', () => {
  it('follow the XDG variables, and ignore relative ones', () => {
    expect(folders({ XDG_STATE_HOME: '/s', XDG_CACHE_HOME: 'relative' }, '/home/me')).toEqual({
      userData: '/s/nestwork/window',
      sessionData: '/home/me/.cache/nestwork',
      crashDumps: '/s/nestwork/crashes',
      logs: '/s/nestwork/logs',
    });
  });
  it('what Electron sets in its environment is not handed on', () => {
    expect(['ELECTRON_RUN_AS_NODE', 'CHROME_DESKTOP', 'NODE_OPTIONS', 'PATH', 'HOME'].filter(isOwnVariable)).toEqual([
      'ELECTRON_RUN_AS_NODE',
      'CHROME_DESKTOP',
      'NODE_OPTIONS',
    ]);
  });
});

it('the name of a lab file ends as lab files do', () => {
  expect(['/a', '/a.json', '/a.nestwork', '/a.nestwork.json'].map(withExtension)).toEqual(Array(4).fill('/a.nestwork.json'));
});
