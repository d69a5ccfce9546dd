import { expect, it } from 'vitest';
import type { StartupCommand } from '../../../electron/shared/topology/schema';
import { startupCommandSchema } from '../../../electron/shared/topology/schema';
import { readStartup, writeStartup } from './startup';

const all: StartupCommand[] = [
  'nginx',
  { command: 'nginx', name: 'web' },
  { command: 'nginx -g "daemon off;"', until: { listen: 80 }, timeout: 5, restart: 'always' },
  { command: 'dnsmasq', until: { file: '/run/dnsmasq.pid' } },
  { command: 'sleep 1', until: 'start' },
  { command: 'sleep 1', restart: 'on-failure' },
  { command: 'sleep 1', restart: 'on-failure', until: 'exit' },
];

it.each(all)('%j comes back as it was', (one) => {
  const written = writeStartup(readStartup(one), one);
  expect(written).toEqual(one);
  expect(startupCommandSchema.safeParse(written).error).toBeUndefined();
});
it('becomes a plain line again when nothing else is said, but for keys of others', () => {
  const fields = { ...readStartup({ command: 'x', timeout: 9 }), timeout: '' };
  expect(writeStartup(fields, { command: 'x', timeout: 9 })).toBe('x');
  expect(writeStartup(fields, { command: 'x', colour: 'red' })).toEqual({ command: 'x', colour: 'red' });
});
