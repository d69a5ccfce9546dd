/** Traffic on cables: shown while its layer is on and the lab runs, and painted as exactly as everything else. */
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { test as onCanvas } from '../support/canvas-page';
import type { CanvasWindow } from '../support/canvas-page';

test('the layer shows real traffic in both directions, and goes with its key', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.run();
  test.slow();
  // The inspector of the lab looks at statistics, too.
  await app.page.keyboard.press('Control+i');
  await window.openShell('h1');
  await window.type('ping -4 -q -i 0.02 -s 1400 h2');
  await window.device('h1').focus();
  const cable = window.canvas.getByRole('option', { name: /^Cable/ }).first();
  await expect(cable).toBeAttached();
  await expect(cable).not.toHaveAttribute('aria-label', /bit\/s/);

  await app.page.getByRole('group', { name: 'What is shown' }).getByLabel('Traffic').check();
  // What is read aloud is brought up to date when the focus moves, not twice a second.
  await expect
    .configure({ timeout: 30_000 })
    .poll(async () => {
      await window.device('h2').focus();
      await window.device('h1').focus();
      return cable.getAttribute('aria-label');
    })
    .toMatch(/[→←↑↓↗↘↙↖] \d.*k {2}[→←↑↓↗↘↙↖] \d.*k bit\/s$/);

  await app.page.keyboard.press('Shift+T');
  await expect
    .configure({ timeout: 30_000 })
    .poll(async () => {
      await window.device('h2').focus();
      await window.device('h1').focus();
      return cable.getAttribute('aria-label');
    })
    .not.toMatch(/bit\/s/);
});

for (const scale of [1, 0.6, 0.3])
  onCanvas(`rates that come, change and go paint what painting everything paints, at ${100 * scale} %`, async ({ canvas }) => {
    const wrong = await canvas.page.evaluate(async (scale) => {
      const { canvas, difference, model, picture } = globalThis as unknown as CanvasWindow;
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const rates = new Map<string, readonly [number, number]>();
      Object.assign(model, { rates: () => rates });
      canvas.zoomTo(scale);
      await frame();
      const silent = picture.pixels();
      const found: (string | undefined)[] = [];
      const ids = model.current.links.map(({ id }) => id);
      for (const [round, rate] of [784, 2e4, 1.1e6, 2e6, 1.7e6, 3e6, 3e7, 0].entries()) {
        const some = ids.filter((_, at) => (at + round) % 2 === 0 || rate === 0);
        for (const id of some) rates.set(id, [rate, rate / 7]);
        model.tell({ kind: 'rates', links: some });
        await frame();
        const painted = picture.pixels();
        if (rate === 1.1e6 && scale > 0.5 && !difference(silent, painted)) found.push('nothing of the traffic is seen');
        await picture.repaint();
        found.push(difference(painted, picture.pixels()));
      }
      found.push(difference(silent, picture.pixels()) && 'something of the traffic is left');
      return found.filter(Boolean);
    }, scale);
    expect(wrong).toEqual([]);
  });
