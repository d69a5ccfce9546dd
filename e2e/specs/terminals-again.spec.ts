/** Terminals are found again with everything that was shown: after a reload, after the window was closed, after a lost connection. */
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '../fixtures';
import { Terminals } from '../support/terminals';

/** All lines that a terminal can show, from the first to the last: what it would save. */
async function lines(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const rows = document.querySelector('.xterm-rows')!;
    const seen: string[] = [];
    for (const row of rows.children) seen.push((row.textContent ?? '').trimEnd());
    return Promise.resolve(seen);
  });
}

test('after a reload: tiles, tabs, names, text, and the shells go on', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('HERE=kept; for n in $(seq 1 40); do echo "row $n"; done');
  await expect(terminals.text()).toContainText('row 40');
  await terminals.open('h2');
  await terminals.layout('Two tiles side by side');
  await terminals.run('exit 3', 1);
  await expect(terminals.program(1)).toHaveText('exited 3');
  const before = [await terminals.names(1), await terminals.names(2)];
  const text = await terminals.text(2).textContent();
  await app.page.reload();
  await expect(terminals.text(2)).toContainText('row 40');
  expect([await terminals.names(1), await terminals.names(2)]).toEqual(before);
  expect(await terminals.text(2).textContent()).toBe(text);
  await expect(terminals.program(1)).toHaveText('exited 3');
  await expect(terminals.text(1)).toContainText('exit');
  await terminals.run('echo "here:$HERE."', 2);
  await expect(terminals.text(2)).toContainText('here:kept.');
});

test('after the window was closed, a new one has the same terminals', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('echo left-$((40+2)); sleep 0.5; printf "\\007"');
  await expect(terminals.text()).toContainText('left-42');
  const address = app.page.url();
  const context = app.page.context();
  await app.page.goto('about:blank');
  const page = await context.newPage();
  await app.page.close();
  await page.goto(address);
  await page.getByRole('button', { name: /^Show/ }).first().click();
  const again = new Terminals(page);
  await expect(again.text()).toContainText('left-42');
  await again.run('echo on-$((1+1))');
  await expect(again.text()).toContainText('on-2');
});

test('after a lost connection nothing is shown twice and nothing is missing, also of what came meanwhile', async ({ app }) => {
  const sockets: WebSocketRoute[] = [];
  await app.page.routeWebSocket(/\/socket$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await app.page.reload();
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('for n in $(seq 1 30); do echo "line $n"; sleep 0.1; done; echo all-$((1+1))');
  await expect(terminals.text()).toContainText('line 3');
  for (const socket of sockets.splice(0)) await socket.close({ code: 1011 });
  const lost = app.page.getByRole('alert').filter({ hasText: 'connection' });
  await expect(lost).toBeVisible();
  await app.page.getByRole('button', { name: 'Connect again' }).click();
  await expect(terminals.text()).toContainText('all-2', { timeout: 20_000 });
  const path = `${app.home}/all.txt`;
  await terminals.choose(terminals.tab('h1'), /^Save output/);
  await terminals.saveAs(path);
  const { readFile } = await import('node:fs/promises');
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('all-2');
  const shown = (await readFile(path, 'utf8')).split('\n').filter((one) => /^line \d+$/.test(one));
  expect(shown).toEqual(Array.from({ length: 30 }, (_, at) => `line ${at + 1}`));
  expect((await lines(app.page)).length).toBeGreaterThan(0);
});

test('a second window on the lab sees the same terminals live, and its size is that of the one who looks', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  const other = await app.page.context().newPage();
  await other.goto(app.page.url());
  await other.getByRole('button', { name: /^Show/ }).first().click();
  const second = new Terminals(other);
  await second.prompt('h1');
  await terminals.focus();
  await terminals.type('echo both-$((1+1))');
  await expect(second.text()).toContainText('both-2');
  await second.another();
  await expect(terminals.tabs()).toHaveCount(2);
  await second.type('exit 4');
  await expect(terminals.tabs().nth(1)).toHaveAttribute('aria-label', /exited 4/);
  await other.close();
});
