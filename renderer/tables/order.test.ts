import { expect, it } from 'vitest';
import { naturally } from '../../electron/shared/topology/order';
import { ordered } from './order';

it('sorts addresses as numbers, IPv4 before IPv6, the default before all, what is none behind', () => {
  const texts = ['', 'fd00:a::1/64', '10.0.10.1/24', 'default', 'fd00:9::1/64', '10.0.9.1/24', '10.0.9.1/8', 'dhcp', '9.0.0.1'];
  expect([...texts].sort((a, b) => naturally(ordered(a), ordered(b)))).toEqual([
    'default',
    '9.0.0.1',
    '10.0.9.1/8',
    '10.0.9.1/24',
    '10.0.10.1/24',
    'fd00:9::1/64',
    'fd00:a::1/64',
    'dhcp',
    '',
  ]);
});
