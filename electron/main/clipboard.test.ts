import { expect, it } from 'vitest';
import { createHost } from '../host/host';
import { desktopClipboard } from './clipboard';
import { localClient } from './local-client';

function texts(): { readText(): Promise<string>; writeText(text: string): Promise<void> } {
  let held = '';
  return { readText: () => Promise.resolve(held), writeText: (text) => Promise.resolve(void (held = text)) };
}

it('copy and paste of a page reach the desktop, and the primary selection is another one', async () => {
  const electron = { ...texts(), selection: texts() };
  const host = createHost({ door: 'electron', root: '/nonexistent', version: '0', clipboard: desktopClipboard(electron), traces: false });
  const client = localClient((transport) => host.connect(transport));
  expect(await client.call('clipboard.write', { text: 'copied' })).toEqual({ ok: true, value: {} });
  expect(await client.call('clipboard.write', { text: 'selected', which: 'primary' })).toEqual({ ok: true, value: {} });
  expect(await client.call('clipboard.read', {})).toEqual({ ok: true, value: { text: 'copied' } });
  expect(await client.call('clipboard.read', { which: 'primary' })).toEqual({ ok: true, value: { text: 'selected' } });
  expect([await electron.readText(), await electron.selection.readText()]).toEqual(['copied', 'selected']);
  await host.close();
});

it('a host without one says so, and takes nothing that is no text', async () => {
  const host = createHost({ door: 'browser', root: '/nonexistent', version: '0', traces: false });
  const client = localClient((transport) => host.connect(transport));
  expect(await client.call('clipboard.read', {})).toMatchObject({ ok: false, error: { code: 'no-clipboard' } });
  expect(await client.call('clipboard.write', { text: 7 as never })).toMatchObject({ ok: false, error: { code: 'invalid-arguments' } });
  await host.close();
});
