/** The lab as tables: sorted, filtered, edited in place, selected together with the canvas, copied; all of it by keyboard, and with thousands of rows. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import type { Topology } from '../../electron/shared/topology/schema';
import { inNetwork } from '../support/kernel';
import { Panels } from '../support/panels';

test('rows sort, filter and select what the canvas selects, both ways', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Three routers/);
  await window.show('Tables');
  const grid = window.dock.getByRole('grid', { name: 'Nodes' });
  const names = async (): Promise<string[]> =>
    (await grid.locator('.grid-body [aria-colindex="1"]').allTextContents()).map((one) => one.trim());
  const drawn = (await window.drawing()).nodes.map((node) => node.name);
  expect(await names()).toEqual(drawn);
  await grid.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();
  expect(await names()).toEqual([...drawn].sort());
  await grid.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();
  await expect(grid.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute('aria-sort', 'descending');
  expect(await names()).toEqual([...drawn].sort().reverse());

  await window.dock.getByRole('textbox', { name: 'Filter' }).fill('router');
  expect(await names()).toEqual(['r3', 'r2', 'r1']);
  await grid.getByRole('gridcell', { name: 'r2', exact: true }).click();
  await expect(window.device('r2')).toHaveAttribute('aria-selected', 'true');
  await expect(window.inspector.getByRole('tab', { name: 'Routing' })).toBeVisible();
  await window.select('r3');
  await expect(grid.getByRole('row', { name: /^r3/ })).toHaveAttribute('aria-selected', 'true');
  await expect(grid.getByRole('row', { name: /^r2/ })).toHaveAttribute('aria-selected', 'false');
});

test('cells are edited in place and reach the kernel; what cannot be taken stays with the reason', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.show('Tables');
  await window.dock.getByRole('radio', { name: 'Addresses' }).click();
  const grid = window.dock.getByRole('grid', { name: 'Addresses' });
  const cell = grid.getByRole('row', { name: /^h1 eth0 10\./ }).locator('[aria-colindex="3"]');
  await cell.dblclick();
  const field = grid.getByRole('textbox');
  await field.fill('10.0.1.0/24');
  await field.press('Enter');
  await expect(grid.getByRole('alert')).toContainText('10.0.1.0/24 is the network itself');
  await field.fill('10.0.1.66/24');
  await field.press('Enter');
  await window.untilKernel('h1', 'ip -4 address show dev eth0', '10.0.1.66/24');
  await expect(grid.getByRole('row', { name: /10\.0\.1\.66/ })).toContainText('fixed');
  // The keyboard is back on the cell.
  await expect(grid.locator(':focus')).toContainText('10.0.1.66/24');

  await window.dock.getByRole('radio', { name: 'Cables' }).click();
  const cables = window.dock.getByRole('grid', { name: 'Cables' });
  await cables
    .getByRole('row', { name: /\bh2\b/ })
    .getByRole('gridcell', { name: '1500' })
    .dblclick();
  await cables.getByRole('textbox').fill('1420');
  await cables.getByRole('textbox').press('Enter');
  await window.untilKernel('h2', 'ip link show dev eth0', 'mtu 1420');
  await window.undoOnCanvas();
  await window.untilKernel('h2', 'ip link show dev eth0', 'mtu 1500');

  // What each device uses, while the lab runs.
  await window.dock.getByRole('radio', { name: 'Nodes' }).click();
  const nodes = window.dock.getByRole('grid', { name: 'Nodes' });
  const traffic = nodes.getByRole('row', { name: /^h2 / }).getByRole('gridcell', { name: /bit\/s/ });
  await expect(traffic).toHaveText('↓ 0 bit/s ↑ 0 bit/s');
  const talking = inNetwork(await window.pid('h2'), 'ping', '-q', '-i', '0.02', '-c', '200', await window.address('h1'));
  await expect(traffic).toHaveText(/↓ \d.* [kM]bit\/s\s+↑ \d.* [kM]bit\/s/);
  await talking;
  await nodes.getByRole('columnheader', { name: 'Traffic' }).getByRole('button').click();
  await expect(nodes.getByRole('columnheader', { name: 'Traffic' })).toHaveAttribute('aria-sort', 'ascending');

  // A limit holds where it is delegated; where not, table and inspector say so, and why.
  await expect(nodes.getByRole('columnheader', { name: 'Limits' })).toHaveCount(0);
  await window.select('h2');
  await window.tab('Inside');
  await window.fill('Processes', '20');
  await expect(async () => {
    const holds = (await window.observed('h2')).limits?.pids === 20;
    const said = holds ? /20 processes(?! \(not)/ : '20 processes (not in force)';
    await expect(nodes.getByRole('row', { name: /^h2 / })).toContainText(said, { timeout: 1000 });
    await expect(window.inspector).toContainText(holds ? 'in force' : 'h2 cannot be limited: ', { timeout: 1000 });
  }).toPass();
  await window.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(nodes.getByRole('columnheader', { name: 'Traffic' })).toHaveCount(0);
});

test('everything by keyboard: walk, edit, choose, extend, copy', async ({ app }) => {
  const window = new Panels(app.page);
  const { keyboard } = app.page;
  await window.openShipped(/^Star /);
  await window.show('Tables');
  const grid = window.dock.getByRole('grid', { name: 'Nodes' });
  await grid.getByRole('gridcell', { name: 'h1', exact: true }).focus();
  await keyboard.press('F2');
  await grid.getByRole('textbox').fill('web');
  await keyboard.press('Enter');
  await expect(window.device('web')).toBeAttached();
  await expect(grid.locator(':focus')).toHaveText('web');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await app.page.getByRole('option', { name: 'Router' }).focus();
  await keyboard.press('Enter');
  await expect.poll(async () => (await window.drawn('web')).kind).toBe('router');
  await keyboard.press('Control+Home');
  await keyboard.press(' ');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+ ');
  await expect(window.inspector.getByRole('heading', { name: '3 devices' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('Control+End');
  await expect(grid.locator(':focus')).toHaveAttribute('aria-colindex', String(await grid.getByRole('columnheader').count()));

  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await keyboard.press('Control+c');
  await expect(window.toast).toContainText('Copied 3 rows.');
  const text = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(text.split('\r\n')).toHaveLength(4);
  expect(text.split('\r\n')[0]).toMatch(/^Name,Kind,State,/);
  await window.dock.getByRole('button', { name: 'Copy as CSV' }).click();
  const rows = (await window.drawing()).nodes.length;
  await expect(window.toast).toContainText(`Copied ${rows} rows.`);
});

test('1,500 devices stay a screenful of rows, and the last is one key away', async ({ app }) => {
  const count = 1500;
  const topology: Topology = {
    nestwork: 1,
    id: 'large',
    name: 'Large',
    nodes: Array.from({ length: count }, (_, at) => ({
      id: `h${at + 1}`,
      name: `h${at + 1}`,
      kind: 'host' as const,
      position: { x: (at % 50) * 96, y: Math.floor(at / 50) * 96 },
    })),
    links: [],
  };
  const path = join(app.home, 'large.nestwork.json');
  await writeFile(path, JSON.stringify(topology));
  const window = new Panels(app.page);
  await window.openFile(path);
  await window.show('Tables');
  const grid = window.dock.getByRole('grid', { name: 'Nodes' });
  await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
  expect(await grid.getByRole('row').count()).toBeLessThan(60);
  await grid.getByRole('gridcell', { name: 'h1', exact: true }).focus();
  await app.page.keyboard.press('Control+End');
  await expect(grid.locator(':focus')).toBeVisible();
  await app.page.keyboard.press('Home');
  await expect(grid.locator(':focus')).toHaveText(`h${count}`);
  expect(await grid.getByRole('row').count()).toBeLessThan(60);
  await window.dock.getByRole('textbox', { name: 'Filter' }).fill('h1234');
  await expect(window.dock.getByRole('status')).toHaveText('1 row');
});
