import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findOwner, peerUid } from './peer';

test('the owner of the other end of a loopback connection is found while it lives', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  await new Promise((resolve) => client.once('connect', resolve));
  expect(await peerUid(client.localPort!, port)).toBe(process.getuid!());
  expect(await peerUid(1, port)).toBeNull();
  client.destroy();
  server.close();
});

test('a remnant without inode counts as nobody, though its uid reads 0', () => {
  const row = (inode: string): string =>
    `   1: 0100007F:1F90 0100007F:C001 06 00000000:00000000 03:00000D4E 00000000     0        0 ${inode} 3 0000000000000000`;
  expect(findOwner(`head\n${row('0')}\n`, 0x1f90, 0xc001)).toBeNull();
  expect(findOwner(`head\n${row('4711')}\n`, 0x1f90, 0xc001)).toBe(0);
});
