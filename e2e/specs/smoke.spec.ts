/** The least: the page comes up, has the host's ear, and breaks no rule of its own security policy. */
import { expect, test } from '../fixtures';
import { NestworkWindow } from '../support/window';

test('the start page opens without an error or a policy violation', async ({ app }) => {
  const faults: string[] = [];
  app.page.on('pageerror', (error) => faults.push(error.message));
  app.page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await app.page.reload();
  await expect(app.page.getByRole('button', { name: /^New lab/ })).toBeVisible();
  await new NestworkWindow(app.page).newLab();
  expect(faults).toEqual([]);
});
