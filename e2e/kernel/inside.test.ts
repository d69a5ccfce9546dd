/** What a node has of its own inside: files of its own over the computer's, settings of its network, names, a spanning tree. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refused } from './client';
import { Lab, callers, until } from './lab';
import { address, cable, files, node, route, setting, smallNetwork } from './shapes';

/** The computer's own, of which nothing may change. */
const computer = (): string =>
  JSON.stringify([
    ...['/etc/hosts', '/etc/resolv.conf', '/etc/hostname'].map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')),
    ...['/', '/etc', '/srv', '/opt', '/usr/local', '/usr/local/bin', '/var/lib'].map((path) => [
      readdirSync(path).filter((name) => !name.startsWith('nestwork-test-')),
      statSync(path).mtimeMs,
    ]),
  ]);
const refusal = (promise: Promise<unknown>): Promise<Refused> =>
  promise.then(
    () => Promise.reject(new Error('It was accepted.')),
    (error: Refused) => error,
  );

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  let before: string;
  beforeAll(async () => {
    before = computer();
    lab = await Lab.start(caller);
    await lab.apply(smallNetwork());
  });
  afterAll(async () => {
    await lab?.down();
    expect(computer()).toBe(before);
  });

  it('has a /tmp, a /run and a hostname file of its own, and the computer keeps its own', async () => {
    await lab.sh('h1', 'echo mine > /tmp/only-here; echo mine > /run/only-here; mkdir /run/lock/x; : > /dev/shm/only-here');
    expect(await lab.sh('h1', 'cat /tmp/only-here /run/only-here; ls -a /tmp /run; cat /etc/hostname; hostname')).toBe(
      'mine\nmine\n/run:\n.\n..\nlock\nonly-here\n\n/tmp:\n.\n..\nonly-here\nh1\nh1\n',
    );
    expect(await lab.sh('h2', 'ls -A /tmp /run /dev/shm; stat -c %a /tmp /run /run/lock; cat /etc/hostname')).toBe(
      '/dev/shm:\n\n/run:\nlock\n\n/tmp:\n1777\n755\n1777\nh2\n',
    );
    for (const path of ['/tmp/only-here', '/run/only-here', '/dev/shm/only-here']) expect(existsSync(path), path).toBe(false);
  });

  it('resolves the names of all nodes in both families, live, from one file that no node can write', async () => {
    const lookup = async (of: string, name: string): Promise<string[]> =>
      (await lab.sh(of, `getent ahosts ${name} | awk '{print $1}' | sort -u; true`)).trim().split('\n');
    expect(await lookup('h1', 'h3')).toEqual(['10.0.2.3', 'fd00:2::3']);
    expect(await lookup('h3', 'r1')).toEqual(['10.0.1.254', '10.0.2.254', 'fd00:1::fe', 'fd00:2::fe']);
    expect((await lab.exec('h1', ['ping', '-c', '1', '-W', '5', 'h3'])).code).toBe(0);

    await lab.apply([address('h2.eth0', '10.0.9.9/24'), { op: 'node.rename', node: 'h2', name: 'two' }]);
    expect(await lookup('h1', 'two')).toEqual(['10.0.1.2', '10.0.9.9', 'fd00:1::2']);
    expect((await lookup('h1', 'h2')).filter(Boolean)).toEqual([]);
    expect(await lab.sh('h2', 'cat /etc/hostname; hostname')).toBe('two\ntwo\n');
    await lab.apply([{ op: 'address.delete', node: 'h2', interface: 'eth0', address: '10.0.9.9/24' }]);
    expect(await lookup('h1', 'two')).toEqual(['10.0.1.2', 'fd00:1::2']);
    // An address that somebody gives by hand has a name too.
    await lab.sh('h2', 'ip address add 10.0.8.8/24 dev eth0');
    await until('the name of an address by hand', async () => (await lookup('h1', 'two')).includes('10.0.8.8'));
    await lab.sh('h2', 'ip address delete 10.0.8.8/24 dev eth0');
    await lab.apply([{ op: 'node.rename', node: 'h2', name: 'h2' }]);

    const late = await lab.exec('h1', [
      '/bin/sh',
      '-c',
      'echo 10.0.0.1 evil >> /etc/hosts || mount -o remount,bind,rw /etc/hosts || umount /etc/hosts',
    ]);
    expect(late.code).not.toBe(0);
    expect((await lookup('h3', 'evil')).filter(Boolean)).toEqual([]);
    // A node that comes and goes.
    await lab.apply([node('h4'), cable('l9', 'h4.eth0', 's1.p9'), address('h4.eth0', '10.0.1.4/24')]);
    expect(await lookup('h1', 'h4')).toEqual(['10.0.1.4']);
    await lab.apply([
      { op: 'link.delete', link: 'l9' },
      { op: 'node.delete', node: 'h4' },
    ]);
    expect((await lookup('h1', 'h4')).filter(Boolean)).toEqual([]);
  });

  it('asks the name servers of the lab, and no other', async () => {
    expect(await lab.sh('h1', 'grep -c ^nameserver /etc/resolv.conf; true')).toBe('0\n');
    await lab.apply([{ op: 'lab.resolver', servers: ['10.0.2.3', 'fd00:2::3'], search: 'lab.example.org' }]);
    expect(await lab.sh('h1', 'grep -v ^# /etc/resolv.conf')).toBe('nameserver 10.0.2.3\nnameserver fd00:2::3\nsearch lab.example.org\n');
    await refusal(lab.apply([{ op: 'lab.resolver', servers: [] }, route('h1', '10.77.0.0/16', '192.0.2.1')]));
    expect(await lab.sh('h3', 'grep -c ^nameserver /etc/resolv.conf')).toBe('2\n');
    await lab.apply([{ op: 'lab.resolver', servers: [] }]);
    expect(await lab.sh('h3', 'grep -c ^nameserver /etc/resolv.conf; true')).toBe('0\n');
  });

  const paths = {
    '/etc/passwd': 'over a file that is there',
    '/etc/nestwork/new/deep.conf': 'below a folder that is not there',
    '/nestwork-top/a/b.txt': 'below a folder of the root that is not there',
    '/var/run/service.pid': 'through a link into its own /run',
    '/tmp/seed.txt': 'in its own /tmp',
    '/usr/local/bin/nestwork-hello': '#!/bin/sh\necho hello from "$(hostname)"\n',
  };

  it('has private files over files, in folders and where there are none, from before its first program on', async () => {
    await lab.apply([node('f1'), files('f1', paths, 0o755)]);
    for (const [path, content] of Object.entries(paths)) expect(await lab.sh('f1', `cat ${path}`), path).toBe(content);
    expect(await lab.sh('f1', 'nestwork-hello; stat -c %a /usr/local/bin/nestwork-hello')).toBe('hello from f1\n755\n');
    // What is beside them is the computer's, and other nodes have none of them.
    expect(await lab.sh('f1', 'ls /etc')).toContain('group');
    expect(await lab.sh('f1', 'getent group root')).toContain('root:x:0:');
    expect((await lab.exec('h1', ['ls', '/etc/nestwork', '/nestwork-top', '/usr/local/bin/nestwork-hello'])).code).not.toBe(0);
    for (const path of ['/etc/nestwork', '/nestwork-top', '/usr/local/bin/nestwork-hello']) expect(existsSync(path), path).toBe(false);
  });

  it('changes them live: a program that has one open keeps what it had, and what is not named any more is gone', async () => {
    const reader = await lab.terminal('f1', {
      argv: ['/bin/sh', '-c', 'exec 9< /etc/nestwork/new/deep.conf; read -r go; cat <&9; cat /etc/nestwork/new/deep.conf; read -r end'],
    });
    await until('the open file', async () => (await lab.exec('f1', ['pgrep', '-f', 'exec 9'])).code === 0);
    const next = { '/etc/nestwork/new/deep.conf': 'second', '/etc/nestwork/other.conf': 'other', '/tmp/seed.txt': 'in its own /tmp' };
    await lab.apply([files('f1', next)]);
    reader.type('\n');
    await until('both contents', () => reader.output.includes('below a folder that is not there') && reader.output.includes('second'));
    reader.close();
    expect(await lab.sh('f1', 'cat /etc/nestwork/other.conf /tmp/seed.txt; stat -c %a /tmp/seed.txt')).toBe('otherin its own /tmp644\n');
    expect((await lab.sh('f1', 'cat /etc/passwd')).startsWith('root:')).toBe(true);
    expect(await lab.sh('f1', 'ls /nestwork-top /var/run/service.pid /usr/local/bin/nestwork-hello 2>/dev/null; true')).toBe('');
    // A shell that was there before sees them too; the first one brings a new root.
    const shell = await lab.terminal('f1', { argv: ['/bin/sh'] });
    await lab.apply([files('f1', { ...next, '/nestwork-new/x': 'fresh' })]);
    shell.type('cat /nestwork-new/x; exit\n');
    await shell.ended;
    expect(shell.output).toContain('fresh');
  });

  it('puts all of them back when the plan is refused, and refuses a path that is a folder', async () => {
    const change = files('f1', { '/etc/nestwork/new/deep.conf': 'third', '/etc/motd': 'never' });
    const error = await refusal(lab.apply([change, route('f1', '10.77.0.0/16', '192.0.2.1')]));
    expect(error.error).toMatchObject({ code: 'kernel-refused', operation: 'route.add', index: 1 });
    expect(await lab.sh('f1', 'cat /etc/nestwork/new/deep.conf /etc/nestwork/other.conf /nestwork-new/x')).toBe('secondotherfresh');
    const folder = await refusal(lab.apply([files('f1', { '/etc/nestwork/other.conf': 'changed', '/usr/share': 'no' })]));
    expect(folder.error).toMatchObject({ operation: 'node.files', index: 0, node: 'f1' });
    expect(folder.message).toMatch(/\/usr\/share could not be put in place: there is a folder of that name/);
    expect(await lab.sh('f1', 'cat /etc/nestwork/other.conf')).toBe('other');
    const fresh = await refusal(lab.apply([node('f2'), files('f2', { '/etc/passwd/x': 'no' })]));
    expect(fresh.message).toMatch(/a part of its path is a file/);
    expect((await lab.observed()).has('f2')).toBe(false);
    const shared = await refusal(lab.apply([node('f3', 'host', { isolation: ['net'] }), files('f3', { '/etc/motd': 'no' })]));
    expect(shared.message).toMatch(/shares the lab's mount namespace/);
    await lab.apply([files('f1', {})]);
    expect(await lab.sh('f1', 'ls -d /etc/nestwork /nestwork-new /tmp/seed.txt 2>/dev/null; true')).toBe('');
  });

  it('sets settings of its network alone, puts them back, and undoes them', async () => {
    const value = (of: string, name: string): Promise<string> => lab.sh(of, `cat /proc/sys/${name}`).then((text) => text.trim());
    const rp = 'net/ipv4/conf/eth0/rp_filter';
    const [first, others] = [await value('h1', rp), await value('h2', rp)];
    const ttl = readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8');
    await lab.apply([
      setting('h1', 'net.ipv4.conf.eth0.rp_filter', '2'),
      setting('h1', 'net/ipv4/ip_default_ttl', '33'),
      setting('h1', 'net.ipv4.ip_local_port_range', '20000 30000'),
    ]);
    expect([await value('h1', rp), await value('h1', 'net/ipv4/ip_default_ttl')]).toEqual(['2', '33']);
    expect(await value('h1', 'net/ipv4/ip_local_port_range')).toBe('20000\t30000');
    expect(await value('h2', rp)).toBe(others);
    expect(readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8')).toBe(ttl);
    await lab.apply([setting('h1', 'net.ipv4.conf.eth0.rp_filter', '1')]);
    await refusal(lab.apply([setting('h1', 'net.ipv4.conf.eth0.rp_filter', null), route('h1', '10.77.0.0/16', '192.0.2.1')]));
    expect(await value('h1', rp)).toBe('1');
    await lab.apply([setting('h1', 'net.ipv4.conf.eth0.rp_filter', null), setting('h1', 'net.ipv4.ip_default_ttl', null)]);
    expect([await value('h1', rp), await value('h1', 'net/ipv4/ip_default_ttl')]).toEqual([first, ttl.trim()]);

    const wrong = await refusal(lab.apply([setting('h1', 'net.ipv4.ip_default_ttl', 'many')]));
    expect(wrong.error).toMatchObject({ code: 'kernel-refused', operation: 'node.sysctl', node: 'h1', errno: 'EINVAL' });
    const missing = await refusal(lab.apply([setting('h1', 'net.ipv4.no_such_thing', '1')]));
    expect(missing.error).toMatchObject({ errno: 'ENOENT' });
    expect(missing.error.hint).toMatch(/sysctl -a/);
  });

  it('gives an interface its settings back when the deletion of its cable is undone', async () => {
    await lab.apply([setting('h3', 'net.ipv4.conf.eth0.rp_filter', '2')]);
    await refusal(lab.apply([{ op: 'link.delete', link: 'l4' }, route('h1', '10.77.0.0/16', '192.0.2.1')]));
    expect(await lab.sh('h3', 'cat /proc/sys/net/ipv4/conf/eth0/rp_filter')).toBe('2\n');
  });

  it('turns the spanning tree of a switch on and off', async () => {
    const stp = async (of: string): Promise<unknown> =>
      (
        JSON.parse(await lab.outside(of, 'ip', '-j', '-d', 'link', 'show', 'br0')) as { linkinfo: { info_data: { stp_state: number } } }[]
      )[0]?.linkinfo.info_data.stp_state;
    await lab.apply([node('s7', 'switch', { stp: true })]);
    expect([await stp('s7'), await stp('s1')]).toEqual([1, 0]);
    await lab.apply([
      { op: 'node.stp', node: 's1', stp: true },
      { op: 'node.stp', node: 's7', stp: false },
    ]);
    expect([await stp('s7'), await stp('s1')]).toEqual([0, 1]);
    await refusal(lab.apply([{ op: 'node.stp', node: 's1', stp: false }, route('h1', '10.77.0.0/16', '192.0.2.1')]));
    expect(await stp('s1')).toBe(1);
    expect((await refusal(lab.apply([{ op: 'node.stp', node: 'h1', stp: true }]))).message).toMatch(/has no spanning tree/);
    await lab.apply([{ op: 'node.stp', node: 's1', stp: false }]);
  });

  it('deletes an interface that a person made, and none of its own', async () => {
    await lab.sh('h1', 'ip link add by-hand type bridge');
    await lab.apply([{ op: 'interface.delete', node: 'h1', interface: 'by-hand' }]);
    expect(await lab.sh('h1', 'ls /sys/class/net')).not.toContain('by-hand');
    for (const [id, name] of [
      ['h1', 'eth0'],
      ['s1', 'br0'],
    ] as const)
      expect((await refusal(lab.apply([{ op: 'interface.delete', node: id, interface: name }]))).message).toMatch(/the drawing's own/);
    expect((await refusal(lab.apply([{ op: 'interface.delete', node: 'h1', interface: 'by-hand' }]))).error.code).toBe('not-found');
  });

  it("cannot write the computer's files where it is said so, whatever its root tries", async () => {
    await lab.apply([node('ro', 'host', { readOnly: true }), files('ro', { '/etc/motd': 'private', '/srv/new/x': 'new' })]);
    const home = caller.uid === 0 ? '/root' : lab.dir;
    const tries = [
      `: > ${home}/written`,
      `: > ${lab.dir}/written`,
      ': > /var/tmp/written',
      'mount -o remount,rw /',
      'mount -o remount,bind,rw /',
      `mount --bind / /tmp && : > /tmp${lab.dir}/written`,
      `unshare -m sh -c "mount -o remount,bind,rw / && : > ${lab.dir}/written"`,
      'umount /dev',
      'ls /dev | grep -E "^(vd|sd|nvme|hd|mem|kmsg|loop)"',
      'mknod /tmp/disk b 254 0',
    ];
    for (const script of tries) expect((await lab.exec('ro', ['/bin/sh', '-c', script])).code, script).not.toBe(0);
    for (const path of [`${home}/written`, `${lab.dir}/written`, '/var/tmp/written']) expect(existsSync(path), path).toBe(false);
    // The same in a node without it works: the tries are real.
    expect((await lab.exec('h1', ['/bin/sh', '-c', `: > ${lab.dir}/written && rm ${lab.dir}/written`])).code).toBe(0);
    expect(
      await lab.sh(
        'ro',
        'echo a > /tmp/a; echo b > /run/b; echo c > /dev/shm/c; cat /tmp/a /run/b /dev/shm/c /etc/motd /srv/new/x; echo x > /dev/null; ps -o pid= -p 1; tty; true',
      ),
    ).toMatch(/^a\nb\nc\nprivatenew\s+1\nnot a tty\n$/);
    const shell = await lab.terminal('ro');
    shell.type('tty; exit\n');
    await shell.ended;
    expect(shell.output).toContain('/dev/pts/');
    // Writing beside a private file goes to the node's own layer.
    expect(await lab.sh('ro', 'echo mine > /srv/new/y; cat /srv/new/y')).toBe('mine\n');
    const shared = await refusal(lab.apply([node('ro2', 'host', { readOnly: true, isolation: ['net', 'mnt'] })]));
    expect(shared.error.code).toBe('invalid-operation');
  });
});
