/**
 * How fast a terminal of the window takes output, against xterm.js alone in a bare page of the same browser in the same run: `node e2e/bench/terminals/run.mjs`
 * (`--json` for programs, `--rounds N`, `--megabytes N`). The window's bytes come from `cat` in a device, through pty, supervisor, host and socket; those of
 * the bare page from memory. Both count until the last line is on the screen. To reach: 0.8.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { startServed } from '../served.mjs';
import { openBrowser } from './browser.mjs';

const target = 0.8;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    megabytes: { type: 'string', default: '10' },
  },
});
const rounds = Number(values.rounds);
const size = Number(values.megabytes) * 1e6;
const root = join(import.meta.dirname, '../../..');
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Lines as programs write them. */
const kinds = {
  'short lines': (at) => `${at}`,
  'lines of a log': (at) => `2026-01-12T10:00:00 h1 kernel: [${at}.000000] eth0: Link is up, 1000 Mbit/s, full duplex, flow control off`,
  colours: (at) =>
    `\u001b[3${at % 8}mfile-${at}\u001b[0m  \u001b[1;34mfolder-${at}\u001b[0m  \u001b[38;5;${at % 256}mdeep\u001b[0m \u001b[7mmark\u001b[0m`,
  'wide letters': (at) => `${at} Grüße, 你好世界 ${'─'.repeat(20)} ñandú`,
};
function content(line) {
  const parts = [];
  for (let at = 0, length = 0; length < size; at++) {
    const text = line(at);
    parts.push(text);
    length += Buffer.byteLength(text) + 1;
  }
  return parts;
}

const terminal = { fontSize: 13, scrollback: 10_000, bell: 'badge', copyOnSelect: false, shell: ['/bin/sh'] };
const served = await startServed({ terminal });
const { folder, address } = served;
const files = new Map();
for (const [kind, line] of Object.entries(kinds)) {
  const lines = content(line);
  const name = kind.replaceAll(' ', '-');
  files.set(kind, { path: join(folder, name), bytes: Buffer.from(`${lines.join('\r\n')}\r\n`) });
  await writeFile(join(folder, name), `${lines.join('\n')}\n`);
}

/** The bare page, and the bytes that it takes. */
async function bareServer() {
  const out = join(root, 'out/terminal-pages');
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true, rollupOptions: { input: join(import.meta.dirname, 'bare.html') } },
  });
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = files.get(name.slice('/bytes/'.length));
    if (file) return response.end(file.bytes);
    readFile(join(out, name)).then(
      (bytes) => response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const bareAt = await bareServer();
const browser = await openBrowser(1440, 900);
let worst = Infinity;
try {
  const page = await browser.open(address);
  const press = (name) =>
    page.until((name) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim().startsWith(name));
      button?.click();
      return button !== undefined;
    }, name);
  await press('Two hosts');
  await press('Run');
  const device = await page.until(() => {
    const box = document.querySelector('[role=option][aria-label^="h1, host, up"]')?.getBoundingClientRect();
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  await page.doubleClick(device.x, device.y);
  const shape = await page.until(() => {
    const rows = document.querySelector('.xterm-rows');
    if (!rows?.textContent.includes('#')) return null;
    const { width, height } = rows.parentElement.getBoundingClientRect();
    const style = getComputedStyle(rows);
    return {
      width,
      height,
      rows: rows.children.length,
      fontFamily: style.fontFamily,
      line: rows.children[0].getBoundingClientRect().height,
    };
  });
  await page.type('stty size');
  await page.enter();
  const cols = await page.until(() => {
    const row = [...document.querySelectorAll('.xterm-rows > div')].find((one) => /^\d+\s\d+\s*$/.test(one.textContent));
    return row && Number(row.textContent.trim().split(/\s/)[1]);
  });

  // The same height of a line as in the window: xterm makes it from that of the face.
  const bare = await browser.open(`${bareAt.address}/bare.html`);
  await bare.until(() => 'start' in globalThis);
  const own = await bare.evaluate(
    (options) => {
      globalThis.start(options);
      return document.querySelector('.xterm-rows > div').getBoundingClientRect().height;
    },
    { ...shape, cols, lineHeight: 1 },
  );
  await bare.evaluate((options) => globalThis.start(options), { ...shape, cols, lineHeight: (shape.line + 0.01) / own });

  /** ms from the key that starts it until the line behind the last one is on the screen. */
  let count = 0;
  async function inWindow({ path }) {
    await page.front();
    const mark = `end-${++count}`;
    await page.type(`clear; cat ${path}; echo end-$((${count}))`);
    await page.evaluate((mark) => {
      globalThis.time = new Promise((done) => {
        const start = () => {
          const started = performance.now();
          const rows = document.querySelector('.xterm-rows');
          const look = () => {
            if ([...rows.children].some((row) => row.textContent.startsWith(mark))) done(performance.now() - started);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        };
        addEventListener('keydown', start, { once: true, capture: true });
      });
    }, mark);
    await page.enter();
    return page.evaluate(() => globalThis.time);
  }
  async function alone(kind) {
    await bare.front();
    return bare.evaluate((from) => globalThis.feed(from), `/bytes/${encodeURIComponent(kind)}`);
  }

  const table = {};
  for (const [kind, file] of files) {
    const times = { window: [], alone: [] };
    // The first of each is warming up.
    for (let round = 0; round <= rounds; round++) {
      const [a, b] = [await inWindow(file), await alone(kind)];
      if (round === 0) continue;
      times.window.push(a);
      times.alone.push(b);
    }
    const speed = (all) => file.bytes.length / 1e3 / median(all);
    table[kind] = { window: speed(times.window), alone: speed(times.alone), ratio: median(times.alone) / median(times.window) };
    worst = Math.min(worst, table[kind].ratio);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ megabytes: size / 1e6, rounds, target, table })}\n`);
  else {
    process.stdout.write(`Throughput of a terminal, ${size / 1e6} MB, median of ${rounds}, ${cols} x ${shape.rows} cells\n`);
    for (const [kind, { window, alone: by, ratio }] of Object.entries(table))
      process.stdout.write(
        `  ${kind.padEnd(16)} window ${window.toFixed(1).padStart(5)} MB/s, xterm.js alone ${by.toFixed(1).padStart(5)} MB/s, ratio ${ratio.toFixed(2)}\n`,
      );
    process.stdout.write(`  lowest ratio ${worst.toFixed(2)}, to reach ${target}: ${worst >= target ? 'reached' : 'missed'}\n`);
  }
} finally {
  await browser.close();
  bareAt.close();
  await served.close();
}
process.exitCode = worst >= target ? 0 : 1;
