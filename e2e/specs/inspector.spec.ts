/** The inspector: every field reaches the kernel, what cannot be taken stays as typed, and undo takes each edit back. */
import { expect, test } from '../fixtures';
import { mismatches } from '../support/truth';
import { Panels } from '../support/panels';

test('a device shows wanted beside observed; its name and addresses are edited in place and reach the kernel', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Three routers/);
  await window.run();
  await window.select('h1');
  const address = await window.address('h1');
  await expect(window.field('IPv4 address of eth0')).toHaveValue(`${address}/24`);
  await expect(window.inspector.locator('.observed', { hasText: address })).toBeVisible();

  await window.fill('Name', 'web');
  await expect(window.device('web')).toBeAttached();
  await window.untilRunning();
  expect((await window.observed('web')).name).toBe('web');

  const free = address.replace(/\d+$/, '77');
  await window.fill('IPv4 address of eth0', `${free}/24`);
  await window.untilKernel('web', 'ip -4 address show dev eth0', free);
  await expect(window.inspector.locator('.field', { hasText: 'fixed' })).toHaveCount(1);
  await window.fill('IPv4 address of eth0', '');
  await window.untilKernel('web', 'ip -4 address show dev eth0', address);
  await window.undoOnCanvas();
  await window.untilKernel('web', 'ip -4 address show dev eth0', free);
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});

test('what cannot be taken stays as typed, with the reason and a value that can; Escape gives it up', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.select('h1');
  const field = window.field('IPv4 address of eth0');
  const before = await field.inputValue();
  await window.fill('IPv4 address of eth0', '10.0.1.300/24');
  await expect(field).toHaveValue('10.0.1.300/24');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(window.inspector.getByRole('alert')).toContainText('"10.0.1.300/24" is no IPv4 address');
  expect(await field.evaluate((one) => getComputedStyle(one.closest('.field')!).borderTopWidth)).toBe('2px');
  await field.press('Escape');
  await expect(field).toHaveValue(before);
  await expect(window.inspector.getByRole('alert')).toHaveCount(0);

  await window.fill('IPv4 address of eth0', '10.0.1.40');
  await window.inspector.getByRole('button', { name: 'Use 10.0.1.40/24' }).click();
  await expect.poll(async () => (await window.drawn('h1')).interfaces).toEqual([{ name: 'eth0', ipv4: ['10.0.1.40/24'] }]);

  await window.select('h2');
  await window.fill('IPv4 address of eth0', '10.0.1.40/24');
  await expect(window.inspector.getByRole('alert')).toContainText('h1 has 10.0.1.40 on this segment.');
  await window.inspector.getByRole('button', { name: /^Use 10\.0\.1\./ }).click();
  await expect.poll(async () => (await window.drawn('h2')).interfaces?.[0]?.ipv4?.[0]).toMatch(/^10\.0\.1\.(?!40)\d+\/24$/);

  await window.fill('Name', 'h1');
  await expect(window.inspector.getByRole('alert')).toContainText('Another device is called h1.');
  await window.inspector.getByRole('button', { name: /^Use h/ }).click();
  await expect(window.device('h2')).toHaveCount(0);
});

test('MTU, MAC address, state and name of an interface are the kernel’s within one edit each', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  await window.inspector.getByRole('button', { name: /^eth0/ }).click();
  await window.fill('MTU of eth0', '1400');
  await window.untilKernel('h1', 'ip link show dev eth0', 'mtu 1400');
  await window.fill('MAC address of eth0', '02:11:22:33:44:55');
  await window.untilKernel('h1', 'ip link show dev eth0', '02:11:22:33:44:55');
  await window.inspector.getByRole('checkbox', { name: 'Up' }).uncheck();
  await window.untilKernel('h1', 'ip link show dev eth0', 'state DOWN');
  await window.undoOnCanvas();
  await window.untilKernel('h1', 'ip link show dev eth0', 'state UP');
  await window.fill('Name of eth0', 'lan0');
  await window.untilKernel('h1', 'ip link show dev lan0', '02:11:22:33:44:55');
  await window.inspector.getByRole('radiogroup', { name: 'IPv6 of lan0' }).getByRole('radio', { name: 'None' }).click();
  await expect.poll(() => window.typed('h1', 'ip -6 address show dev lan0 scope global')).toBe('');
  await window.inspector.getByRole('button', { name: 'Add an IPv4 address' }).click();
  const more = window.field('IPv4 address of lan0').last();
  await more.fill('10.0.1.200/24');
  await more.press('Enter');
  await window.untilKernel('h1', 'ip -4 address show dev lan0', '10.0.1.200/24');
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});

test('routes are typed beside those of the kernel, changed and removed', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Three routers/);
  await window.run();
  await window.select('h1');
  await window.tab('Routing');
  await expect(window.inspector.getByText('default').first()).toBeVisible();
  const gateway = /default via (\S+)/.exec(await window.typed('h1', 'ip -4 route'))![1]!;
  await window.inspector.getByRole('button', { name: 'Add a route' }).click();
  await window.fill('Destination', '10.77.3.1/16');
  await window.inspector.getByRole('button', { name: 'Use 10.77.0.0/16' }).click();
  await window.fill('Gateway or interface', gateway);
  await window.untilKernel('h1', 'ip -4 route', `10.77.0.0/16 via ${gateway}`);
  await expect(window.inspector.locator('.route-state')).toContainText('static');
  await window.fill('Destination', '10.78.0.0/16');
  await window.untilKernel('h1', 'ip -4 route', '10.78.0.0/16');
  await window.inspector.getByRole('button', { name: 'Remove the route to 10.78.0.0/16' }).click();
  await expect.poll(() => window.typed('h1', 'ip -4 route')).not.toContain('10.78');
});

test('several devices are edited at once: what differs is shown as mixed, one undo takes all back', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.selectAll('h1', 'h2', 'h3');
  await expect(window.inspector.getByRole('heading', { name: '3 devices' })).toBeVisible();
  await window.fill('Processes', '64');
  await expect.poll(async () => (await window.drawing()).nodes.filter((node) => node.limits?.pids === 64).length).toBe(3);
  const ipc = window.inspector.getByRole('checkbox', { name: 'Messages (ipc)' });
  await ipc.uncheck();
  await window.untilRunning();
  const shared = new Set(await Promise.all(['h1', 'h2', 'h3'].map(async (name) => (await window.observed(name)).namespaces.ipc)));
  expect(shared.size).toBe(1);

  await window.select('h1');
  await window.tab('Inside');
  await window.fill('Processes', '80');
  await expect(window.inspector.getByText('shared with h2, h3')).toBeVisible();
  await window.selectAll('h1', 'h2', 'h3');
  await expect(window.field('Processes')).toHaveAttribute('placeholder', 'mixed');
  await window.undoOnCanvas();
  await window.undoOnCanvas();
  await expect.poll(async () => (await window.drawing()).nodes.every((node) => !node.isolation)).toBe(true);
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});

test('a cable shows both ends, is cut and mended, and gets an MTU that both ends have', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.device('h1').focus();
  await app.page.keyboard.press('Tab');
  await app.page.keyboard.press(' ');
  await expect(window.inspector.getByRole('heading', { name: /h1/ })).toBeVisible();
  await window.fill('MTU of the cable', '1300');
  await window.untilKernel('h1', 'ip link show dev eth0', 'mtu 1300');
  await window.inspector.getByRole('button', { name: 'Cut', exact: true }).click();
  await window.untilKernel('h1', 'ip link show dev eth0', 'NO-CARRIER');
  await expect(window.inspector).toContainText('Cable, cut');
  await window.inspector.getByRole('button', { name: 'Mend', exact: true }).click();
  await window.untilKernel('h1', 'ip link show dev eth0', 'LOWER_UP');
  await window.fill('Label', 'uplink');
  await expect.poll(async () => (await window.drawing()).links.map((link) => link.label).filter(Boolean)).toEqual(['uplink']);
});

test('a device is made another kind, drawn otherwise and tagged; what was typed is kept when something else is selected', async ({
  app,
}) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h2');
  await window.choose('Kind', 'Router');
  await window.untilKernel('h2', 'cat /proc/sys/net/ipv4/ip_forward', '1');
  await window.tab('Inside');
  await window.inspector.getByRole('button', { name: 'Firewall' }).click();
  await window.fill('New tag', 'edge');
  await window.inspector.getByRole('checkbox', { name: 'Locked' }).check();
  await expect.poll(() => window.drawn('h2')).toMatchObject({ kind: 'router', icon: 'firewall', tags: ['edge'], locked: true });
  await window.field('Memory').fill('128');
  await window.select('h1');
  await expect.poll(async () => (await window.drawn('h2')).limits).toEqual({ memory: 128 * 1024 * 1024 });
});
