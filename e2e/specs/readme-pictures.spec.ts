/** The two pictures of the README: a lab that runs, and a shell in it. Made beside the other pictures; `docs/pictures` holds copies. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '../fixtures';
import { NestworkWindow } from '../support/window';

const pictures = join(dirname(import.meta.dirname), '../out/pictures');

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ look: { colorScheme, reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } } });
    test(`a running lab with a shell that pings, for the README (${colorScheme})`, async ({ app }) => {
      const window = new NestworkWindow(app.page);
      await window.openShipped(/^Three routers/);
      await window.run();
      await window.openShell('h1');
      await app.page.keyboard.type('ping -c 3 -i 0.2 -w 20 h6\n');
      await expect(window.terminal).toContainText('3 received');
      await expect(window.device('h6')).toHaveAttribute('data-state', 'up');
      await app.page.getByRole('button', { name: 'Show the whole lab' }).click();
      await mkdir(pictures, { recursive: true });
      const picture = await app.page.screenshot({ path: join(pictures, `window-${colorScheme}.png`) });
      expect(picture.length).toBeGreaterThan(20_000);
    });
  });
