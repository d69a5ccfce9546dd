/** xterm.js alone: the same screen as in the window, fed from memory as fast as it takes it. */
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';

/** Bytes of one write. */
const piece = 64 * 1024;
interface Options {
  cols: number;
  rows: number;
  fontFamily: string;
  lineHeight: number;
  width: number;
  height: number;
}
let terminal: Terminal | undefined;

function start({ width, height, ...options }: Options): void {
  terminal?.dispose();
  const box = document.getElementById('box')!;
  [box.style.width, box.style.height] = [`${width}px`, `${height}px`];
  terminal = new Terminal({ ...options, fontSize: 13, scrollback: 10_000, minimumContrastRatio: 4.5, allowProposedApi: true });
  terminal.open(box);
}

/** ms until the last byte has been read and drawn. */
async function feed(address: string): Promise<number> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  terminal!.reset();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const started = performance.now();
  await new Promise<void>((done) => {
    for (let at = 0; at < bytes.length; at += piece)
      terminal!.write(bytes.subarray(at, at + piece), at + piece >= bytes.length ? () => requestAnimationFrame(() => done()) : undefined);
  });
  return performance.now() - started;
}
Object.assign(globalThis, { start, feed });
