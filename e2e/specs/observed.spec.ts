/** Observed beside wanted: what nobody drew is shown, adopted or removed; a difference is never silently overwritten. */
import { expect, test } from '../fixtures';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

test('an address and a route from a shell are shown as only observed, with the time; one click adopts, another removes', async ({
  app,
}) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  await window.typed('h1', 'ip address add 10.99.0.1/24 dev eth0');
  const row = window.difference('10.99.0.1/24');
  await expect(row).toContainText('Only observed. Added in a shell');
  await expect(window.device('h1')).toHaveAttribute('aria-label', /differ/);

  // An edit of something else leaves it alone.
  await window.fill('Name', 'web');
  await window.untilRunning();
  expect(await window.typed('web', 'ip -4 address show dev eth0')).toContain('10.99.0.1/24');

  await row.getByRole('button', { name: 'Adopt' }).click();
  await expect(row).toHaveCount(0);
  await expect.poll(async () => (await window.drawn('web')).interfaces?.[0]?.ipv4).toContain('10.99.0.1/24');
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await window.undoOnCanvas();
  await expect.poll(() => window.typed('web', 'ip -4 address show dev eth0')).not.toContain('10.99.0.1/24');

  await window.typed('web', 'ip route add 10.123.0.0/16 dev eth0');
  await window.tab('Routing');
  const route = window.difference('10.123.0.0/16');
  await route.getByRole('button', { name: 'Remove' }).click();
  await expect(route).toHaveCount(0);
  expect(await window.typed('web', 'ip -4 route')).not.toContain('10.123');
  await window.typed('web', 'ip route add 10.124.0.0/16 dev eth0');
  await window.difference('10.124.0.0/16').getByRole('button', { name: 'Adopt' }).click();
  await expect(window.difference('10.124.0.0/16')).toHaveCount(0);
  expect((await window.drawn('web')).routes).toEqual([{ to: '10.124.0.0/16', dev: 'eth0' }]);
});

test('an interface that no cable made can be removed; what was taken away is put back', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  const before = await window.typed('h1', 'ip -4 address show dev eth0');
  const address = /inet (\S+)/.exec(before)![1]!;
  await window.typed('h1', 'ip link add dummy0 type bridge');
  const ghost = window.difference('dummy0');
  await expect(ghost.getByRole('button', { name: 'Adopt' })).toHaveCount(0);
  await ghost.getByRole('button', { name: 'Remove' }).click();
  await expect(ghost).toHaveCount(0);
  await expect(window.typed('h1', 'ip link show dev dummy0')).rejects.toThrow('does not exist');

  await window.typed('h1', `ip address del ${address} dev eth0`);
  await expect(window.difference(address)).toContainText('Drawn, but not there. Taken away in a shell');
  await window.difference(address).getByRole('button', { name: 'Put it back' }).click();
  await expect(window.difference(address)).toHaveCount(0);
  await window.untilKernel('h1', 'ip -4 address show dev eth0', address);
  await window.typed('h1', 'ip link set eth0 mtu 1300');
  await expect(window.difference('1300')).toContainText('is the MTU of eth0, drawn 1500');
  await window.difference('1300').getByRole('button', { name: 'Put it back' }).click();
  await window.untilKernel('h1', 'ip link show dev eth0', 'mtu 1500');
  await expect(window.device('h1')).toHaveAttribute('aria-label', /, up,/);
});

test('an interface that was deleted by hand comes back with a new start of the device', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  const pid = await window.pid('h1');
  await window.typed('h1', 'ip link delete eth0');
  await window.difference('eth0').getByRole('button', { name: 'Restart the device' }).click();
  await expect.poll(async () => (await window.pid('h1').catch(() => pid)) !== pid, { timeout: 15_000 }).toBe(true);
  await expect(window.difference('eth0')).toHaveCount(0);
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});
