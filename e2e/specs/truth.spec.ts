/** Whatever is killed, the screen soon says what is so, and nothing is lost. The promise is 2 s; how long it took is printed, since this machine may be busy. */
import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from '../fixtures';
import type { App } from '../fixtures';
import { Application } from '../support/application';
import { ask } from '../support/host-client';
import { Terminals } from '../support/terminals';
import { mismatches } from '../support/truth';

/** Limits are those of a machine that others use. */
const generous = 30_000;

/** ms until it is seen. */
async function told(what: string, seen: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await seen();
  console.log(`${what}: ${Math.round(performance.now() - began)} ms`);
}

/** The supervisor of the one lab of this run: its folder stands in its arguments. */
async function supervisor(app: App): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [name, line] = await Promise.all(['comm', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')));
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    // Processes inside of the lab have a PID there, too: its supervisor is the one that is 1 in a namespace right below this one.
    if (name!.startsWith('nestwork-lab') && line!.includes(app.home) && /^NSpid:\t\d+\t1$/m.test(status)) return Number(pid);
  }
  throw new Error('No supervisor runs.');
}

async function begin(app: App): Promise<{ window: Application; terminals: Terminals; document: string }> {
  const [window, terminals] = [new Application(app.page), new Terminals(app.page)];
  await window.openShipped(/^Star /);
  await window.run();
  await window.dragDevice('Host', { x: 760, y: 140 });
  await expect(window.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  return { window, terminals, document: await window.document() };
}

test('a device’s first process is killed: the canvas says it failed, the others go on, its shell says what happened, Start brings it back', async ({
  app,
}) => {
  const { window, terminals, document } = await begin(app);
  await terminals.open('h1');
  const [h1, h2] = [await window.pid('h1'), await window.pid('h2')];
  process.kill(h1, 'SIGKILL');
  await told('a node was killed; said on the canvas', () => expect(window.device('h1')).toHaveAttribute('data-state', 'failed', { timeout: generous })); // prettier-ignore
  await expect(window.device('h1')).toHaveAttribute('aria-label', /ended by signal 9/);
  await told('and in its terminal', () => expect(terminals.program()).toContainText(/exited|ended|killed/i, { timeout: generous }));
  expect(await window.pid('h2')).toBe(h2);

  await window.select('h1');
  await window.find('Restart');
  await expect(window.device('h1')).toHaveAttribute('data-state', 'up', { timeout: generous });
  await expect.poll(() => mismatches(app.page, document), { timeout: generous }).toEqual([]);
});

test('the supervisor is killed: the window says that the lab ended, the drawing and its history are whole, Run starts it again', async ({
  app,
}) => {
  const { window, document } = await begin(app);
  const { topology } = await ask(app.page, 'documents.get', { document });
  process.kill(await supervisor(app), 'SIGKILL');
  await told('the supervisor was killed; said above the canvas', () => expect(window.banner).toContainText('The lab has ended', { timeout: generous })); // prettier-ignore
  await told('and on each device', () => expect(window.device('h1')).toHaveAttribute('data-state', 'planned', { timeout: generous }));
  expect((await ask(app.page, 'documents.get', { document })).topology).toEqual(topology);
  await window.banner.getByRole('button').first().click();
  await expect(window.device('h1')).toHaveAttribute('data-state', 'up', { timeout: generous });
  await window.undo();
  await expect(window.device('h5')).toHaveCount(0);
  await expect.poll(() => mismatches(app.page, document), { timeout: generous }).toEqual([]);
});

test('the host is killed: the window says so at once; started again it finds the lab that ran on, the drawing, and what can be taken back', async ({
  app,
}) => {
  const { window, document } = await begin(app);
  const pid = await window.pid('h1');
  const { topology } = await ask(app.page, 'documents.get', { document });
  // The copy that a crash is recovered from is written a moment after each edit.
  await expect.poll(() => readFile(`${app.home}/state/nestwork/recovery/${document}.json`, 'utf8').catch(() => ''), { timeout: generous }).toContain('"h5"'); // prettier-ignore
  const journal = `${app.home}/state/nestwork/history/${document}.json`;
  await expect.poll(() => readFile(journal, 'utf8').catch(() => ''), { timeout: generous }).toContain('"h5"');
  await app.kill();
  await told('the host was killed; said in the window', () => expect(app.page.locator('.banner.lost')).toBeVisible({ timeout: generous }));
  expect(JSON.parse(await app.nestwork('list', '--json'))).toMatchObject({ labs: [{}] });

  await app.again();
  await app.page.getByRole('button', { name: /^Open the copy/ }).click();
  await expect(window.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  expect(await window.pid('h1')).toBe(pid);
  const found = await ask(app.page, 'documents.get', { document: await window.document() });
  expect(found.topology).toEqual(topology);
  await expect.poll(() => mismatches(app.page, found.lab.document), { timeout: generous }).toEqual([]);

  // Another origin, and another page: the host has kept what this window did, and the kernel follows.
  await window.undo();
  await expect(window.device('h5')).toHaveCount(0);
  await expect.poll(() => mismatches(app.page, found.lab.document), { timeout: generous }).toEqual([]);
  await app.page.keyboard.press('Control+Shift+z');
  await expect(window.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  expect(await window.pid('h1')).toBe(pid);
});

test('the page is loaded again, then crashes: the lab and the shell go on, undo knows what was done', async ({ app }) => {
  const { window, terminals, document } = await begin(app);
  await terminals.open('h1');
  await terminals.type('echo kept-$((40+2))');
  await expect(terminals.text()).toContainText('kept-42');
  const pid = await window.pid('h1');
  await app.page.reload();
  await expect(window.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  await window.undo();
  await expect(window.device('h5')).toHaveCount(0);
  await window.page.keyboard.press('Control+Shift+z');
  await expect(window.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  await window.untilRunning();

  const [address, context] = [app.page.url(), app.page.context()];
  const crashed = app.page.waitForEvent('crash');
  void app.page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  // What drives the browser has no way back into a page that crashed: another one of the same browser stands for it.
  const page = await context.newPage();
  const [again, shells] = [new Application(page), new Terminals(page)];
  await told('the page crashed; another one shows the lab', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: /^Show/ }).first().click();
    await expect(again.device('h5')).toHaveAttribute('data-state', 'up', { timeout: generous });
  });
  expect(await again.pid('h1')).toBe(pid);
  await expect(shells.text()).toContainText('kept-42');
  await shells.run('echo on-$((1+1))');
  await expect(shells.text()).toContainText('on-2');
  await again.select('h2');
  await again.undo();
  await expect(again.device('h5')).toHaveCount(0);
  await expect.poll(() => mismatches(page, document), { timeout: generous }).toEqual([]);
});
