/**
 * S14: nothing of a lab survives its supervisor, by the kernel's rule for PID namespaces (pid_namespaces(7)) and by nothing else: a signal at the parent's
 * death (PR_SET_PDEATHSIG) is cleared when a process changes its user, and by whoever wants to.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lab, callers, processesWith, until } from '../kernel/lab';
import { command, node } from '../kernel/shapes';
import { HeldNamespaces, alive, send } from './processes';

/** Away from whoever started it, in each way there is: the signal cleared, a session of its own, an orphan, deaf to what it can be deaf to. */
const away =
  'setpriv --pdeathsig clear setsid sh -c \'trap "" HUP TERM INT QUIT; (setsid sh -c "trap \\"\\" HUP TERM; exec sleep 31400" &) ; exec sleep 31400\'';
/** Changes its user, which clears the signal. */
const otherUser = `setpriv --reuid=65534 --regid=65534 --clear-groups sh -c '${away.replaceAll("'", "'\\''")}'`;
const nested = `unshare --user --map-root-user --pid --fork --mount-proc sh -c '${away.replaceAll("'", "'\\''")}'`;

describe('a signal at the death of the parent', () => {
  it.runIf(process.getuid?.() === 0)('is cleared by a change of user: whoever relies on it leaves processes behind', async () => {
    // prctl(PR_SET_PDEATHSIG, SIGKILL) is call 157 of x86-64 and 167 of aarch64.
    const prctl = process.arch === 'arm64' ? 167 : 157;
    const script = (change: string): string =>
      `use POSIX; my $pid = fork; if (!$pid) { syscall(${prctl}, 1, 9, 0, 0, 0); ${change} open my $f, "<", "/dev/null"; print "$$\\n"; close STDOUT; sleep 600 } sleep 600`;
    const left = async (change: string): Promise<boolean> => {
      const parent = spawn('perl', ['-e', `$| = 1; ${script(change)}`], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      parent.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
      const child = await until('the child', () => Number(/(\d+)\n/.exec(said)?.[1]));
      const gone = new Promise((done) => parent.once('exit', done));
      parent.kill('SIGKILL');
      await gone;
      const lives = await until('its end', () => !alive(child), 1).then(
        () => false,
        () => true,
      );
      if (lives) send(child, 'SIGKILL');
      return lives;
    };
    expect([await left(''), await left('POSIX::setgid(65534); POSIX::setuid(65534);')]).toEqual([false, true]);
  });
});

describe.each(callers)('a lab of $name', (caller) => {
  it('is gone with all who hide in it when its supervisor is killed', async () => {
    const lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2', 'host', { isolation: ['net'] }), node('h3', 'host', { isolation: ['net', 'user', 'mnt'] })]);
    const range = lab.mapping === 'range';
    const ways: [string, string][] = [
      ['an orphan in a session of its own', away],
      ['one in a PID namespace below', nested],
      ...(range ? ([['another user', otherUser]] as [string, string][]) : []),
    ];
    let begun = 0;
    for (const id of ['h1', 'h2', 'h3']) {
      for (const [, script] of ways) {
        const shell = await lab.terminal(id, { argv: ['/bin/sh', '-c', `${script} & sleep 1000`] });
        shell.close();
        begun++;
      }
    }
    await lab.apply([command('h1', away, { until: 'start' }), command('h2', away, { until: 'start' })]);
    if (range)
      for (const id of ['h1', 'h2'])
        (await lab.open({ open: 'exec', node: id, argv: ['sh', '-c', away], as: 'nobody', fresh: ['pid'] })).close();
    const namespaces = new HeldNamespaces();
    for (const { pid } of (await lab.observed()).values()) namespaces.hold(pid);
    // A number that no other program sleeps for. Also in the namespaces below, which have other numbers.
    const sleepers = (): number[] => processesWith('sleep\0' + '31400\0').filter(alive);
    const hidden = await until('all of them', () => {
      const found = sleepers();
      return found.length >= 2 * begun && found;
    });
    expect(namespaces.left().length).toBeGreaterThan(begun);
    const others = hidden.filter((pid) => /^Uid:\s+(?!0\b)/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))).length;
    const killed = performance.now();
    process.kill(lab.pid, 'SIGKILL');
    await until('the end of the supervisor', () => !alive(lab.pid));
    // The first process of a namespace has ended when all others in it have; what nobody has reaped yet runs no more.
    const left = [...hidden.filter(alive), ...namespaces.left()];
    namespaces.release();
    const ms = performance.now() - killed;
    expect([...left, ...sleepers()]).toEqual([]);
    console.log(
      `S14 (${caller.name}): ${hidden.length} processes in hiding (${ways.length + 1} ways, ${others} not of root of the computer), none left ${ms.toFixed(0)} ms after SIGKILL of the supervisor`,
    );
    await lab.gone();
    rmSync(lab.dir, { recursive: true, force: true });
  });
});
