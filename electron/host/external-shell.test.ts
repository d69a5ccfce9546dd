/** A device's shell in terminal programs of the desktop: one that writes down what it is told, and a real one on a screen that nobody sees. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { generate } from '../engine/generate';
import type { Client } from '../shared/client';
import { door, home, root, run, value } from './labs.fixture';

/** As a program of the desktop behaves that knows `-e`: runs the words behind it. */
const program = `#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word"; done > "$LOG.words"
while [ $# -gt 0 ] && [ "$1" != -e ]; do shift; done
shift
echo 'echo in-$(hostname); exit 5' | "$@" > "$LOG.out" 2>&1
echo "code=$?" >> "$LOG.out"
`;
const failing = '#!/bin/sh\necho "cannot open display :77" >&2\nexit 3\n';

async function executable(name: string, content: string): Promise<string> {
  const folder = join(home, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), content);
  await chmod(join(folder, name), 0o755);
  return join(folder, name);
}
async function lab(): Promise<{ client: Client; document: string; node: string; id: string }> {
  const client = door();
  const { document, topology } = await run(client, generate('star', 2));
  return { client, document, node: topology.nodes.find(({ name }) => name === 'h1')!.id, id: topology.id };
}
const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

afterEach(() => void vi.unstubAllEnvs());

describe('a shell in the desktop’s own terminal program', () => {
  test('is nestwork attach, word by word behind the program’s own words, with no shell between', async () => {
    const log = join(home, 'log');
    vi.stubEnv('LOG', log);
    vi.stubEnv('DISPLAY', ':77');
    vi.stubEnv('TERMINAL', await executable('my terminal', program));
    const { client, document, node, id } = await lab();
    expect(await value(client.call('terminals.external', { document, node }))).toEqual({ program: 'my terminal' });
    await expect.poll(() => read(`${log}.out`), { timeout: 20_000 }).toContain('code=5');
    expect(await read(`${log}.out`)).toContain('in-h1');
    expect((await read(`${log}.words`)).split('\n').slice(0, -1)).toEqual([
      '-e',
      process.execPath,
      join(root, 'dist/cli.cjs'),
      'attach',
      `${id}/h1`,
    ]);
  });

  test('that is not there, or fails, or has no desktop, is a sentence that says what to do', async () => {
    const { client, document, node } = await lab();
    const said = async (): Promise<unknown> => {
      const result = await client.call('terminals.external', { document, node });
      return result.ok ? result.value : result.error;
    };
    vi.stubEnv('TERMINAL', await executable('fails', failing));
    vi.stubEnv('DISPLAY', ':77');
    expect(await said()).toMatchObject({ code: 'terminal-program-failed', kernel: 'cannot open display :77' });
    vi.stubEnv('TERMINAL', '');
    vi.stubEnv('PATH', join(home, 'nothing'));
    expect(await said()).toMatchObject({ code: 'no-terminal-program', message: expect.stringContaining('konsole') as string });
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    expect(await said()).toMatchObject({ code: 'no-desktop' });
  });

  describe('xterm', () => {
    let screen: ChildProcess;
    let display = '';
    beforeAll(async () => {
      screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      });
      display = await new Promise((resolve, reject) => {
        screen.on('error', reject).on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
        screen.stdio[3]!.on('data', (bytes: Buffer) => resolve(`:${bytes.toString().trim()}`));
      });
    });
    afterAll(() => screen.kill());

    test('opens on a real screen with a shell of the device, and goes with it', async () => {
      vi.stubEnv('DISPLAY', display);
      vi.stubEnv('TERMINAL', 'xterm');
      const { client, document, node } = await lab();
      expect(await value(client.call('terminals.external', { document, node }))).toEqual({ program: 'xterm' });
      const running = async (): Promise<number[]> =>
        (await value(client.call('terminals.list', { document }))).terminals
          .filter(({ exited }) => !exited)
          .map(({ terminal }) => terminal);
      await expect.poll(running, { timeout: 20_000 }).toHaveLength(1);
      const [terminal] = await running();
      const { channel } = await value(client.call('terminals.attach', { document, terminal: terminal! }));
      let text = '';
      client.onBytes((_channel, bytes) => void (text += Buffer.from(bytes).toString()));
      client.sendBytes(channel, Buffer.from('stty size; echo from-$(hostname)\n'));
      // The size is that of xterm's window, which nobody else has touched.
      await expect.poll(() => text, { timeout: 20_000 }).toMatch(/24 80\r\nfrom-h1/);
      await value(client.call('terminals.close', { document, terminal: terminal! }));
      await expect.poll(running).toEqual([]);
    });
  });
});
