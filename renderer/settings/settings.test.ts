import { describe, expect, it } from 'vitest';
import { readPools, writePools } from './pools';
import { joinWords, splitWords } from './words';

describe('address pools in a line', () => {
  it('are read as networks, with the size of what is taken from them', () => {
    expect(readPools('10.1.2.3/16, 192.168.0.0/16:26', 'ipv4')).toEqual({
      pools: ['10.1.0.0/16', { prefix: '192.168.0.0/16', length: 26 }],
    });
    expect(readPools('fd12::/32:64', 'ipv6')).toEqual({ pools: [{ prefix: 'fd12::/32', length: 64 }] });
    expect(readPools('  ', 'ipv4')).toEqual({ pools: [] });
  });
  it('come out as they went in', () => {
    const line = '10.1.0.0/16 192.168.0.0/16:26';
    const read = readPools(line, 'ipv4');
    expect('pools' in read && writePools(read.pools)).toBe(line);
  });
  it.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/16', '10.0.0.0/8:4', '10.0.0.0/8:33', '10.0.0.0/31', 'home', '0.0.0.0/0'])(
    '%s is none',
    (part) => expect(readPools(`10.9.0.0/16 ${part}`, 'ipv4')).toEqual({ wrong: part }),
  );
});

describe('a program and its arguments', () => {
  it('are a line, with quotes around what has blanks', () => {
    expect(splitWords('/bin/bash --rcfile "/home/me/my rc"  -l')).toEqual(['/bin/bash', '--rcfile', '/home/me/my rc', '-l']);
    expect(joinWords(['/bin/bash', '--rcfile', '/home/me/my rc'])).toBe('/bin/bash --rcfile "/home/me/my rc"');
    expect(splitWords('   ')).toEqual([]);
  });
});
