/** The least: the page comes up, has the host's ear, and breaks no rule of its own security policy. */
import { expect, test } from '../fixtures';
import { NestworkWindow } from '../support/window';

test('the start page opens without an error or a policy violation', async ({ app }) => {
  const faults: string[] = [];
  app.page.on('pageerror', (error) => faults.push(error.message));
  app.page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  // One that a program catches, such as a try to make code from text, is no message on the console.
  await app.page.addInitScript(() => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.push(`${effectiveDirective} ${blockedURI}`),
    );
    Object.assign(globalThis, { violations });
  });
  await app.page.reload();
  await expect(app.page.getByRole('button', { name: /^New lab/ })).toBeVisible();
  await new NestworkWindow(app.page).newLab();
  faults.push(...(await app.page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)));
  expect(faults).toEqual([]);
});
