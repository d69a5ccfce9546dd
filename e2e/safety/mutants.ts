/** Data as hostile or careless hands would change it: nothing to three small changes anywhere inside. */
import type { Random } from '../support/random';

const numbers = [
  0,
  -1,
  1,
  2,
  0.01,
  0.5,
  67,
  68,
  256,
  511,
  512,
  1024,
  1025,
  3600,
  3601,
  65535,
  65536,
  4194303,
  4194304,
  2 ** 31,
  2 ** 32,
  2 ** 50,
  2 ** 53,
  1e21,
  1e308,
];
const texts = [
  ...[
    '',
    ' ',
    'a',
    '-',
    '.',
    '..',
    '/',
    'lo',
    'all',
    'default',
    'net',
    'user',
    'mnt',
    'host',
    'switch',
    'exit',
    'start',
    'always',
    'wire',
    'pair',
  ],
  ...[
    '10.0.1.1/24',
    '10.0.1.0/24',
    '0.0.0.0/0',
    '0.0.0.0',
    '255.255.255.255/32',
    '223.255.255.255/8',
    '224.0.0.1/4',
    '010.0.0.1/8',
    '1.2.3/8',
  ],
  ...[
    '::/0',
    '::1/128',
    'fd00::1',
    'FD00::1/64',
    '::ffff:1.2.3.4/96',
    '::1.2.3.4',
    '1:2:3:4:5:6:7::/64',
    'fe80::1%eth0',
    'ff00::/8',
    '1::2::3/4',
  ],
  ...[
    '00:00:00:00:00:00',
    '02:00:00:00:00:0A',
    '01:00:00:00:00:01',
    '/etc/motd',
    '/etc',
    '/etc/',
    '//etc',
    '/proc',
    '/proc/x',
    '/process',
    '/a/../b',
  ],
  ...[
    '/sys',
    '/dev/x',
    '/a/./b',
    `/${'x'.repeat(255)}`,
    `/${'x'.repeat(256)}`,
    `/${'\u00fc'.repeat(200)}`,
    'net.ipv4.ip_forward',
    'net/ipv4/a.b/x',
    'net',
    'net.',
  ],
  ...[
    'net..x',
    'net/../x',
    'net.a/b',
    'kernel.x',
    'a\0b',
    '\0',
    'a\nb',
    'a\rb',
    '\ud83d\ude00',
    '\ud800',
    '\udc00x',
    'x'.repeat(63),
    'x'.repeat(64),
    'x'.repeat(256),
  ],
  ...['x'.repeat(257), '\u00fc'.repeat(64), '\ud83d\ude00'.repeat(33), '__proto__', 'lab.example.org', '.lab', 'lab-', 'LAB'],
];
const keys = [
  'extra',
  '__proto__',
  'constructor',
  'toString',
  'op',
  'node',
  'mac',
  'stp',
  'readOnly',
  'via',
  'dev',
  'up',
  'mtu',
  'listen',
  'file',
  'search',
  'value',
  'cpu',
  'pids',
];

/** Something else in the place of `value`. */
function other(value: unknown, random: Random): unknown {
  const kind = random.below(12);
  if (kind === 0) return null;
  if (kind === 1) return random.below(2) === 0;
  if (kind === 2) return random.pick([[], {}, [[]], [null], { listen: 80 }, { file: '/run/x' }, { listen: 80, file: '/x' }]);
  if (kind < 5) return random.pick(numbers);
  if (kind < 8 || typeof value !== 'string')
    return typeof value === 'number' && kind > 7 ? value + random.pick([1, -1, 0.5]) : random.pick(texts);
  const at = random.below(value.length + 1);
  const letter = random.pick([...'aZ09-._/: \0\n\u00fc', '\ud83d\ude00']);
  return value.slice(0, at) + (random.below(2) === 0 ? letter : '') + value.slice(at + random.below(2));
}

function change(value: unknown, pool: readonly Record<string, unknown>[], random: Random): unknown {
  if (Array.isArray(value) && random.below(3) > 0) {
    const list = value as unknown[];
    const at = random.below(list.length + 1);
    const how = random.below(4);
    if (how === 0) return [...list.slice(0, at), ...list.slice(at + 1)];
    if (how === 1 && list.length > 0) return [...list, random.pick(list)];
    return list.map((one, index) => (index === at ? change(one, pool, random) : one));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.below(10) > 0) {
    const entries = Object.entries(value);
    const at = random.below(Math.max(1, entries.length));
    const how = random.below(8);
    if (how === 0) return Object.fromEntries(entries.filter((_, index) => index !== at));
    if (how === 1) return defined(entries, random.pick(keys), other(undefined, random));
    const [key = 'extra', inner] = entries[at] ?? [];
    if (how === 2) return defined(entries, key, random.pick(pool)[key] ?? inner);
    return defined(entries, key, change(inner, pool, random));
  }
  return other(value, random);
}
/** Also `__proto__` as what it is in JSON, a key like any other. */
function defined(entries: [string, unknown][], key: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([...entries.filter(([one]) => one !== key), [key, value]]);
}

/** `pool`: where other values of the same key come from. */
export function mutant(value: unknown, pool: readonly Record<string, unknown>[], random: Random): unknown {
  let changed = value;
  for (let times = random.below(4); times > 0; times--) changed = change(changed, pool, random);
  return changed;
}
