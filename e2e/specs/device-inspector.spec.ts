/** What the inspector does to a device that runs, in one lab after another step: the kernel and the device itself say whether it was so. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures';
import type { App } from '../fixtures';
import { Panels } from '../support/panels';

/** One command in a device, by its own shell's way in: processes, files and network are the device's. */
const within =
  (app: App, device: string) =>
  (...command: string[]): Promise<string> =>
    app.nestwork('exec', device, '--', ...command).then(
      (text) => text.trim(),
      (error: Error) => error.message,
    );
const soon = { timeout: 20_000 };
/** The start-up command that stands at a place, from 1. */
const row = (window: Panels, at: number): Locator =>
  window.inspector.locator('.item').filter({ has: window.page.getByRole('button', { name: `Remove command ${at}`, exact: true }) });

test('what is inside a device: files, settings, commands, processes, counters', async ({ app }) => {
  // One lab for all of it: each step is short, their sum is not.
  test.slow();
  const window = new Panels(app.page);
  const h1 = within(app, 'h1');
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');

  await test.step('a private file is written, is what the device reads, and goes with undo', async () => {
    await window.tab('Services');
    await window.inspector.getByRole('button', { name: 'Add a file' }).click();
    const editor = app.page.getByRole('dialog', { name: 'New private file of h1' });
    await editor.getByRole('textbox', { name: 'Path' }).fill('/etc/motd.lab');
    await editor.getByRole('textbox', { name: 'Written here' }).fill('only here\n');
    await editor.getByRole('button', { name: 'Keep' }).click();
    await expect.poll(() => h1('cat', '/etc/motd.lab'), soon).toBe('only here');
    await expect(stat('/etc/motd.lab')).rejects.toThrow('ENOENT');
    await window.undoOnCanvas();
    await expect.poll(() => h1('cat', '/etc/motd.lab'), soon).toContain('No such file');
  });

  await test.step('a setting is added, is the kernel’s, and is as before when it is removed', async () => {
    await window.tab('Routing');
    const name = 'net.ipv4.ip_default_ttl';
    await window.inspector.getByRole('button', { name: 'Add a setting' }).click();
    const field = window.inspector.getByRole('combobox', { name: 'Name of the setting' });
    await field.fill(name);
    await field.press('Enter');
    await window.fill(`Value of ${name}`, '99');
    await window.untilKernel('h1', 'cat /proc/sys/net/ipv4/ip_default_ttl', /^99\n/);
    await window.inspector.getByRole('button', { name: `Remove ${name}` }).click();
    await window.untilKernel('h1', 'cat /proc/sys/net/ipv4/ip_default_ttl', /^64\n/);
  });

  await test.step('a start-up command holds from the next start; restarting the device is offered', async () => {
    await window.tab('Services');
    for (const command of ['sleep 4000', 'sh -c "sleep 1; exit 3"']) {
      await window.inspector.getByRole('button', { name: 'Add a command' }).click();
      await window.fill('Command', command);
      await expect(window.inspector.locator('.item', { hasText: command })).toContainText('from the next start');
    }
    await row(window, 1)
      .getByRole('button', { name: /sleep 4000/ })
      .click();
    await window.choose('When it ends', 'always start it again');
    await row(window, 2)
      .getByRole('button', { name: /exit 3/ })
      .click();
    await row(window, 2).getByRole('combobox', { name: 'When it ends' }).click();
    await app.page.getByRole('option', { name: 'start it again after a failure' }).click();
    expect(await h1('pgrep', '-x', 'sleep')).not.toMatch(/^\d/);
    const before = (await window.observed('h1')).pid;
    await window.inspector.getByRole('button', { name: 'Restart device' }).click();
    await expect.poll(async () => (await window.observed('h1')).pid, soon).not.toBe(before);
    await expect(row(window, 1)).toContainText('runs', soon);
    await expect(window.inspector.getByText('What runs is not what stands here')).toHaveCount(0);
  });

  await test.step('one that ends again and again counts as running: it is stopped, and started', async () => {
    const crashing = row(window, 2);
    await expect(crashing).toContainText('starts again', soon);
    await crashing.getByRole('button', { name: 'Stop' }).click();
    await expect(crashing).toContainText('stopped', soon);
    await expect.poll(() => h1('pgrep', '-f', 'exit 3'), soon).not.toMatch(/^\d/);
    await crashing.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(crashing).toContainText('starts again', soon);
  });

  await test.step('a row keeps to its command when the one before it is removed', async () => {
    await window.inspector.getByRole('button', { name: 'Remove command 1' }).click();
    await expect(row(window, 1)).toContainText('starts again', soon);
    await window.undoOnCanvas();
    await expect(row(window, 2)).toBeVisible();
    await row(window, 2).getByRole('button', { name: 'Stop' }).click();
    await expect(row(window, 2)).toContainText('stopped', soon);
  });

  await test.step('processes are a tree, and one is sent a signal', async () => {
    await window.tab('Inside');
    await window.inspector.locator('.namespaces').getByRole('button', { name: /^pid/ }).click();
    const tree = window.inspector.getByRole('tree', { name: 'Processes of h1' });
    const sleeping = tree.getByRole('treeitem', { name: /^\d+ sleep 4000/ });
    const pid = Number(await sleeping.getAttribute('data-pid'));
    expect((await h1('cat', `/proc/${pid}/cmdline`)).replaceAll('\0', ' ')).toContain('sleep 4000');
    await sleeping.hover();
    await sleeping.getByRole('button', { name: `Send process ${pid} a signal` }).click();
    await app.page.getByRole('menuitem', { name: /SIGKILL/ }).click();
    // It is to be started again: another process, of the same line.
    await expect.poll(async () => Number(await sleeping.getAttribute('data-pid').catch(() => pid)), soon).not.toBe(pid);
    expect(await h1('ls', `/proc/${pid}/cmdline`)).toContain('No such file');
  });

  await test.step('what it uses, and what went through an interface, is told', async () => {
    await expect(window.inspector.locator('.usage')).toContainText(/Processes\s*\d/, soon);
    await window.tab('Interfaces');
    await window.inspector.getByRole('button', { name: /^eth0/ }).click();
    await window.typed('h1', `ping -c 3 -i 0.2 -s 1000 ${await window.address('h2')}`);
    await expect(window.inspector.locator('.counters').first()).toContainText(/k?B/, soon);
    const sent = (): Promise<number> => window.typed('h1', 'cat /proc/net/dev').then((text) => Number(/eth0:\s*(\d+)/.exec(text)![1]));
    expect(await sent()).toBeGreaterThan(3000);
    const pinged = window.typed('h1', `ping -c 100 -i 0.1 -s 1000 ${await window.address('h2')}`);
    await window.device('h1').focus();
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press(' ');
    await expect(window.inspector.locator('.rates')).toContainText(/h1 → s1\s*[\d.]+ kbit\/s/, soon);
    await pinged;
  });
});

test('a device is held and let go on, made anew, run as somebody else; its switch gets a spanning tree; routes are edited in their table', async ({
  app,
}) => {
  const window = new Panels(app.page);
  const h1 = within(app, 'h1');
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  const menu = async (item: string): Promise<void> => {
    await window.inspector.getByRole('button', { name: 'More for this device' }).click();
    await app.page.getByRole('menuitem', { name: item }).click();
  };

  await test.step('paused from the inspector, and from the command line: the same sign', async () => {
    await app.nestwork('exec', 'h1', '--', 'sh', '-c', 'setsid sleep 5000 >/dev/null 2>&1 </dev/null &');
    const pid = await h1('pgrep', '-x', 'sleep');
    await menu('Pause the device');
    await expect(window.inspector.locator('.held')).toHaveText('paused', soon);
    await expect(window.device('h1')).toHaveAccessibleName(/paused/);
    expect((await window.observed('h1')).frozen).toBe(true);
    await menu('Let the device go on');
    await expect(window.device('h1')).toHaveAccessibleName(/up/, soon);
    expect(await h1('pgrep', '-x', 'sleep')).toBe(pid);
    await app.nestwork('pause', 'h2');
    await expect(window.device('h2')).toHaveAccessibleName(/paused/, soon);
    await window.show('Events');
    await expect(window.dock.getByText('h2 is paused: its processes are held where they are.')).toBeVisible();
    await expect(window.dock.getByText('h1 goes on.')).toBeVisible();
    await window.find('Let the whole lab go on');
    await expect(window.device('h2')).toHaveAccessibleName(/up/, soon);
  });

  await test.step('made anew by the palette: another first process', async () => {
    const before = (await window.observed('h1')).pid;
    await window.select('h1');
    await window.find('Restart the device');
    await expect.poll(async () => (await window.observed('h1').catch(() => ({ pid: before }))).pid, soon).not.toBe(before);
    await window.untilRunning();
  });

  await test.step('its shells run as somebody else; an external terminal is offered', async () => {
    await window.tab('Services');
    await window.fill('Run as', '65534');
    await window.untilRunning();
    await expect.poll(() => h1('id', '-u'), soon).toBe('65534');
    await window.inspector.getByRole('button', { name: 'More for this device' }).click();
    await expect(app.page.getByRole('menuitem', { name: 'Open in external terminal' })).toBeEnabled();
    await app.page.keyboard.press('Escape');
  });

  await test.step('a spanning tree is the bridge’s', async () => {
    await window.select('s1');
    await window.tab('Interfaces');
    await window.inspector.getByRole('checkbox', { name: 'Spanning tree' }).check();
    await window.untilKernel('s1', 'ip -d link show br0', 'stp_state 1');
  });

  await test.step('a route is edited in the table', async () => {
    const address = await window.address('h2');
    await window.select('h1');
    await window.tab('Routing');
    await window.inspector.getByRole('button', { name: 'Add a route' }).click();
    await window.fill('Destination', '10.91.0.0/16');
    await window.fill('Gateway or interface', address);
    await window.untilKernel('h1', 'ip -4 route', `10.91.0.0/16 via ${address}`);
    await window.show('Tables');
    await window.dock.getByRole('radio', { name: 'Routes' }).click();
    const grid = window.dock.getByRole('grid', { name: 'Routes' });
    await grid.getByRole('gridcell', { name: '10.91.0.0/16' }).first().dblclick();
    await grid.getByRole('textbox').fill('10.92.0.0/16');
    await grid.getByRole('textbox').press('Enter');
    await window.untilKernel('h1', 'ip -4 route', `10.92.0.0/16 via ${address}`);
    expect(await window.typed('h1', 'ip -4 route')).not.toContain('10.91');
  });

  await test.step('the lab as a script: what is saved may be run, and is valid bash', async () => {
    const file = join(app.home, 'star.sh');
    await window.find('Export as a script');
    const dialog = app.page.getByRole('dialog', { name: 'Save the lab as a bash script' });
    await dialog.getByRole('textbox', { name: 'File name' }).fill(file);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(window.toast).toContainText(`Saved as ${file}`);
    expect((await stat(file)).mode & 0o777).toBe(0o755);
    expect(await readFile(file, 'utf8')).toContain('10.92.0.0/16');
  });
});
