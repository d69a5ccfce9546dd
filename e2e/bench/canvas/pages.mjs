/** Builds the pages of this folder, serves them on loopback and opens Debian's Chromium on them. */
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { chromium } from 'playwright';
import { build } from 'vite';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** `flags` go to the browser. `close` ends browser and server. */
export async function openPages(flags = []) {
  // One for each process: tests that run at a time each build their own.
  const folder = join(import.meta.dirname, `../../../out/canvas-pages/${process.pid}`);
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    plugins: [vue()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: { input: ['states.html', 'bench.html'].map((name) => join(import.meta.dirname, name)) },
    },
  });
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    readFile(join(folder, name)).then(
      (content) => response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', ...flags] });
  return {
    browser,
    address: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
