import { expect, it } from 'vitest';
import { externalAddress } from './links';

it('only https leads out, with the host as it is, and no name in it', () => {
  expect(externalAddress('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
  expect(externalAddress('https://exаmple.org/')).toBe('https://xn--exmple-4nf.org/');
  for (const address of [
    'http://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://good.example@evil.example',
    'data:text/html,x',
    'x',
    '',
  ])
    expect([address, externalAddress(address)]).toEqual([address, null]);
});
