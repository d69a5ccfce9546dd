/** Notes, areas and groups are things of the canvas like devices: taken by the rubber band, found by name, moved along, cabled to. */
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { ask } from '../support/host-client';

test('a rubber band takes notes and areas, which move along; steps by key are one edit; a group offers its devices to a cable', async ({
  app,
}) => {
  const { page } = app;
  const window = new Application(page);
  await window.openShipped(/^Star /);
  const document = await window.document();
  const topology = async () => (await ask(page, 'documents.get', { document })).topology;
  const middle = async (name: string) => {
    const { x, y, width, height } = (await window.device(name).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 2 });
    await page.mouse.move(to.x, to.y, { steps: 2 });
    await page.mouse.up();
  };

  // A note, then everything around it by one rubber band.
  await window.device('h1').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.getByLabel('Text').fill('Cabinet 7');
  await page.getByLabel('Text').press('Control+Enter');
  const note = page.getByRole('button', { name: 'Note', exact: true }).last();
  const before = await topology();
  const box = await window.canvasBox();
  await drag({ x: box.x + 12, y: box.y + 60 }, { x: box.x + box.width - 12, y: box.y + box.height - 60 });
  await expect(note).toHaveAttribute('aria-pressed', 'true');
  await expect(window.device('h1')).toHaveAttribute('aria-selected', 'true');
  const h1 = await middle('h1');
  await drag(h1, { x: h1.x + 48, y: h1.y + 24 });
  const by = async () => {
    const now = await topology();
    const [a, b] = [before, now].map(({ nodes, notes }) => ({ node: nodes[0]!.position, note: notes!.at(-1)!.position }));
    return [b!.node.x - a!.node.x, b!.node.y - a!.node.y, b!.note.x - a!.note.x, b!.note.y - a!.note.y];
  };
  await expect.poll(by).not.toEqual([0, 0, 0, 0]);
  const [x, y, ...along] = await by();
  expect(along).toEqual([x, y]);
  await window.undo();
  await expect.poll(by).toEqual([0, 0, 0, 0]);

  // Three steps by key, made at once, are taken back at once.
  await page.keyboard.press('Escape');
  await window.device('h1').focus();
  const place = async () => (await topology()).nodes.find(({ name }) => name === 'h1')!.position;
  const was = await place();
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control+ArrowRight');
  await expect.poll(place).toEqual({ x: was.x + 36, y: was.y });
  await window.undo();
  await expect.poll(place).toEqual(was);

  // Found by what is written on it.
  await page.keyboard.press('Control+f');
  await page.keyboard.type('cabinet');
  await expect(page.getByRole('option', { name: /^Cabinet 7/ })).toHaveAttribute('data-highlighted', '');
  await page.keyboard.press('Enter');
  await expect(note).toHaveAttribute('aria-pressed', 'true');

  // Two hosts stand as one; a cable pulled onto them asks which of them it is for.
  await window.select('h1');
  await window.device('h2').click({ force: true, modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Shift+g');
  await expect(window.device('Group 1')).toBeAttached();
  const cables = (await topology()).links.length;
  await window.pullCable('h3', 'Group 1');
  await page.getByRole('menuitem', { name: 'h2', exact: true }).click();
  await expect.poll(async () => (await topology()).links.length).toBe(cables + 1);
  const { nodes, links } = await topology();
  expect(links.at(-1)!.ends.map((end) => nodes.find(({ id }) => id === end.node)!.name)).toEqual(['h3', 'h2']);
  await expect(window.device('Group 1')).toHaveAttribute('aria-label', /3 cables/);
});
