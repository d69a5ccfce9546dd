/** S24: terminal output is data. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { hostileOutputs } from '../support/hostile';
import { Terminals } from '../support/terminals';

/** The forms of an answer that may go back: a few numbers, no line end, nothing that somebody else chose. */
const answer = /^\u001b\[[?>]?[\d;]{1,40}(?:[Rnc]|\$y)$/;

test('S24: hostile output sends nothing back that a shell could run, and leaves clipboard, page and shell as they were', async ({
  app,
}) => {
  test.setTimeout(180_000);
  const sent: string[] = [];
  app.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string') sent.push(payload.subarray(5).toString('utf8'));
    }),
  );
  const dialogs: string[] = [];
  app.page.on('dialog', (dialog) => (dialogs.push(dialog.message()), void dialog.dismiss()));
  await app.page.reload();
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const pages = app.page.context().pages().length;
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await app.page.evaluate(() => navigator.clipboard.writeText('precious'));
  await terminals.focus();

  const folder = join(app.home, 'out');
  const mark = join(app.home, 'RAN');
  await mkdir(folder);
  const outputs = hostileOutputs(`touch ${mark}`);
  await terminals.type(`cd ${folder}; PS1='ready> '`);
  await expect(terminals.text()).toContainText('ready>');
  const report: string[] = [];
  for (const [at, { name, bytes }] of outputs.entries()) {
    await writeFile(join(folder, String(at)), bytes);
    const line = `clear; cat ${at}; echo done-$((${at}+1000))`;
    await app.page.keyboard.type(line);
    // Its echo is back: all that was typed has been sent.
    await expect(terminals.text()).toContainText(line);
    sent.length = 0;
    await app.page.keyboard.press('Enter');
    await expect(terminals.text(), name).toContainText(`done-${at + 1000}`, { timeout: 60_000 });
    const back = sent.filter((one) => one !== '\r');
    for (const one of back) expect(one, `${name}: what went back`).toMatch(answer);
    expect(back.length, `${name}: how much went back`).toBeLessThanOrEqual(60);
    report.push(
      `${name}: ${bytes.length} bytes, ${back.length ? `${back.length} answers such as ${JSON.stringify(back[0])}` : 'nothing back'}`,
    );
    // What an answer left on the command line is no command; it is taken away as a person would.
    // (A shell that is busy between two commands forgets the key: again, until it asks.)
    await expect(async () => {
      await app.page.keyboard.press('Control+c');
      await expect(terminals.text()).toHaveText(/ready>\s*$/, { timeout: 3000 });
    }).toPass();
    expect(existsSync(mark), `${name}: the command has run`).toBe(false);
  }
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe('precious');
  expect(dialogs).toEqual([]);
  expect(app.page.context().pages()).toHaveLength(pages);

  // The title was text, and no more of it than a tab has room for.
  await terminals.type(`clear; printf '\\033]0;<img src=x onerror=alert(1)>\\007'`);
  const title = terminals.tab('h1').locator('.tab-title');
  await expect(title).toHaveText('<img src=x onerror=alert(1)>');
  expect(await app.page.locator('.tab-title img').count()).toBe(0);

  // And the shell is as it was.
  await terminals.type(`clear; reset; echo alive-$((40+2))`);
  await expect(terminals.text()).toContainText('alive-42', { timeout: 20_000 });
  await terminals.type(`touch ${mark}`);
  await expect.poll(() => existsSync(mark), { message: 'the mark can be made: the test would have seen it' }).toBe(true);
  console.log(`S24: ${outputs.length} outputs tried\n${report.map((line) => `  ${line}`).join('\n')}`);
});

test('S24: what was copied from a page cannot end its paste and run', async ({ app }) => {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const terminals = new Terminals(app.page);
  await terminals.begin();
  const mark = join(app.home, 'RAN');
  const copied = `ls\u001b[201~\r touch ${mark}\r\u001b[200~\u0003\u009b201~\n touch ${mark}\n`;
  await app.page.evaluate((text) => navigator.clipboard.writeText(text), copied);
  await terminals.focus();
  await app.page.keyboard.press('Control+Shift+v');
  await expect(terminals.text()).toContainText(`touch ${mark}`);
  await app.page.keyboard.press('Control+c');
  // What is typed before readline has taken note of it may be thrown away with the rest.
  await expect(terminals.text()).toContainText('^C');
  await terminals.type('echo still-$((1+1))');
  await expect(terminals.text()).toContainText('still-2');
  expect(existsSync(mark)).toBe(false);
});
