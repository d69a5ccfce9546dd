/**
 * S13: no code from a node's files runs in our processes. A node's own /etc/ld.so.preload, /etc/nsswitch.conf and module for it, locale and shell files mark
 * every process that loads them; the supervisor does all that it does in that node, and only programs of the node bear a mark.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, callers, until } from '../kernel/lab';
import { command, files, node } from '../kernel/shapes';
import { children } from './processes';

/** Where the C library looks for modules of the name service switch on this computer. */
const libraries = execFileSync('cc', ['-print-file-name=libc.so.6'], { encoding: 'utf8' })
  .trim()
  .replace(/\/[^/]*$/, '');

/** Files of programs and libraries that a process has mapped. */
const mapped = (pid: number): string[] => [
  ...new Set(
    readFileSync(`/proc/${pid}/maps`, 'utf8')
      .split('\n')
      .flatMap((line) => /\s(\/\S.*)$/.exec(line)?.[1] ?? []),
  ),
];

describe.each(callers)('a lab of $name', (caller) => {
  const dir = mkdtempSync('/var/tmp/nestwork-foreign-');
  const marks = join(dir, 'marks');
  const library = join(dir, 'libnss_nwforeign.so.2');
  let lab: Lab;
  beforeAll(async () => {
    chmodSync(dir, 0o755);
    mkdirSync(marks);
    chmodSync(marks, 0o777);
    execFileSync('cc', ['-shared', '-fPIC', '-w', `-DMARKS="${marks}"`, '-o', library, join(import.meta.dirname, 'foreign.c')]);
    lab = await Lab.start(caller);
  });
  afterAll(async () => {
    await lab?.down();
    rmSync(dir, { recursive: true, force: true });
  });
  /** Each program that was marked, with how. */
  const marked = (): { how: string; program: string }[] =>
    readdirSync(marks).map((name) => {
      const [, how = '', program = ''] = /^\d+ (\w+) (.*)$/.exec(name) ?? [];
      return { how, program: program.replaceAll('|', '/') };
    });

  it('loads nothing that a node has, whatever is done in it', async () => {
    const module = join('/', libraries.replace(/^\/usr\/lib(?=\/)|^\/lib(?=\/)/, '/usr/lib'), 'libnss_nwforeign.so.2');
    const bait: Record<string, string> = {
      '/etc/ld.so.preload': `${library}\n`,
      '/etc/nsswitch.conf': 'passwd: nwforeign files\ngroup: nwforeign files\nhosts: nwforeign files\n',
      '/etc/locale.alias': 'C /nowhere\n',
      '/etc/environment': `LD_PRELOAD=${library}\n`,
      '/etc/profile': `export LD_PRELOAD=${library}\n`,
      '/etc/bash.bashrc': `export LD_PRELOAD=${library}\n`,
      [module]: 'in place of a module',
    };
    await lab.apply([node('h1'), node('h2'), node('h3', 'host', { isolation: ['net'] }), files('h1', bait)]);
    const own = [lab.pid, ...children(lab.pid)];
    const before = new Map(own.map((pid) => [pid, mapped(pid)]));
    // The module itself cannot be text: root of the node puts it over the file.
    await lab.sh('h1', `mount --bind ${library} ${module}`);

    // Whatever the supervisor does in a node.
    let actions = 0;
    const act = async (...promises: Promise<unknown>[]): Promise<void> => {
      await Promise.all(promises);
      actions += promises.length;
    };
    const shell = await lab.terminal('h1');
    await until('a prompt', () => /[#$] $/.test(shell.output));
    shell.type('exit\n');
    await shell.ended;
    const users = lab.mapping === 'range' ? [undefined, 'nobody', '1234', 'daemon'] : [undefined];
    for (const as of users) {
      await act(lab.exec('h1', ['id'], as === undefined ? {} : { as }));
      await act(lab.exec('h1', ['/bin/true'], { fresh: ['pid', 'mnt', 'user'], ...(as === undefined ? {} : { as }) }));
    }
    await act(lab.apply([command('h1', 'getent passwd nobody; sleep 4711', { until: 'start' })]));
    await act(
      lab.control.call('processes', { node: 'h1' }),
      lab.control.call('mounts', { node: 'h1' }),
      lab.control.call('counters', { node: 'h1' }),
      lab.control.call('statistics', { on: true }),
      lab.control.call('observe', { from: 0 }),
    );
    await act(lab.apply([{ op: 'node.rename', node: 'h1', name: 'other' }]));
    await act(lab.apply([files('h1', { ...bait, '/etc/motd': 'more' })]));
    await act(lab.control.call('freeze', { nodes: ['h1'], frozen: true }));
    await act(lab.control.call('freeze', { nodes: ['h1'], frozen: false }));
    await until('the module', () => marked().some(({ how }) => how === 'asked'));

    for (const pid of own)
      expect(
        mapped(pid).filter((path) => !before.get(pid)!.includes(path)),
        `process ${pid}`,
      ).toEqual([]);
    for (const paths of before.values()) expect(paths.some((path) => path.includes('nwforeign'))).toBe(false);
    const programs = marked();
    // The controls: programs of the node do load it, by both ways, and one that runs has it mapped.
    expect(programs.filter(({ how }) => how === 'loaded').length).toBeGreaterThan(3);
    const [sleeper] = await until('the sleeper', () => {
      const found = children(own.find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('nw:h1')) ?? lab.pid)
        .concat(children(lab.pid).flatMap((pid) => [pid, ...children(pid)]))
        .filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n');
      return found.length > 0 && found;
    });
    expect(mapped(sleeper!)).toContain(library);
    const ours = programs.filter(({ program }) => /nestwork|node$|electron/.test(program));
    expect(ours).toEqual([]);
    await act(lab.apply([{ op: 'node.delete', node: 'h1' }]));
    expect(marked().filter(({ program }) => /nestwork/.test(program))).toEqual([]);
    console.log(
      `S13 (${caller.name}): ${actions} actions in a node with ${Object.keys(bait).length} files as bait: ${programs.length} programs of the node marked, ${own.length} processes of ours with ${[...before.values()].flat().length} mapped files as before`,
    );
  });
});
