/** Shells and commands in nodes, as a person and a script meet them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused } from './client';
import { Lab, callers, until } from './lab';
import { cable, node } from './shapes';

describe.each(callers)('terminals in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2'), cable('l1', 'h1.eth0', 'h2.eth0')]);
  });
  afterAll(() => lab?.down());

  it('opens a shell whose prompt names root and the node, in the home directory of the person', async () => {
    const shell = await lab.terminal('h1', { env: { TERM: 'xterm' } });
    await until(`a prompt in ${JSON.stringify(shell.output)}`, () => /root@h1:/.test(shell.output));
    shell.type('echo "home $HOME in $PWD, $(id -u), $(hostname), $(ps -o pid= -p 1), shell $0"; exit\n');
    expect(await shell.ended).toEqual({ code: 0, signal: 0 });
    const home = caller.uid === 0 ? '/root' : lab.dir;
    expect(shell.output).toContain(`home ${home} in ${home}, 0, h1, `);
    expect(shell.output).toMatch(/shell \/bin\/bash/);
    shell.close();
  });

  it('sees its own processes only, and its terminal on a devpts of its own', async () => {
    const shell = await lab.terminal('h1', { argv: ['/bin/sh'] });
    shell.type('echo "[$(ps -e -o pid= | wc -l) $(tty) $(ls /dev/pts | grep -c "^[0-9]") $(ls /proc/$$/fd | sort -n | tr "\\n" ,)]"\n');
    await until('an answer', () => /\[\d+ \/dev\/pts\/\d+ \d+ .*\]/.exec(shell.output.replace(/^.*\$\(.*$/m, '')));
    const [, processes, ptys, fds] = /\[(\d+) \/dev\/pts\/\d+ (\d+) (.*)\]\r/.exec(shell.output) ?? [];
    expect(Number(processes)).toBeLessThan(8);
    expect(Number(ptys)).toBeLessThan(8);
    expect(fds?.startsWith('0,1,2,')).toBe(true);
    shell.type('exit 7\n');
    expect(await shell.ended).toEqual({ code: 7, signal: 0 });
  });

  it('tells programs a new size, and signals reach the one in the foreground', async () => {
    const shell = await lab.terminal('h1');
    shell.type('stty size\n');
    await until('the first size', () => shell.output.includes('24 80'));
    shell.resize(132, 43);
    shell.type('stty size; sleep 1000\n');
    await until('the new size', () => shell.output.includes('43 132'));
    await until('the sleep', async () => (await lab.exec('h1', ['pgrep', '-x', 'sleep'])).code === 0);
    shell.signal(2);
    shell.type('echo "code $?"\n');
    await until('the interrupted sleep', () => shell.output.includes('code 130'));
    shell.type('cat\n');
    await until('the cat', async () => (await lab.exec('h1', ['pgrep', '-x', 'cat'])).code === 0);
    const typed = shell.output.length;
    shell.type('\x03');
    // Not before there is a prompt again: the dying cat might still read what is typed.
    await until('the next prompt', () => /\^C[^]*h1:.*# $/.test(shell.output.slice(typed)));
    shell.type('exit 3\n');
    expect(await shell.ended).toEqual({ code: 3, signal: 0 });
  });

  it('is found again with its past after its connection was lost, by several readers', async () => {
    const first = await lab.terminal('h2', { title: 'my work' });
    first.type('echo before-$((40 + 2))\n');
    await until('the first output', () => first.output.includes('before-42'));
    first.close();
    const listed = (
      await lab.control.call<{ terminals: { terminal: number; node: string; title: string; exited: unknown }[] }>('terminals')
    ).terminals;
    expect(listed).toContainEqual(expect.objectContaining({ terminal: first.terminal, node: 'h2', title: 'my work', exited: null }));
    const again = await lab.open({ open: 'terminal', terminal: first.terminal, cols: 90, rows: 30 });
    const other = await lab.open({ open: 'terminal', terminal: first.terminal, cols: 90, rows: 30 });
    await until('its past', () => again.output.includes('before-42') && other.output.includes('before-42'));
    again.type('echo after-$((40 + 3)); exit 5\n');
    expect(await again.ended).toEqual({ code: 5, signal: 0 });
    expect(await other.ended).toEqual({ code: 5, signal: 0 });
    expect(other.output).toContain('after-43');
    await lab.control.call('terminal.close', { terminal: first.terminal });
    await expect(lab.open({ open: 'terminal', terminal: first.terminal, cols: 90, rows: 30 })).rejects.toThrow(/There is no terminal/);
  });

  it('tells subscribers when a terminal comes, ends and goes', async () => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    const shell = await lab.terminal('h1', { argv: ['/bin/cat'] });
    const seen = (exited: unknown) => (): boolean =>
      watcher.events.some(
        (event) =>
          event.event === 'terminals' &&
          (event.terminals as { terminal: number; exited: unknown }[]).some(
            (one) => one.terminal === shell.terminal && JSON.stringify(one.exited) === JSON.stringify(exited),
          ),
      );
    await until('its coming', seen(null));
    shell.type('\x04');
    await until('its end', seen({ code: 0, signal: 0 }));
    await lab.control.call('terminal.close', { terminal: shell.terminal });
    await until('its going', () => {
      const last = watcher.events.filter((event) => event.event === 'terminals').at(-1)?.terminals as { terminal: number }[];
      return !last.some((one) => one.terminal === shell.terminal);
    });
    watcher.close();
  });

  it('runs commands with three pipes, an exit code, a directory and only the allowed environment', async () => {
    const done = await lab.exec(
      'h1',
      ['/bin/sh', '-c', 'cat; pwd; env | cut -d= -f1 | sort | tr "\\n" " "; echo wrong >&2; exit 9'],
      { cwd: '/usr', env: { LANG: 'C.UTF-8', LD_PRELOAD: '/tmp/x.so', LC_ALL: 'C', PS1: 'x' } },
      'from stdin\n',
    );
    expect(done).toMatchObject({ code: 9, signal: 0, stderr: 'wrong\n' });
    expect(done.stdout).toBe('from stdin\n/usr\nHOME HOSTNAME LANG LC_ALL LOGNAME OLDPWD PATH PWD SHELL USER '.replace('OLDPWD ', ''));
    await expect(lab.exec('h1', ['/nonexistent'])).rejects.toThrow(/Cannot start "\/nonexistent" in h1: No such file or directory/);
    await expect(lab.exec('h1', ['true'], { as: 'no-such-user' })).rejects.toThrow(/There is no user "no-such-user" in h1/);
  });

  it('has exactly the ids that were asked for', async () => {
    const ids = async (as?: string): Promise<string> =>
      (await lab.exec('h1', ['/bin/sh', '-c', 'id -u; id -g; id -G; grep CapEff /proc/self/status'], as === undefined ? {} : { as }))
        .stdout;
    const root = (await ids()).split('\n');
    expect(root.slice(0, 2)).toEqual(['0', '0']);
    if (lab.mapping === 'range') expect(root[2]).toBe('0');
    expect(root[3]).not.toMatch(/CapEff:\s0+$/);
    if (lab.mapping === 'range') {
      expect((await ids('nobody')).split('\n')).toEqual(['65534', '65534', '65534', 'CapEff:\t0000000000000000', '']);
      expect((await ids('1234')).split('\n')).toEqual(['1234', '1234', '1234', 'CapEff:\t0000000000000000', '']);
    } else {
      const refusal = await ids('nobody').catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Refused);
      expect((refusal as Refused).message).toMatch(/Cannot become user nobody/);
      expect((refusal as Refused).error.hint).toMatch(/uidmap/);
    }
    for (const bad of ['', '+1', '-1', '0x1', '4294967295', '4294967297', '9'.repeat(30), 'root;id', '../x'])
      await expect(lab.exec('h1', ['true'], { as: bad }), bad).rejects.toThrow(/neither a user name nor a numeric id/);
  });

  it('lets programs change their user where a range of ids is mapped, and only there', async () => {
    const changed = await lab.exec('h1', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'id', '-u']);
    expect([changed.code, changed.stdout.trim()]).toEqual(lab.mapping === 'range' ? [0, '65534'] : [127, '']);
  });
});
