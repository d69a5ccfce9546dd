/** Files: what others change is told of, what was saved before is kept, what was lost is offered, and nothing runs unasked. */
import { readFile, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { ask } from '../support/host-client';

interface LabFile {
  id: string;
  name: string;
  nodes: { name: string; startup?: unknown[] }[];
}
const read = async (file: string): Promise<LabFile> => JSON.parse(await readFile(file, 'utf8')) as LabFile;
const rewrite = async (file: string, change: (lab: LabFile) => void): Promise<void> => {
  const lab = await read(file);
  change(lab);
  await writeFile(file, JSON.stringify(lab));
};

test('a file that another program changes: the drawing follows if nothing is at stake, else a person is asked', async ({ app }) => {
  const window = new Application(app.page);
  const file = join(app.home, 'shared.nestwork.json');
  await writeFile(file, await app.nestwork('generate', 'star', '3'));
  await window.openFile(file);
  await expect(window.device('h3')).toBeAttached();

  await rewrite(file, (lab) => (lab.nodes.find((node) => node.name === 'h3')!.name = 'web'));
  await expect(window.device('web')).toBeAttached();
  await expect(window.toast).toContainText('Another program changed the file');
  await window.undo();
  await expect(window.device('h3')).toBeAttached();

  // Now it is edited: nobody decides for the person.
  await rewrite(file, (lab) => (lab.nodes.find((node) => node.name === 'web')!.name = 'mail'));
  await expect(window.banner).toContainText(`${file} was changed by another program.`);
  expect((await read(file)).nodes.map((node) => node.name)).toContain('mail');
  await app.page.keyboard.press('Control+s');
  await expect(window.question).toContainText('Replace what another program wrote?');
  await app.page.keyboard.press('Escape');
  expect((await read(file)).nodes.map((node) => node.name)).toContain('mail');
  await window.banner.getByRole('button', { name: 'Take theirs' }).click();
  await expect(window.device('mail')).toBeAttached();
  await expect(window.banner.getByRole('button')).toHaveCount(0);
  await window.undo();
  await expect(window.device('h3')).toBeAttached();

  await rewrite(file, (lab) => (lab.name = 'Theirs'));
  await window.banner.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(async () => (await read(file)).nodes.map((node) => node.name)).toContain('h3');
  await expect(window.banner.getByRole('button')).toHaveCount(0);
});

test('earlier saves are listed, looked at, and gone back to as one edit that undo takes back', async ({ app }) => {
  const window = new Application(app.page);
  const file = join(app.home, 'mine.nestwork.json');
  await window.openShipped(/^Star /);
  await window.saveAs(file);
  await expect(window.toast).toContainText('Saved as');
  await window.device('h4').focus();
  await app.page.keyboard.press('Delete');
  await app.page.keyboard.press('Control+s');
  await expect.poll(async () => (await read(file)).nodes.length).toBe(4);

  await window.find('Earlier saves');
  const dialog = app.page.getByRole('dialog', { name: 'Earlier saves' });
  await expect(dialog.getByRole('button', { name: /5 devices/ })).toHaveAttribute('aria-current', 'true');
  await expect(dialog).toContainText('Comes: h4');
  await dialog.getByRole('button', { name: 'Go back to this' }).click();
  await expect(window.device('h4')).toBeAttached();
  await window.undo();
  await expect(window.device('h4')).toHaveCount(0);
  // The file is as it was saved; going back changed the drawing alone.
  expect((await read(file)).nodes.length).toBe(4);
});

test('a file dragged onto the window is opened, and so is the text of one that is pasted', async ({ app }) => {
  const window = new Application(app.page);
  const star = await app.nestwork('generate', 'star', '2');
  await window.dropFile('star.nestwork.json', star);
  await expect(window.device('h2')).toBeAttached();
  await expect(window.switcher).toHaveText(/star/i);

  const ring = await app.nestwork('generate', 'ring', '4');
  await window.canvas.focus();
  await window.paste(ring);
  await expect(window.device('r4')).toBeAttached();
  expect((await ask(app.page, 'documents.list', {})).documents).toHaveLength(2);

  await window.dropFile('notes.txt', '{ "nestwork": 1, nonsense');
  await expect(window.question).toContainText('notes.txt: The file cannot be read: line 1');
  await app.page.keyboard.press('Escape');
  // Text that is nothing of ours is left to whoever knows it.
  await window.paste('just words');
  expect((await ask(app.page, 'documents.list', {})).documents).toHaveLength(2);
});

test('after a crash the unsaved drawing is offered, opened as it was, and can be thrown away', async ({ app }) => {
  const window = new Application(app.page);
  await window.newLab();
  await window.dragDevice('Host', { x: 300, y: 200 });
  await window.dragDevice('Host', { x: 500, y: 200 });
  await window.pullCable('h1', 'h2');
  await window.untilRunning();
  const document = await window.document();
  const copy = join(app.home, 'state/nestwork/recovery', `${document}.json`);
  await expect.poll(() => readFile(copy, 'utf8').catch(() => '')).toContain('"h2"');
  const pid = await window.pid('h1');

  await app.crash();
  const offered = app.page.getByRole('region', { name: /A drawing was in no file/ });
  await expect(offered).toContainText('2 devices');
  await offered.getByRole('button', { name: /^Open the copy/ }).click();
  await expect(window.device('h2')).toBeAttached();
  // The lab itself went on: the very same processes.
  await window.untilRunning();
  expect(await window.pid('h1')).toBe(pid);

  await expect.poll(() => stat(copy).then(() => true)).toBe(true);
  await app.crash();
  await offered.getByRole('button', { name: /^Discard the copy/ }).click();
  await expect(offered).toHaveCount(0);
  await expect(stat(copy)).rejects.toThrow('ENOENT');
});

test('S19: a file that brings commands runs none of them until a person has seen them and agreed, once', async ({ app }) => {
  const window = new Application(app.page);
  const file = join(app.home, 'guest.nestwork.json');
  // Seen from outside by its arguments: what a device writes may be its own.
  const mark = `sleep ${100_000 + (process.pid % 100_000)}.${Date.now() % 1000}`;
  await writeFile(file, await app.nestwork('generate', 'star', '2'));
  await rewrite(
    file,
    (lab) => (lab.nodes.find((node) => node.name === 'h1')!.startup = [{ command: mark, until: 'start' }, '<img src=x onerror=alert(1)>']),
  );
  const ran = async (): Promise<boolean> => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    return lines.some((line) => line.replaceAll('\0', ' ').trim() === mark);
  };
  await window.openFile(file);
  await expect(window.device('h1')).toBeAttached();
  await app.page.keyboard.press('F5');
  await expect(window.question).toContainText('May star-2 run these programs?');
  await expect(window.question).toContainText(mark);
  // Strings are text everywhere.
  await expect(window.question).toContainText('<img src=x onerror=alert(1)>');
  await expect(window.question.getByRole('button', { name: 'Not now' })).toBeFocused();
  await app.page.keyboard.press('Enter');
  const document = await window.document();
  expect((await ask(app.page, 'documents.get', { document })).lab.phase).toBe('stopped');
  expect(await ran()).toBe(false);

  await app.page.keyboard.press('F5');
  await window.question.getByRole('button', { name: 'Agree and run' }).click();
  await expect.poll(ran, { timeout: 20_000 }).toBe(true);
  await app.page.keyboard.press('Shift+F5');
  await expect.poll(async () => (await ask(app.page, 'documents.get', { document })).lab.phase).toBe('stopped');
  // The same again is not asked about again.
  await app.page.keyboard.press('F5');
  await window.untilRunning();
});

test('recent files are listed with their folder and time, and one that is gone says so', async ({ app }) => {
  const window = new Application(app.page);
  const file = join(app.home, 'recent.nestwork.json');
  await writeFile(file, await app.nestwork('generate', 'chain', '2'));
  await window.openFile(file);
  const device = window.device('r1').or(window.device('h1')).first();
  await expect(device).toBeAttached();
  await window.find('Start page');
  const entry = app.page.locator('.recents li').first();
  await expect(entry).toContainText('~');
  await expect(entry).toContainText('now');
  await entry.getByRole('button').first().click();
  await expect(device).toBeAttached();
  await window.find('Close lab');
  await unlink(file);
  await app.page.reload();
  await expect(entry).toContainText('The file is no longer there.');
  await entry.hover();
  await entry.getByRole('button', { name: /^Take .* off the list/ }).click();
  await expect(app.page.locator('.recents')).toHaveCount(0);
});
