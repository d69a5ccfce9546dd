/** A lab as a script: it makes what the commands by hand make, wherever it is run, and takes away that and nothing else. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { generate, shapes } from '../../electron/engine/generate';
import { script } from '../../electron/engine/script';
import { emptyLab } from '../../electron/engine/wanted';
import type { Topology } from '../../electron/shared/topology/schema';
import { commands, typed } from './by-hand';
import { everything } from './everything.fixture';
import { printState, readState } from './kernel-state';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nestwork-script-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(topology: Topology): string {
  const path = join(folder, `${topology.id}.sh`);
  writeFileSync(path, script(topology));
  chmodSync(path, 0o755);
  return path;
}
const shown = (names: readonly string[]): string[] =>
  names.flatMap((name) => [`echo "=== ${name}"`, `ip netns exec ${name} sh -c '${printState.replaceAll("'", `'\\''`)}'`]);
const states = (output: string): Map<string, ReturnType<typeof readState>> =>
  new Map(
    output
      .split(/^=== /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), readState(part.slice(part.indexOf('\n') + 1))]),
  );

/** Files, commands that wait for each other, and a device with all namespaces of its own. */
const busy: Topology = {
  nestwork: 1,
  id: 'busy',
  name: 'busy $(reboot)',
  nodes: [
    {
      id: 'h1',
      name: 'h1',
      kind: 'host',
      position: { x: 0, y: 0 },
      files: [
        { path: '/etc/motd', content: "it's\nmine\n" },
        { path: '/etc/of/nobody', content: 'new', mode: '600' },
      ],
      startup: [
        { command: 'sleep 0.3; echo one > /run/order', name: 'one' },
        { command: 'echo two >> /run/order; sleep 0.3; touch /run/ready; sleep 1000', until: { file: '/run/ready' } },
        { command: 'echo "$(ls /run/ready) three" >> /run/order', restart: 'never' },
      ],
    },
    { id: 'h2', name: 'h2', kind: 'host', position: { x: 0, y: 0 }, filesystem: 'read-only' },
  ],
  links: [
    {
      id: 'l1',
      ends: [
        { node: 'h1', interface: 'eth0' },
        { node: 'h2', interface: 'eth0' },
      ],
    },
  ],
};

describe('a lab as a script', () => {
  it('is clean to shellcheck', () => {
    const paths = [everything[0]!, everything[2]!, busy, ...shapes.map((shape) => generate(shape, 4))].map(written);
    expect(paths.length).toBeGreaterThan(5);
    execFileSync('shellcheck', paths, { stdio: 'pipe' });
    // And shellcheck would have said something.
    const bad = join(folder, 'bad.sh');
    writeFileSync(bad, '#!/usr/bin/env bash\nrm $1\n');
    expect(() => execFileSync('shellcheck', [bad], { stdio: 'pipe' })).toThrow();
  });

  it('makes what the commands by hand make', async () => {
    const [topology] = everything as [Topology];
    const names = topology.nodes.map(({ name }) => name);
    const wanted = derive(topology);
    // States of links and bridges come a second and more after their cause: on a busy machine they are asked for again, later.
    for (const seconds of [1, 2, 4, 8, 16]) {
      const rest = [`sleep ${seconds}`, ...shown(names)];
      const byHand = await typed([...commands(wanted, emptyLab, topology), ...rest]);
      const byScript = await typed([`${written(topology)} up`, ...rest, `${written(topology)} down`]);
      expect([byHand.code, byScript.code]).toEqual([0, 0]);
      const [hand, made] = [states(byHand.output), states(byScript.output)];
      expect(made.size).toBe(names.length);
      if (seconds < 16 && !isDeepStrictEqual(made, hand)) continue;
      return expect(Object.fromEntries(made)).toEqual(Object.fromEntries(hand));
    }
  }, 300_000);

  it('gives devices their files and commands, and runs more in them', async () => {
    const path = written(busy);
    const { code, output } = await typed([
      `${path} up`,
      `i=0; until ${path} exec h1 grep -q three /run/order 2>/dev/null || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.1; done`,
      `${path} exec h1 cat /run/order /etc/motd /etc/of/nobody`,
      `${path} exec h1 stat --format=%a /etc/of/nobody`,
      `${path} exec h1 hostname`,
      `${path} exec h1 sh -c 'ls -d /etc/passwd; readlink /proc/self/ns/pid' | head -n 1`,
      '[ ! -e /etc/of/nobody ]',
      `${path} exec h2 sh -c 'echo x > /etc/nestwork-was-here' 2>/dev/null || echo refused`,
      `${path} exec h2 ping -c 1 -W 5 10.1.1.10 > /dev/null && echo pong`,
      `${path} exec h9 true 2>/dev/null || echo nobody`,
      `${path} down`,
    ]);
    expect(output.split('\n')).toEqual([
      ...['one', 'two', '/run/ready three', "it's", 'mine', 'new600', 'h1', '/etc/passwd', 'refused', 'pong', 'nobody', ''],
    ]);
    expect(code).toBe(0);
  });

  it('comes and goes without touching what is not its own, whatever happens on the way', async () => {
    const star = written(generate('star', 3));
    const { code, output } = await typed([
      'ip netns add other; ip netns exec other sleep 1000 & ip link add name l1-a type dummy 2>/dev/null || true',
      'before=$(ip -o link | cat; ls /run)',
      // Twice down, twice up.
      `${star} down; ${star} up; ! ${star} up 2> /dev/null; ip netns exec h1 true; ${star} down; ${star} down`,
      '[ "$(ip netns list | cut -d" " -f1)" = other ]',
      // A name that somebody has: what was begun is taken back, and that one stays.
      `ip netns add h2; ip netns exec h2 ip link add name mine type bridge`,
      `! ${star} up 2> /run/said; cat /run/said; rm /run/said`,
      'ip -n h2 link show mine > /dev/null; [ "$(ip netns list | wc -l)" = 2 ]; ip netns delete h2',
      // One that was replaced meanwhile is not ours any more.
      `${star} up; ip netns delete h3; ip netns add h3; ${star} down; ip netns exec h3 true; ip netns delete h3`,
      // Ended in the middle, as by Ctrl-C: all programs of the group get the signal.
      `for after in 0.02 0.04 0.06 0.08 0.1 0.14 0.18; do timeout --signal=INT $after ${star} up || true; ${star} down; done`,
      '[ "$(ip netns list | cut -d" " -f1)" = other ]; [ "$(ip -o link | cat; ls /run)" = "$before" ]',
      'ip netns pids other | grep -q .',
      `${star} nonsense 2> /dev/null || echo usage`,
    ]);
    expect(output).toMatch(/^A network namespace h2 is there already, and is not of this lab\. .*\nusage\n$/);
    expect(code).toBe(0);
  });
});
