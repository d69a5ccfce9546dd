/**
 * Debian's Chromium with a handful of commands, and nothing that listens: a test runner's own connection would be told every frame of every socket, with its
 * content, and that costs more than a terminal does (Chrome DevTools Protocol, domains Target, Runtime, Input).
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

export async function openBrowser(width, height) {
  const profile = await mkdtemp(join(tmpdir(), 'nw-chromium-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  const own = ['--remote-debugging-port=0', `--user-data-dir=${profile}`, `--window-size=${width},${height}`, 'about:blank'];
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...flags, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (bytes) => {
      text += bytes;
      const found = /DevTools listening on (\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
    child.on('close', () => reject(new Error(`Chromium did not start: ${text}`)));
  });
  const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 1 << 28 });
  await new Promise((open, fail) => socket.on('open', open).on('error', fail));
  const waiting = new Map();
  let last = 0;
  socket.on('message', (text) => {
    const { id, result, error } = JSON.parse(text);
    const settle = waiting.get(id);
    waiting.delete(id);
    if (settle) (error ? settle.reject : settle.resolve)(error ? new Error(error.message) : result);
  });
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
    });

  /** @param first code that the page runs before any of its own */
  async function open(url, first) {
    const { targetId } = await send('Target.createTarget', { url: first ? 'about:blank' : url, newWindow: true });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    if (first) {
      await send('Page.enable', {}, sessionId);
      await send('Page.addScriptToEvaluateOnNewDocument', { source: `(${String(first)})()` }, sessionId);
      await send('Page.navigate', { url }, sessionId);
    }
    const evaluate = async (code, ...args) => {
      const expression = `(${String(code)})(...${JSON.stringify(args)})`;
      const { result, exceptionDetails } = await send(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true },
        sessionId,
      );
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    const page = {
      evaluate,
      /** Waits until the code gives something, and gives that. */
      async until(code, ...args) {
        for (const limit = Date.now() + 60_000; Date.now() < limit;) {
          // A page that is being loaded has nowhere to run it yet.
          const value = await evaluate(code, ...args).catch(() => undefined);
          if (value) return value;
          await new Promise((next) => setTimeout(next, 50));
        }
        throw new Error(`Waited in vain for ${String(code)}`);
      },
      close: () => send('Target.closeTarget', { targetId }),
      front: () => send('Target.activateTarget', { targetId }),
      type: (text) => send('Input.insertText', { text }, sessionId),
      async enter() {
        const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
        await send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }, sessionId);
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }, sessionId);
      },
      async doubleClick(x, y) {
        for (const clickCount of [1, 2])
          for (const type of ['mousePressed', 'mouseReleased'])
            await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount }, sessionId);
      },
    };
    await page.until(() => location.href !== 'about:blank' && document.readyState === 'complete');
    return page;
  }
  return {
    open,
    async close() {
      await send('Browser.close').catch(() => undefined);
      if (child.exitCode === null) await new Promise((closed) => child.on('close', closed));
      await rm(profile, { recursive: true, force: true });
    },
  };
}
