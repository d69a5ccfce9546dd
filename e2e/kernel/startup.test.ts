/** Start-up commands and what they leave behind. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../electron/shared/lab/operation';
import { Lab, callers, until } from './lab';
import { node } from './shapes';

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1')]);
  });
  afterAll(() => lab?.down());

  it('a service in the background may go on writing after the command that started it has ended', async () => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    const done = join(lab.dir, 'done');
    const told = join(lab.dir, 'told');
    const script = `(while [ ! -e ${told} ]; do sleep 0.01; done; for i in 1 2 3; do echo line $i || exit; done; : > ${done}) & echo started`;
    await lab.apply([{ op: 'command.run', node: 'h1', command: script } as Operation]);
    const event = await until('the end of the command', () => watcher.events.find((one) => one.event === 'command'));
    expect(event).toMatchObject({ node: 'h1', code: 0, output: 'started\n' });
    await lab.sh('h1', `: > ${told}`);
    await until('the service to have written', () => existsSync(done));
    watcher.close();
  });
});
