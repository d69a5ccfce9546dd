/**
 * The window of window.test.ts, run inside the computer of the test: `node window.script.mjs CLI FILE BROWSER [SHOTS]`. Goes the whole way by the window alone:
 * chooses the interface, joins it in each way, answers both ways. Prints what a person saw, and what the kernel had at each step, as JSON.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chromium } from 'playwright';

const [cli, file, executablePath, shots] = process.argv.slice(2);
const serve = spawn(process.execPath, [cli, 'serve', '--run', file], { stdio: ['ignore', 'pipe', 'inherit'] });
let said = '';
for await (const bytes of serve.stdout) {
  said += bytes;
  if (/http:\/\/\S+/.test(said)) break;
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  page.setDefaultTimeout(90_000);
  await page.goto(/http:\/\/\S+/.exec(said)[0]);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const before = page.getByRole('alertdialog', { name: 'Join eth0 to this lab?' });
  const after = page.getByRole('alertdialog', { name: 'Are you still connected?' });
  const chip = page.getByRole('button', { name: 'nestwork-root works on eth0' });
  const picture = async (name) => {
    if (!shots) return;
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}/${name}-${colorScheme}.png` });
    }
  };
  const run = (...argv) => execFileSync(argv[0], argv.slice(1), { encoding: 'utf8' });
  /** What this computer has, and what the lab's device has. */
  const kernel = () => ({
    here: run('ip', '-br', 'link'),
    addresses: run('ip', '-br', '-4', 'address'),
    lab: run(process.execPath, cli, 'exec', 'lan', '--', 'ip', '-d', '-br', 'link'),
    kind: run(process.execPath, cli, 'exec', 'lan', '--', 'sh', '-c', 'ip -d link show uplink0 2>/dev/null || true'),
  });
  const choose = async (label, option) => {
    await inspector.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option }).click();
  };
  /** From the proposal to the question. A slow computer may have it go back before anything could be seen: then once more. */
  const goOn = async (seen = /^answers after/) => {
    for (;;) {
      await before.getByRole('button', { name: 'Go on' }).click();
      await after.waitFor();
      const there = after.getByText(seen).waitFor({ timeout: 25_000 });
      const stands = await there.then(
        () => true,
        () => false,
      );
      if (stands) return;
      await page.getByRole('button', { name: 'Not joined: eth0' }).click();
    }
  };
  const answer = async (words) => {
    await after.getByRole('button', { name: words }).click();
    await after.waitFor({ state: 'hidden' });
  };
  const ways = {};

  await page.getByRole('option', { name: /^lan,/ }).click({ force: true });
  const picker = inspector.getByRole('combobox', { name: 'Interface' });
  await picker.click();
  const choice = page.getByRole('option', { name: /^eth0/ });
  const offered = await choice.textContent();
  await picture('picker');
  await choice.click();

  await before.waitFor();
  await before.locator('button:focus').waitFor();
  const facts = await before.getByRole('definition').allTextContents();
  const focus = await before.locator('button:focus').textContent();
  await picture('proposal');
  await goOn();
  ways.bridge = kernel();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  const stays = await after.isVisible();
  await picture('question');
  await answer('Put it back now');
  const open = page.getByRole('button', { name: 'Not joined: eth0' });
  await open.waitFor();
  ways.back = kernel();

  await open.click();
  await goOn();
  await answer('Yes, keep it');
  await page.locator('.paper').click({ position: { x: 20, y: 200 } });
  await chip.click();
  await inspector.getByRole('button', { name: 'Put it back' }).waitFor();
  ways.kept = kernel();
  await picture('kept');

  // What is drawn otherwise goes back, and is offered anew.
  for (const [way, option] of [
    ['macvlan', /^Beside it/],
    ['whole', /^Whole/],
  ]) {
    await choose('How', option);
    await open.click();
    await before.waitFor();
    // A whole interface has nothing left here that could be looked at.
    await goOn(way === 'whole' ? 'Are you still connected?' : undefined);
    await answer('Yes, keep it');
    await chip.waitFor();
    ways[way] = kernel();
    await picture(way);
  }
  await inspector.getByRole('button', { name: 'Put it back' }).click();
  await open.waitFor();
  ways.end = kernel();
  process.stdout.write(JSON.stringify({ offered, facts, focus, stays, ways }));
} finally {
  await browser.close();
  serve.kill('SIGTERM');
}
