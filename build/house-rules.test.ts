import { describe, expect, it } from 'vitest';
import { breaches } from './house-rules.mjs';
import { codeOf, nativeBreaches } from './native-rules.mjs';
import { npmIsCurrent } from './setup.mjs';

it('a file that is too long, a test that stands alone, a lost link: each is named with its place', () => {
  const found = breaches(
    [
      ['electron/long.ts', 'x\n'.repeat(401)],
      ['renderer/styles/long.css', 'x\n'.repeat(401)],
      ['electron/fits.ts', 'x\n'.repeat(400)],
      ['e2e/specs/a.spec.ts', `one\n${'test'}.only('x')\n`],
      ['README.md', '[here](docs/there.md) [web](https://example.org) [gone](docs/gone.md)'],
    ],
    (path: string) => path === 'docs/there.md',
  );
  expect(found).toEqual([
    expect.stringContaining('electron/long.ts: 401 lines'),
    expect.stringContaining('renderer/styles/long.css: 401 lines'),
    expect.stringContaining('e2e/specs/a.spec.ts:2:'),
    expect.stringContaining('docs/gone.md'),
  ]);
});

it('npm is asked only when a package is missing or in another version', () => {
  const lock = {
    packages: { '': {}, 'node_modules/a': { version: '1' }, 'node_modules/b-other-system': { version: '2', optional: true } },
  };
  expect(npmIsCurrent(lock, { packages: { 'node_modules/a': { version: '1' } } })).toBe(true);
  expect(npmIsCurrent(lock, { packages: { 'node_modules/a': { version: '2' } } })).toBe(false);
  expect(npmIsCurrent(lock, { packages: {} })).toBe(false);
  expect(npmIsCurrent(lock, undefined)).toBe(false);
});

describe('native/src', () => {
  /** What is planted in a file where it must not be, and where the same is allowed. Each is found where it is forbidden, and nowhere else. */
  const planted: [what: string, code: string, forbidden: string, allowed: string | undefined][] = [
    ['a namespace made', 'pid_t pid = syscall(SYS_clone3, &arguments, sizeof(arguments));', 'node.c', 'namespace.c'],
    ['a namespace entered', 'if (setns(fd, CLONE_NEWNET) < 0)', 'node_setup.c', 'namespace.c'],
    ['a namespace left', 'unshare(CLONE_NEWNS);', 'mount.c', 'namespace.c'],
    ['a process', 'pid_t pid = fork();', 'startup.c', 'namespace.c'],
    ['a process handed on', 'host.start = fork;', 'terminal.c', 'namespace.c'],
    ['an id', 'return setresuid(uid, uid, uid);', 'identity.c', 'sandbox.c'],
    ['groups', '(void)setgroups(0, NULL);', 'program.c', 'sandbox.c'],
    ['capabilities', 'syscall(SYS_capset, &header, data);', 'supervisor.c', 'sandbox.c'],
    ['who may look into a process', 'prctl(PR_SET_DUMPABLE, 1);', 'launch.c', 'sandbox.c'],
    ['a mount', 'mount("proc", "/proc", "proc", 0, NULL);', 'node.c', 'mount.c'],
    ['a program', 'execve(path, argv, environment);', 'launch.c', 'program.c'],
    ['an exit', 'exit(1);', 'netlink.c', 'lab.c'],
    ['an end', '_exit(1);', 'netlink.c', 'node_init.c'],
    ['an abort', 'abort();', 'namespace.c', undefined],
    ['a log', 'fprintf(stderr, "no node");', 'apply.c', 'lab.c'],
    ['a shell', 'system("ip link");', 'lab.c', undefined],
    ['a copy without a bound', 'strcpy(name, text);', 'name.c', undefined],
    ['a thread', 'pthread_create(&thread, NULL, run, NULL);', 'loop.c', undefined],
    ['the protocol seen by netlink', '#include "protocol.h"', 'netlink.c', 'connection.c'],
    ['JSON seen by the cache', '#include <jansson.h>', 'observed.c', 'observed_json.c'],
    ['the lab seen by a terminal', '#include "lab.h"', 'terminal.c', 'node.c'],
    ['the clients seen by an apply', '#include "server.h"', 'apply.c', 'calls.c'],
    ['all operations seen by another than dispatch.c', '#include "operations.h"', 'undo.c', 'dispatch.c'],
    ['an apply seen from inside', '#include "transaction.h"', 'call_apply.c', 'subject.c'],
    ['messages that an operation does not need', '#include "route.h"', 'apply_address.c', 'apply_route.c'],
  ];
  it.each(planted)('%s is found where it must not be', (_what, code, forbidden, allowed) => {
    const file = `/* One. */\n${code}\n`;
    expect(nativeBreaches(`native/src/${forbidden}`, file)).toEqual([expect.stringMatching(new RegExp(`^native/src/${forbidden}:2: `))]);
    if (allowed) expect(nativeBreaches(`native/src/${allowed}`, file)).toEqual([]);
    const found = breaches([[`native/src/${forbidden}`, file]], () => true);
    expect(found).toHaveLength(1);
  });

  it('a file that nobody gave a place is named', () => {
    expect(nativeBreaches('native/src/manager.c', '')).toEqual([expect.stringContaining('manager.c')]);
  });

  it('only code counts: no comment, no text, no member of that name', () => {
    const text = '/* fork() and\n setns() */ char *a = "exit(1)"; // abort()\nstart.exit(0); launch->fork(1); int exits;\n';
    expect(codeOf(text).split('\n')).toHaveLength(4);
    expect(nativeBreaches('native/src/terminal.c', text)).toEqual([]);
    expect(nativeBreaches('native/src/terminal.c', `${text}exit(1);`)).toEqual([expect.stringContaining('terminal.c:4:')]);
  });
});
