/**
 * How soon a new window of Nestwork is usable, against a window with a bare page in the same browser in the same run: `node e2e/bench/window/run.mjs` (`--json`
 * for programs, `--rounds N`). Both count from the wish for a window, which the browser's own work is part of, until a frame with what a person came for is out:
 * the gallery with its pictures, or the line of text of the bare page. To reach: 1.5.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { startServed } from '../served.mjs';
import { openBrowser } from '../terminals/browser.mjs';

const target = 1.5;
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});
const rounds = Number(values.rounds ?? (values.quick ? 5 : 15));
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

const bareServer = createServer((request, response) =>
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<!doctype html><html lang="en"><title>Bare</title><p class="card">A window.</p></html>'),
);
await new Promise((ready) => bareServer.listen(0, '127.0.0.1', ready));
const served = await startServed();
const { address } = served;

const browser = await openBrowser(1440, 900);
/** Runs in the page before anything else: keeps when the first frame with a card in it is out, ms since 1970. */
function watch() {
  globalThis.usable = new Promise((done) => {
    const look = () => {
      if (document.querySelector('.card')) requestAnimationFrame((now) => done(performance.timeOrigin + now));
      else requestAnimationFrame(look);
    };
    look();
  });
}
/** ms from the wish for a window until it is usable. */
async function usable(url) {
  const wished = performance.timeOrigin + performance.now();
  const page = await browser.open(url, watch);
  const at = await page.evaluate(() => globalThis.usable);
  await page.close();
  return at - wished;
}

const times = { bare: [], window: [] };
try {
  const bare = `http://127.0.0.1:${bareServer.address().port}/`;
  await usable(address); // Its cookie lets the others in.
  await usable(bare);
  for (let round = 0; round < rounds; round++)
    for (const kind of round % 2 ? ['bare', 'window'] : ['window', 'bare'])
      times[kind].push(await usable(kind === 'bare' ? bare : new URL(address).origin));
} finally {
  await browser.close();
  bareServer.close();
  await served.close();
}
const ratio = median(times.window) / median(times.bare);
if (values.json) process.stdout.write(`${JSON.stringify({ target, times, ratio })}\n`);
else
  process.stdout.write(
    `A window is usable after ${median(times.window).toFixed(0)} ms, one with a bare page after ${median(times.bare).toFixed(0)} ms, median of ${rounds}: ratio ${ratio.toFixed(2)}, to reach ${target}: ${ratio <= target ? 'reached' : 'missed'}\n`,
  );
process.exitCode = ratio <= target ? 0 : 1;
