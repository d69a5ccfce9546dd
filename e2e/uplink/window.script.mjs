/** The window of window.test.ts, run inside the computer of the test: `node window.script.mjs CLI FILE BROWSER keep|back`. Prints what a person saw, as JSON. */
import { spawn } from 'node:child_process';
import { chromium } from 'playwright';

const [cli, file, executablePath, answer] = process.argv.slice(2);
const serve = spawn(process.execPath, [cli, 'serve', '--run', file], { stdio: ['ignore', 'pipe', 'inherit'] });
let said = '';
for await (const bytes of serve.stdout) {
  said += bytes;
  if (/http:\/\/\S+/.test(said)) break;
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  page.setDefaultTimeout(60_000);
  await page.goto(/http:\/\/\S+/.exec(said)[0]);
  const before = page.getByRole('alertdialog', { name: 'Join eth0 to this lab?' });
  await before.waitFor();
  const seen = {
    facts: await before.getByRole('definition').allTextContents(),
    focus: await page.evaluate(() => document.activeElement.textContent),
  };
  await before.getByRole('button', { name: 'Go on' }).click();
  const after = page.getByRole('alertdialog', { name: 'Are you still connected?' });
  await after.waitFor();
  await after.getByText(/^answers after/).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  seen.stays = await after.isVisible();
  await after.getByRole('button', { name: answer === 'keep' ? 'Yes, keep it' : 'Put it back now' }).click();
  await after.waitFor({ state: 'hidden' });
  await page.getByText(answer === 'keep' ? 'nestwork-root works on eth0' : 'Not joined: eth0').waitFor();
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
  serve.kill('SIGTERM');
}
