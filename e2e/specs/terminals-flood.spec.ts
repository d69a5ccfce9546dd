/** Much output, and many terminals: nothing is lost, and the window stays what it is. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { Terminals } from '../support/terminals';

interface Smoothness {
  /** ms between two frames: the middle one, the 95th of a hundred, the longest. */
  median: number;
  p95: number;
  longest: number;
  /** The longest that the page's thread did one thing, ms. */
  task: number;
}
/** Watches frames and tasks of the page until it is asked. */
async function watch(page: Page): Promise<() => Promise<Smoothness>> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], task: 0, on: true };
    (globalThis as unknown as { seen: typeof seen }).seen = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.task = Math.max(seen.task, entry.duration);
    }).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now: number): void => {
      seen.frames.push(now - last);
      last = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () =>
    page.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: { frames: number[]; task: number; on: boolean } };
      seen.on = false;
      const sorted = seen.frames.slice(1).sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return { median: at(0.5), p95: at(0.95), longest: at(1), task: seen.task };
    });
}
/** What the machine makes of work that is sliced as xterm slices it (12 ms) and loads one processor: other programs' share of the blame. */
async function control(page: Page, seconds: number): Promise<Smoothness> {
  const done = await watch(page);
  await page.evaluate(
    (until) =>
      new Promise<void>((resolve) => {
        const end = performance.now() + until;
        const slice = (): void => {
          const stop = performance.now() + 12;
          while (performance.now() < stop);
          if (performance.now() < end) setTimeout(slice);
          else resolve();
        };
        slice();
      }),
    seconds * 1000,
  );
  return done();
}
const figures = ({ median, p95, longest, task }: Smoothness): string =>
  `frame ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, longest ${longest.toFixed(0)} ms; longest task ${task.toFixed(0)} ms`;

/** What the tile's terminal has kept, line by line, by way of a file. */
async function saved(terminals: Terminals, path: string): Promise<string[]> {
  await terminals.choose(terminals.tile(1).locator('[role=tab][aria-selected=true]'), /^Save output/);
  await terminals.saveAs(path);
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).not.toBe('');
  return (await readFile(path, 'utf8')).split('\n');
}

test('two million lines at once: no byte is lost, and the window answers all the time', async ({ app }) => {
  test.setTimeout(180_000);
  const pieces: Buffer[] = [];
  app.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string') pieces.push(payload.subarray(5));
    }),
  );
  await app.page.reload();
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type("PS1='ready> '; clear; echo go-$((1+1))");
  await expect(terminals.text()).toContainText(/go-2.*ready>/);
  const calm = await control(app.page, 3);

  const done = await watch(app.page);
  const started = Date.now();
  await terminals.type('seq 1 2000000; echo all-$((1+1))');
  await expect(terminals.text()).toContainText('all-2', { timeout: 150_000 });
  const seconds = (Date.now() - started) / 1000;
  const flood = await done();

  const wanted = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => `${at + 1}\r\n`).join(''));
  const all = Buffer.concat(pieces);
  const from = all.indexOf('1\r\n2\r\n3\r\n');
  const got = all.subarray(from, from + wanted.length);
  const sum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  console.log(
    `${(wanted.length / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, sha256 ${sum(got)}\n  control: ${figures(calm)}\n  flood:   ${figures(flood)}`,
  );
  expect(sum(got)).toBe(sum(wanted));
  expect(all.subarray(from + wanted.length).toString()).toContain('all-2');
  // The screen has read them all, too: it keeps the last ten thousand lines.
  const lines = await saved(terminals, join(app.home, 'all.txt'));
  const last = lines.indexOf('all-2');
  expect(lines.slice(last - 9000, last)).toEqual(Array.from({ length: 9000 }, (_, at) => String(2_000_000 - 9000 + at + 1)));
  // What the machine does to others is not ours to fail by: a window that stands still does so for seconds. `npm run bench -- terminals` has the figures.
  expect(flood.task, 'ms that the page was busy with one thing').toBeLessThanOrEqual(Math.max(1000, 5 * calm.task));
});

test('a flood without end is stopped by Ctrl+C as if there were none', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('yes 0123456789012345678901234567890123456789');
  await expect(terminals.program()).toHaveText('yes');
  await expect(terminals.text()).toContainText('0123456789');
  await app.page.keyboard.press('Control+c');
  await expect(terminals.program()).toHaveText('bash');
  await terminals.type('clear; echo quiet-$((1+1))');
  await expect(terminals.text()).toContainText('quiet-2');
});

test('fifty terminals that all write: the one that is seen stays smooth, and none has lost a line', async ({ app }) => {
  test.setTimeout(240_000);
  const terminals = new Terminals(app.page);
  await terminals.begin();
  const look = async (): Promise<Smoothness> => {
    const done = await watch(app.page);
    await terminals.type('for n in $(seq 1 25); do date +%N; sleep 0.1; done; clear; echo over-$((1+1))');
    await expect(terminals.text()).toContainText('over-2', { timeout: 60_000 });
    await terminals.type('clear');
    return done();
  };
  const heap = (): Promise<number> =>
    app.page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6);
  const one = await look();
  const before = await heap();

  const document = await terminals.window.document();
  const { nodes } = await ask(app.page, 'labs.observed', { document });
  const node = nodes.find(({ name }) => name === 'h2')!.node;
  const writer = 'i=0; while sleep 0.1; do i=$((i+1)); echo "line $i of a shell that writes"; done';
  await ask(app.page, 'settings.set', { terminal: { shell: ['/bin/sh', '-c', writer] } });
  for (let n = 0; n < 49; n++) await ask(app.page, 'terminals.open', { document, node, cols: 80, rows: 24 });
  await expect(terminals.tabs()).toHaveCount(50);
  const many = await look();
  console.log(
    `one terminal:    ${figures(one)}, heap ${before.toFixed(0)} MB\n  fifty terminals: ${figures(many)}, heap ${(await heap()).toFixed(0)} MB`,
  );
  expect(many.p95, 'ms between two frames').toBeLessThanOrEqual(Math.max(500, 6 * one.p95));
  for (const at of [1, 24, 49]) {
    await terminals.tabs().nth(at).click();
    await expect(terminals.text()).toContainText('of a shell that writes');
    const lines = (await saved(terminals, join(app.home, `${at}.txt`))).filter((line) => line.startsWith('line'));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines).toEqual(lines.map((_, index) => `line ${index + 1} of a shell that writes`));
  }
});
