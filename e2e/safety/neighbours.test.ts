/** S4 and S8 between labs and inside one: a node reaches neither another lab's supervisor, nor the process that makes nodes. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Control, Terminal, connectAs } from '../kernel/client';
import { Lab, asCaller, callers, program } from '../kernel/lab';
import { node } from '../kernel/shapes';

/** Connects, says hello and asks for a shell; prints what it was told, or why it could not even connect. */
const visitor = `use IO::Socket::UNIX; $SIG{PIPE} = "IGNORE"; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "no connection: $!"; exit };
syswrite $s, qq({"id":1,"call":"hello","args":{}}\\n); my $all = ""; while (sysread $s, my $part, 4096) { $all .= $part; last if $all =~ /\\n/ } print "told [$all]";`;

describe.each(callers)('two labs of $name', (caller) => {
  let mine: Lab;
  let other: Lab;
  beforeAll(async () => {
    [mine, other] = await Promise.all([Lab.start(caller), Lab.start(caller)]);
    await mine.apply([node('h1'), node('h2', 'host', { isolation: ['net'] }), node('h3', 'host', { isolation: ['net', 'pid'] })]);
  });
  afterAll(async () => {
    await mine?.down();
    await other?.down();
  });

  it('a node of one gets only the end of the connection from the other', async () => {
    // Opened, so that the check of who it is stands alone.
    chmodSync(other.dir, 0o711);
    chmodSync(other.socket, 0o666);
    for (const id of ['h1', 'h2', 'h3']) expect((await mine.exec(id, ['perl', '-e', visitor, other.socket])).stdout, id).toBe('told []');
    const outside = await other.connect();
    expect(await outside.call('hello')).toMatchObject({ protocol: 1 });
    outside.close();
    console.log(`S4 (${caller.name}): 3 nodes of another lab, 3 got only EOF`);
  });

  it('a node does not see the folder in which the labs are', async () => {
    const folder = join(mine.dir, 'nestwork');
    const dir = join(folder, 'third');
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    for (const one of [folder, dir]) chownSync(one, caller.uid, caller.uid);
    const [file = '', ...args] = asCaller(caller, mine.dir, [program, '--lab', 'third', '--dir', dir]);
    execFileSync(file, args);
    const third = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
    await third.call('apply', { revision: 0, client: 'test', operations: [node('x')] });
    const look = await Terminal.open(connectAs(caller.uid, join(dir, 'control.sock')), {
      open: 'exec',
      node: 'x',
      argv: ['sh', '-c', `ls -A ${folder} && umount ${folder}`],
    });
    expect(await look.ended).toMatchObject({ code: 32 }); // umount(8): what comes from a namespace above is locked
    expect(look.output).toBe('');
    await third.call('down');
  });

  it('a node that shares the lab’s processes cannot look into one that is the supervisor’s', async () => {
    const look = `for p in /proc/[0-9]*; do case "$(cat $p/comm)" in nestwork-lab) echo "$p"; ls $p/fd/ 2>/dev/null; readlink $p/fd/3 $p/fd/4; ls -d $p/fd/4/self; cat $p/environ | head -c 1; esac; done`;
    const { stdout } = await mine.exec('h2', ['sh', '-c', `${look} 2>/dev/null; true`]);
    const processes = stdout.split('\n').filter((line) => line.startsWith('/proc/') && !line.includes('/fd/'));
    expect(processes, 'the supervisor and the process that makes nodes are seen').toHaveLength(2);
    // Root of the computer may list the names of descriptors as files of its own; what is behind them is kept.
    expect(stdout.split('\n').filter((line) => line !== '' && !/^\d+$/.test(line))).toEqual(processes);
    console.log(`S8 (${caller.name}): ${processes.length} processes of the supervisor in sight of a node, none could be looked into`);
  });
});
