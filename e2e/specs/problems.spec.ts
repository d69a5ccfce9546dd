/** Problems: the worst first, mended by one click that undo takes back, and a way to the place. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import type { App } from '../fixtures';
import type { Topology } from '../../electron/shared/topology/schema';
import { Panels } from '../support/panels';

const at = (x: number) => ({ x, y: 120 });
async function open(app: App, window: Panels, topology: Topology): Promise<void> {
  const path = join(app.home, 'wrong.nestwork.json');
  await writeFile(path, JSON.stringify(topology));
  await window.openFile(path);
  await window.show('Problems');
}

test('a problem is mended by one click, as an edit; what cannot be mended leads to its place', async ({ app }) => {
  const window = new Panels(app.page);
  await open(app, window, {
    nestwork: 1,
    id: 'wrong',
    name: 'Wrong',
    nodes: [
      {
        id: 'a',
        name: 'web',
        kind: 'host',
        position: at(100),
        interfaces: [{ name: 'eth0', ipv4: ['10.0.1.1/24'], mac: '02:00:00:00:00:01' }],
      },
      {
        id: 'b',
        name: 'Web',
        kind: 'host',
        position: at(300),
        interfaces: [{ name: 'eth0', ipv4: ['10.0.1.2/24'], mac: '02:00:00:00:00:01' }],
      },
      { id: 'c', name: 'lonely', kind: 'host', position: at(500), files: [{ path: '/etc/motd', source: 'nowhere' }] },
    ],
    links: [
      {
        id: 'l1',
        ends: [
          { node: 'a', interface: 'eth0' },
          { node: 'b', interface: 'eth0' },
        ],
      },
    ],
  });
  const list = window.dock.getByRole('list', { name: 'Problems' });
  await expect(list.getByRole('listitem').first().getByRole('img', { name: 'Cannot work' })).toBeVisible();
  await expect(list.getByRole('listitem').last()).toContainText('lonely has no cable.');
  // The host alone can know.
  await expect(list.getByRole('listitem').filter({ hasText: 'nowhere' })).toBeVisible();
  await list.getByRole('button', { name: 'Show lonely' }).last().click();
  await expect(window.device('lonely')).toBeFocused();

  const mac = list.getByRole('listitem').filter({ hasText: 'MAC address' });
  await mac.getByRole('button', { name: 'Let it have a MAC address of its own' }).click();
  await expect(mac).toHaveCount(0);
  await window.undoOnCanvas();
  await expect(mac).toHaveCount(1);

  await window.dock.getByRole('button', { name: /^Mend all/ }).click();
  // The file beside the lab is nothing that could be mended here.
  await expect(list.getByRole('img', { name: 'Cannot work' })).toHaveCount(1);
  await window.toast.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('img', { name: 'Cannot work' })).not.toHaveCount(1);

  await window.dock.getByRole('button', { name: /error/ }).click();
  await expect(list.getByRole('img', { name: 'Cannot work' })).toHaveCount(0);
  await expect(list.getByRole('listitem').last()).toContainText('lonely has no cable.');
});

test('what the kernel refuses is listed in its own words, and tried again when it is mended', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  await window.tab('Routing');
  await window.inspector.getByRole('button', { name: 'Add a route' }).click();
  await window.fill('Destination', '10.9.0.0/16');
  await window.fill('Gateway or interface', '10.0.1.255');
  await window.show('Problems');
  const list = window.dock.getByRole('list', { name: 'Problems' });
  const line = list.getByRole('listitem').filter({ has: app.page.getByRole('button', { name: 'Try again' }) });
  await expect(line).toContainText(/gateway|invalid/i);
  await line.getByRole('button', { name: 'Show h1' }).click();
  await expect(window.inspector.getByRole('alert')).toContainText(/gateway|invalid/i);
  await window.inspector.getByRole('button', { name: 'Remove the route to 10.9.0.0/16' }).click();
  await expect(line).toHaveCount(0);
  await expect(window.device('h1')).toHaveAttribute('aria-label', /, up,/);
});
