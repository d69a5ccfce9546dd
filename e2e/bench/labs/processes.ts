/** The yardsticks as processes: the bare netlink program, and `ip` by the step and in batches. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { IpStep } from './shapes';

const out = (root: string): string => join(root, 'out/bench');

/** Compiles the program of e2e/bench/labs/bare. */
export function compileBare(root: string): string {
  const folder = join(root, 'e2e/bench/labs/bare');
  const program = join(out(root), 'bare');
  mkdirSync(out(root), { recursive: true });
  const sources = readdirSync(folder).filter((name) => name.endsWith('.c'));
  execFileSync('cc', ['-std=c17', '-O2', '-Wall', '-Wextra', '-Werror', '-o', program, ...sources.map((name) => join(folder, name)), '-lmnl']);
  return program;
}

export interface Bare {
  /** ms from the first clone to the last acknowledgement. */
  up: number;
  pid: number;
  /** Has it do something; ms. */
  tell(line: string): Promise<number>;
  /** ms until the last process has gone. */
  down(): Promise<number>;
}
export async function startBare(program: string, lines: string): Promise<Bare> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, number>> => {
    const { value, done } = (await answers.next()) as { value: string; done?: boolean };
    if (done) throw new Error('The bare program ended.');
    return JSON.parse(value) as Record<string, number>;
  };
  child.stdin.on('error', () => undefined);
  child.stdin.write(lines);
  const { up, pid } = await answer();
  const tell = async (line: string): Promise<number> => {
    child.stdin.write(`${line}\n`);
    return (await answer()).ms!;
  };
  return { up: up!, pid: pid!, tell, down: () => tell('down') };
}

/** Its own network, mounts and processes: nothing of the computer is touched, and all is gone with it. */
const apart = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
/** ms of `body`, which a shell runs where /run/netns is empty and nobody else's. */
function timed(body: string, root: string): number {
  const script = join(out(root), 'ip.sh');
  writeFileSync(
    script,
    `set -e\nmount -t tmpfs none /run\nmkdir /run/netns\nread -r start _ < /proc/uptime\nstart=$(date +%s%N)\n${body}\nend=$(date +%s%N)\necho $(((end - start) / 1000))\n`,
  );
  return Number(execFileSync('unshare', [...apart, 'sh', script], { encoding: 'utf8', timeout: 300_000 })) / 1000;
}

/** One process for each step. */
export const oneByOne = (steps: readonly IpStep[], root: string): number =>
  timed(steps.map(({ node, words }) => `ip ${node === null ? '' : `-n ${node} `}${words}`).join('\n'), root);

/** One batch for what is done from the lab's network, one for each node. */
export function batched(steps: readonly IpStep[], root: string): number {
  const [namespaces, links, inside]: [string[], string[], Map<string, string[]>] = [[], [], new Map()];
  const early = new Map<string, string[]>();
  for (const { node, words } of steps) {
    if (node === null) (words.startsWith('netns') ? namespaces : links).push(words);
    else {
      // Bridges are there before their ports.
      const list = words.startsWith('link add') || words.startsWith('link set br0') ? early : inside;
      list.set(node, [...(list.get(node) ?? []), words]);
    }
  }
  const files: string[] = [];
  const batch = (node: string | null, all: readonly string[]): void => {
    if (all.length === 0) return;
    const file = join(out(root), `ip-${files.length}.batch`);
    writeFileSync(file, `${all.join('\n')}\n`);
    files.push(`ip ${node === null ? '' : `-n ${node} `}-batch ${file}`);
  };
  batch(null, namespaces);
  for (const [node, all] of early) batch(node, all);
  batch(null, links);
  for (const [node, all] of inside) batch(node, all);
  return timed(files.join('\n'), root);
}
