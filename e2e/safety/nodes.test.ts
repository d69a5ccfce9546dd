/** S8: the power of a node ends at the lab, whatever it was handed. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, hostSnapshot } from '../kernel/host-snapshot';
import { Lab, asCaller, callers, until } from '../kernel/lab';
import { cable, node } from '../kernel/shapes';
import { compile } from './build';

/**
 * Root who runs a lab is root of its nodes on disk: files of root are its files, and the kernel treats these settings as files of root
 * (proc_sys_permission). Said in SECURITY.md; nobody else's lab can write them.
 */
const filesOfRoot = ['kernel.panic', 'kernel.core_pattern', 'vm.swappiness'];

/** In a PID namespace of its own, process 1 is the node's own and it may do with it as it likes; in a shared one it is the supervisor. */
const ownFirstProcess = ["ptrace of the node's first process", '/proc/1/mem', 'a descriptor of process 1'];

describe.each(callers)('a node in a lab of $name', (caller) => {
  const intruder = compile('intruder.c');
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2'), cable('l1', 'h1.eth0', 'h2.eth0'), node('h3', 'host', { isolation: ['net'] })]);
  });
  afterAll(async () => {
    await lab?.down();
    rmSync(join(intruder, '..'), { recursive: true, force: true });
  });

  it.each(['h1', 'h3'])('with host sockets, namespaces and a pidfd in its hands changes nothing of the host (%s)', async (id) => {
    // Not in /tmp: each node has one of its own.
    const dir = mkdtempSync('/var/tmp/nestwork-give-');
    chmodSync(dir, 0o777);
    const path = join(dir, 'socket');
    const victim = spawn('sleep', ['600'], { stdio: 'ignore' });
    const [file = '', ...args] = asCaller({ ...caller, range: false }, dir, [intruder, 'give', path, String(victim.pid)]);
    const giver = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let ready = '';
      giver.stdout.on('data', (bytes: Buffer) => (ready += bytes.toString()));
      await until('the giver', () => ready.includes('ready'));
      const before = hostSnapshot();
      const { stdout, stderr, code } = await lab.exec(id, [intruder, 'try', path, String(victim.pid)]);
      expect(code, stderr).toBe(0);
      const attempts = stdout.trim().split('\n');
      const allowed = attempts.filter((line) => !line.startsWith('denied ')).map((line) => line.replace('ALLOWED ', ''));
      expect(attempts.length).toBeGreaterThan(40);
      const own = [...(caller.uid === 0 ? filesOfRoot : []), ...(id === 'h1' ? ownFirstProcess : [])];
      expect(allowed.filter((name) => !own.includes(name))).toEqual([]);
      expect(differences(before, hostSnapshot())).toEqual([]);
      expect(victim.exitCode).toBeNull();
      console.log(
        `S8 (${caller.name}, ${id}): ${attempts.length} attempts, ${attempts.length - allowed.length} denied${allowed.length ? `, allowed as its own: ${allowed.join(', ')}` : ''}; host unchanged`,
      );
    } finally {
      victim.kill('SIGKILL');
      giver.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('cannot look into a program that the supervisor is just starting in it', async () => {
    const watcher = await lab.open({ open: 'exec', node: 'h1', argv: [intruder, 'watch', '3'] });
    await until('the watcher', () => watcher.output.includes('ready'));
    for (let turn = 0; !watcher.exit && turn < 2000; turn++) await lab.exec('h1', ['true']);
    await watcher.ended;
    const [, seen, caught] = /seen (\d+) caught (\d+)/.exec(watcher.output) ?? [];
    expect(Number(seen)).toBeGreaterThan(20);
    expect(Number(caught), `of ${seen}`).toBe(0);
    console.log(`S8 (${caller.name}): ${seen} programs watched from before their exec, ${caught} seen with a descriptor of the supervisor`);
  });

  it('changes its own files, mounts, settings and processes without anybody else seeing it', async () => {
    const before = hostSnapshot();
    await lab
      .sh(
        'h1',
        'mount -t tmpfs none /mnt && touch /mnt/here && sysctl -q -w net.ipv4.ip_forward=1 && hostname changed && umount /run && { kill -9 -1 || true; }',
      )
      .catch(() => undefined);
    expect(differences(before, hostSnapshot())).toEqual([]);
    expect((await lab.sh('h2', 'ls /mnt | grep -c here || true; cat /proc/sys/net/ipv4/ip_forward; hostname')).trim()).toBe('0\n0\nh2');
    expect((await lab.exec('h1', ['true'])).code).toBe(0);
  });
});
