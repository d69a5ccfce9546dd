/**
 * What drawing costs, as ratios to a bare static SVG page of the same elements in the same run: `node e2e/bench/canvas/run.mjs`
 * (`--json` for programs; `--nodes N`). Headless and software rendering, frame rate uncapped: ms from input until the frame is out.
 */
import { parseArgs } from 'node:util';
import { openPages } from './pages.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
  },
});
const count = Number(values.nodes);
const frames = 40;
/** The first frames of an action still warm up. */
const dropped = 6;

const quantile = (all, part) => {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
};

async function measure(page, kind) {
  const found = {};
  const run = async (name, act, drop = dropped) => (found[name] = (await act()).slice(drop));
  await run('first paint', async () => [await page.evaluate(([one, n]) => window.start(one, n), [kind, count])], 0);
  await run('open another', () => page.evaluate((n) => window.openAnother(n, 8), count), 2);
  await run('one edit', () => page.evaluate((n) => window.edit(n), frames));
  await run('drag one', () => drag(page));
  await run('pan', () => page.evaluate((n) => window.pan(n), frames));
  await run('zoom', () => page.evaluate((n) => window.zoom(n), frames));
  await page.evaluate(() => window.near());
  await run('one edit at 100 %', () => page.evaluate((n) => window.edit(n), frames));
  await run('pan at 100 %', () => page.evaluate((n) => window.pan(n), frames));
  return found;
}

async function drag(page) {
  const grip = await page.evaluate(() => window.grip());
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  const all = await page.evaluate(([from, n]) => window.drag(from, n), [grip, frames]);
  await page.mouse.up();
  return all;
}

const { browser, address, close } = await openPages(['--disable-frame-rate-limit', '--disable-gpu-vsync']);
const results = { canvas: {}, svg: {} };
try {
  for (let round = 0; round <= Number(values.rounds); round++)
    for (const kind of round % 2 ? ['svg', 'canvas'] : ['canvas', 'svg']) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`${address}/bench.html`);
      await page.waitForFunction(() => 'start' in window);
      const found = await measure(page, kind);
      await page.close();
      // The first round warms the browser up.
      if (round > 0) for (const [name, all] of Object.entries(found)) (results[kind][name] ??= []).push(...all);
    }
} finally {
  await close();
}

const rows = Object.keys(results.canvas).map((name) => {
  const part = name === 'first paint' || name === 'open another' ? 0.5 : 0.95;
  const [canvas, svg] = [quantile(results.canvas[name], part), quantile(results.svg[name], part)];
  return { name, measure: part === 0.5 ? 'median' : 'p95', svg, canvas, ratio: canvas / svg };
});
if (values.json) console.log(JSON.stringify({ nodes: count, links: 2 * count, rows }));
else {
  console.log(`${count} nodes, ${2 * count} links; ms from input until the frame is out`);
  console.log(`${''.padEnd(20)}${'bare SVG'.padStart(10)}${'canvas'.padStart(10)}${'ratio'.padStart(8)}`);
  for (const { name, measure: how, svg, canvas, ratio } of rows)
    console.log(
      `${`${name}, ${how}`.padEnd(24).slice(0, 24)}${svg.toFixed(1).padStart(6)}${canvas.toFixed(1).padStart(10)}${ratio.toFixed(2).padStart(8)}`,
    );
}
