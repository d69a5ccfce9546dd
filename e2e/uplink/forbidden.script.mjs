/**
 * The window of forbidden.test.ts, run inside its computer: `node forbidden.script.mjs ADDRESS BROWSER [SHOTS]`. Says no to the offer, then yes. Prints what a
 * person saw, as JSON.
 */
import { chromium } from 'playwright';

const [address, executablePath, shots] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  page.setDefaultTimeout(90_000);
  await page.goto(address);
  const dialog = page.getByRole('alertdialog', { name: 'Start “forbidden” with your password?' });
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await run.click();
  await dialog.waitFor();
  await dialog.locator('button:focus').waitFor();
  const seen = { text: await dialog.textContent(), focus: await dialog.locator('button:focus').textContent() };
  for (const colorScheme of shots ? ['light', 'dark'] : []) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${shots}/forbidden-${colorScheme}.png` });
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await run.waitFor();
  seen.stopped = await page.getByRole('alert').count();
  await run.click();
  await dialog.getByRole('button', { name: 'Go on to the password' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Running' }).first().waitFor();
  if (shots) await page.screenshot({ path: `${shots}/forbidden-running.png` });
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
}
