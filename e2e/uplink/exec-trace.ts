/** What is run, and by whom it was begun: strace(1)'s account of execve(2) and of new processes, as root, so that it follows through programs that are setuid. */
import { readFileSync } from 'node:fs';

/** The arguments of strace, before the command. Everything is written in hexadecimal, so that nothing in a string can look like something else. */
export const traced = (log: string): string[] =>
  ['strace', '-f', '-v', '-xx', '-s', '65535', '-e', 'trace=execve,execveat,clone,clone3,fork,vfork', '-e', 'signal=none'].concat(
    '-o',
    log,
  );

export interface Exec {
  program: string;
  /** Arguments and environment. */
  strings: string[];
  /** It is pkexec(1), or comes from it. */
  beyond: boolean;
}

const text = (hex: string): string => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString('utf8');

/** Those that came to pass. */
export function execs(log: string): Exec[] {
  const found: Exec[] = [];
  const beyond = new Set<string>();
  const begun = new Map<string, string>();
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(pid, rest.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const whole = resumed === undefined ? rest : (begun.get(pid) ?? '') + resumed;
    const answer = / = (\d+)[^=]*$/.exec(whole)?.[1];
    if (answer === undefined) continue;
    if (whole.startsWith('exec')) {
      const [program = '', ...strings] = [...whole.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => text(hex));
      if (program.endsWith('/pkexec')) beyond.add(pid);
      found.push({ program, strings, beyond: beyond.has(pid) });
    } else if (beyond.has(pid)) beyond.add(answer);
  }
  return found;
}
