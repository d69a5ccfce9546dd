/** Output of start-up commands beside the shells, and shells with namespaces and a user of their own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import type { App } from '../fixtures';
import { Terminals } from '../support/terminals';

/** A lab whose device h1 runs these commands, up and shown. */
async function labWith(app: App, startup: readonly unknown[]): Promise<Terminals> {
  const path = join(app.home, 'commands.nestwork.json');
  const nodes = [
    { id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 }, startup },
    { id: 'h2', name: 'h2', kind: 'host', position: { x: 240, y: 0 } },
  ];
  await writeFile(path, JSON.stringify({ nestwork: 1, id: 'commands', name: 'Commands', nodes, links: [] }));
  await app.nestwork('up', path);
  await app.page.reload();
  await app.page.getByRole('button', { name: /^Show Commands/ }).click();
  return new Terminals(app.page);
}

test('each start-up command that says something or fails has a tab to be read, with how it ended', async ({ app }) => {
  const terminals = await labWith(app, [
    'true',
    { name: 'greeting', command: 'for n in $(seq 1 3000); do echo "greeting $n"; done' },
    { name: 'trouble', command: 'echo "no such thing" >&2; exit 3', until: 'start' },
    { name: 'clock', command: 'n=0; while sleep 0.2; do n=$((n+1)); echo "tick $n"; done', until: 'start' },
  ]);
  // They open nothing by themselves: nobody's place is taken.
  await app.page.getByRole('tab', { name: /^Terminals/ }).click();
  await expect(terminals.tab('h1 \\(greeting\\)')).toHaveAttribute('aria-label', /exited 0/);
  await expect(terminals.tab('h1 \\(trouble\\)')).toHaveAttribute('aria-label', /exited 3/);
  await expect(terminals.tabs('h1 \\(true\\)')).toHaveCount(0);
  await terminals.tab('h1 \\(greeting\\)').click();
  await expect(terminals.text()).toContainText('greeting 3000');
  await expect(terminals.program()).toHaveText('exited 0');
  const path = join(app.home, 'greeting.txt');
  await terminals.choose(terminals.tab('h1 \\(greeting\\)'), /^Save output/);
  await terminals.saveAs(path);
  const { readFile } = await import('node:fs/promises');
  await expect
    .poll(() => readFile(path, 'utf8').catch(() => ''))
    .toBe(Array.from({ length: 3000 }, (_, at) => `greeting ${at + 1}\n`).join(''));
  await terminals.tab('h1 \\(trouble\\)').click();
  await expect(terminals.text()).toContainText('no such thing');
  await expect(terminals.program()).toHaveClass(/failed/);

  // One that runs is followed, and cannot be typed to.
  await terminals.tab('h1 \\(clock\\)').click();
  await expect(terminals.text()).toContainText('tick 3');
  await app.page.keyboard.type('typed');
  await expect(terminals.text()).toContainText(/tick [6-9]/);
  await expect(terminals.text()).not.toContainText('typed');
  await app.page.reload();
  await app.page.getByRole('tab', { name: /^Terminals/ }).click();
  await terminals.tab('h1 \\(clock\\)').click();
  await expect(terminals.text()).toContainText(/tick \d+\D/);
});

test('a shell with fresh namespaces and as another user is what the dialog says', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('clear; readlink /proc/self/ns/{pid,uts,ipc,mnt,net,user}');
  await expect(terminals.text()).toContainText('user:[');
  const own = await namespaces(terminals);
  await terminals.choose(terminals.tab('h1'), /^Shell as another user/);
  const dialog = app.page.getByRole('dialog', { name: 'Shell in h1' });
  for (const kind of ['pid', 'uts', 'ipc', 'mnt']) await dialog.getByRole('checkbox', { name: new RegExp(`^${kind}:`) }).check();
  await dialog.getByRole('textbox', { name: 'User' }).fill('not a user');
  await dialog.getByRole('button', { name: 'Open the shell' }).click();
  await expect(dialog).toContainText('A user is a name of this computer');
  await dialog.getByRole('textbox', { name: 'User' }).fill('nobody');
  await dialog.getByRole('button', { name: 'Open the shell' }).click();
  const tab = terminals.tab('h1 \\(as nobody, own pid, mnt, ipc, uts\\)');
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await terminals.type('clear; echo $$-$(id -un)-; readlink /proc/self/ns/{pid,uts,ipc,mnt,net,user}; ps -e | wc -l');
  await expect(terminals.text()).toContainText('1-nobody-');
  await expect(terminals.text()).toContainText('user:[');
  const fresh = await namespaces(terminals);
  for (const kind of ['pid', 'uts', 'ipc', 'mnt']) expect([kind, fresh[kind] === own[kind]]).toEqual([kind, false]);
  expect([fresh.net, fresh.user]).toEqual([own.net, own.user]);
});

async function namespaces(terminals: Terminals): Promise<Record<string, string>> {
  const text = (await terminals.text().textContent()) ?? '';
  return Object.fromEntries([...text.matchAll(/(\w+):\[(\d+)\]/g)].map(([, kind, inode]) => [kind!, inode!]));
}
