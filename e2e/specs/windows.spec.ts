/** Several labs, several windows: each lab has its own undo, and two windows on one lab are one drawing. */
import { expect, test } from '../fixtures';
import { Application, anotherWindow } from '../support/application';
import { ask } from '../support/host-client';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

test('several labs are open in one window, each with its own history, and each closes with a question of its own', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.device('h1').focus();
  await app.page.keyboard.press('Delete');
  await expect(window.device('h1')).toHaveCount(0);

  await window.switcher.click();
  await app.page.getByRole('menuitem', { name: /^Start page/ }).click();
  await window.openShipped(/^Star /);
  await expect(window.device('h4')).toBeAttached();
  // Undo is of this lab alone: there is nothing to undo in it.
  await window.undo();
  await expect(window.toolbar.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true');

  await window.switchTo(/^Two hosts/);
  await expect(window.switcher).toHaveText('Two hosts');
  await expect(window.device('h1')).toHaveCount(0);
  await window.undo();
  await expect(window.device('h1')).toBeAttached();

  await app.page.keyboard.press('Control+F6');
  await expect(window.switcher).toHaveText('Star');
  // Untouched and from the gallery: nothing is lost, so nothing is asked.
  await app.page.keyboard.press('Alt+w');
  await expect(window.switcher).toHaveText('Two hosts');
  await window.device('h2').focus();
  await app.page.keyboard.press('Delete');
  await app.page.keyboard.press('Alt+w');
  await expect(window.question).toContainText('Save Two hosts before you close it?');
  await window.question.getByRole('button', { name: 'Close without saving' }).click();
  await expect(app.page.getByRole('button', { name: /^New lab/ })).toBeVisible();
  expect((await ask(app.page, 'documents.list', {})).documents).toEqual([]);
});

test('two windows on one lab see each other live, and the kernel sees one lab', async ({ app }) => {
  const first = new Application(app.page);
  await first.openShipped(/^Two hosts/);
  await first.run();
  const document = await first.document();
  const second = await anotherWindow(app.page, document);
  await expect(second.device('h1')).toHaveAttribute('aria-label', /, up,/);
  await expect(app.page.locator('.status-bar')).toContainText('2 windows');

  await second.dragDevice('Router', { x: 200, y: 120 });
  await expect(first.device('r1')).toBeAttached();
  await first.device('h2').focus();
  await app.page.keyboard.press('Delete');
  await expect(second.device('h2')).toHaveCount(0);
  await first.untilRunning();
  expect(await mismatches(app.page, document)).toEqual([]);
  expect(await mismatches(second.page, document)).toEqual([]);

  // Each takes back what it did itself.
  await second.undo();
  await expect(first.device('r1')).toHaveCount(0);
  await expect(first.device('h2')).toHaveCount(0);
  await first.undo();
  await expect(second.device('h2')).toBeAttached();

  await second.page.close();
  await expect(app.page.locator('.status-bar')).not.toContainText('windows');
});

test('the same field changed twice at once: the later change counts, in both windows, and is named', async ({ app }) => {
  const first = new Application(app.page);
  await first.openShipped(/^Two hosts/);
  const document = await first.document();
  const second = await anotherWindow(app.page, document);
  await expect(second.device('h1')).toBeAttached();

  // The first window's answers are held back, so that it edits what it does not know to be old.
  const { topology, version } = await ask(app.page, 'documents.get', { document });
  const h1 = topology.nodes.find((node) => node.name === 'h1')!;
  const diff = (name: string) => ({ nodes: { added: [], removed: [], changed: [[h1, { ...h1, name }] as [typeof h1, typeof h1]] } });
  await Promise.all([
    ask(app.page, 'edits.apply', { document, version, diff: diff('left'), label: 'Renamed' }),
    ask(second.page, 'edits.apply', { document, version, diff: diff('right'), label: 'Renamed' }),
  ]);
  const name = (await ask(app.page, 'documents.get', { document })).topology.nodes.find((node) => node.id === h1.id)!.name;
  expect(['left', 'right']).toContain(name);
  await expect(first.device(name)).toBeAttached();
  await expect(second.device(name)).toBeAttached();
});

test('two windows that change one field at the same time: the last writer wins, and the other one is told and shown where', async ({
  app,
}) => {
  const first = new Application(app.page);
  await first.openShipped(/^Two hosts/);
  const document = await first.document();
  // A window whose edits reach the host late: what it sends is held until the test lets go.
  const held: (() => void)[] = [];
  let hold = false;
  const slow = new Panels(await app.page.context().newPage());
  await slow.page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (hold && String(message).includes('edits.apply')) held.push(() => server.send(message));
      else server.send(message);
    });
  });
  await slow.page.goto(`${new URL(app.page.url()).origin}/?document=${document}`);
  await slow.select('h1');
  hold = true;
  await slow.fill('Name', 'mine');
  await expect(slow.device('mine')).toBeAttached();
  await expect.poll(() => held.length).toBe(1);

  const { topology, version } = await ask(app.page, 'documents.get', { document });
  const h1 = topology.nodes.find((node) => node.name === 'h1')!;
  const nodes = { added: [], removed: [], changed: [[h1, { ...h1, name: 'theirs' }] as [typeof h1, typeof h1]] };
  await ask(app.page, 'edits.apply', { document, version, diff: { nodes }, label: 'Renamed' });
  await expect(first.device('theirs')).toBeAttached();
  await expect(slow.toast).toContainText('Somebody else changed mine at the same time. Your change stands.');
  await slow.page.keyboard.press('Escape');
  hold = false;
  held[0]!();
  for (const window of [first, slow]) await expect(window.device('mine')).toBeAttached();
  expect((await ask(app.page, 'documents.get', { document })).topology.nodes.find((node) => node.id === h1.id)!.name).toBe('mine');
});

test('a new window begins on its own, and a lab can be shown in another one', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Star /);
  const opened = app.page.context().waitForEvent('page');
  await app.page.keyboard.press('Alt+Shift+n');
  const second = await opened;
  await expect(second.getByRole('button', { name: /^New lab/ })).toBeVisible();
  // Nothing of the address that it was opened with is left in it.
  await expect(second).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);

  const again = app.page.context().waitForEvent('page');
  await window.find('Same lab in another');
  const third = new Application(await again);
  await expect(third.device('h4')).toBeAttached();
  await expect(third.page).toHaveTitle('Star – Nestwork');
});
