import { exit } from '../command';
import type { Run } from '../command';
import { openSession } from '../in-process';
import { columns, printable } from '../terminal';

export const run: Run = async (_given, context) => {
  const { client, close } = openSession(context);
  try {
    const listed = await client.call('labs.list', {});
    if (!listed.ok) return (context.out.error(listed.error), exit.failed);
    const { labs } = listed.value;
    if (context.json) return (context.out.result(JSON.stringify({ labs })), exit.ok);
    if (labs.length === 0) return (context.out.progress('No lab is running.'), exit.ok);
    const rows = labs.map((lab) => [
      lab.lab,
      printable(lab.name),
      String(lab.nodes),
      String(lab.terminals),
      age(lab.since),
      printable(lab.path ?? ''),
    ]);
    for (const line of columns([['LAB', 'NAME', 'DEVICES', 'SHELLS', 'UP', 'FILE'].map((head) => context.out.faint(head)), ...rows]))
      context.out.result(line);
    return exit.ok;
  } finally {
    await close();
  }
};

/** Time since, in words: `3 min`. */
export function age(since: number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}
