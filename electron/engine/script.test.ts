import { describe, expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { generate } from './generate';
import { script } from './script';

const evil = "'; rm -rf / #\n$(reboot) `reboot` \u2028 \u0007 end";
const host = (id: string, more: object = {}) => ({ id, name: id, kind: 'host' as const, position: { x: 0, y: 0 }, ...more });
const lab = (more: Partial<Topology>): Topology => ({ nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [], ...more });

describe('a lab as a script', () => {
  it('is the same for the same lab, makes each device once and says why it has its addresses', () => {
    const text = script(generate('star', 3));
    expect(script(generate('star', 3))).toBe(text);
    expect(text.match(/^ {2}make h2$/gm)).toHaveLength(1);
    expect(text).toContain('  # h2 eth0: Set 10.0.1.11/24 (free in 10.0.1.0/24)\n  ip -n h2 address add 10.0.1.11/24 dev eth0\n');
    expect(text).not.toMatch(/^\s*ip netns add [^"]/m);
  });
  it('keeps what a person typed in comments and in quotes', () => {
    const text = script(
      lab({
        name: evil,
        description: `one\r\n${evil}`,
        nodes: [host('h1', { files: [{ path: '/etc/x y', content: evil }], startup: [{ command: evil, name: evil }] })],
      }),
    );
    for (const line of text.split('\n').filter((one) => one.includes('reboot'))) {
      const at = line.trimStart();
      expect(at.startsWith('#') || at.startsWith('$(reboot)')).toBe(true);
    }
    // A line of its own is only the second half of what is in quotes.
    expect(text.split("'\\''; rm -rf / #\n$(reboot)").length).toBe(3);
    expect(text.replaceAll(`'\\''${evil.slice(1)}`, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u2028]/);
  });
  it('says what it leaves to others', () => {
    const text = script(lab({ nodes: [host('h1', { limits: { cpu: 1 } }), { ...host('i1'), kind: 'internet' }], links: [] }));
    expect(text).toContain('# Not here: control groups');
    expect(text).toContain('# i1 leads out of the lab in Nestwork; here it leads nowhere.');
    expect(text).not.toContain('/sys/fs/cgroup');
  });
});
