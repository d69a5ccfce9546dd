import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { endLab } from '../../host/running-labs';
import { exit } from '../command';
import type { Context, Run } from '../command';
import { openSession, withBar } from '../in-process';
import { sayLeftOut } from '../left-out';
import { asked, goOn, joinEdge, waitingFor } from '../joining';
import { printable } from '../terminal';

export const run: Run = async ({ positionals, values }, context) => {
  const session = openSession(context, typeof values.trace === 'string' ? { trace: resolve(values.trace) } : {});
  const { client, close } = session;
  const { out } = context;
  const stopper = watchForStop(context);
  try {
    const opened = await client.call('documents.open', { path: resolve(positionals[0]!) });
    if (!opened.ok) return (out.error(opened.error), exit.failed);
    const { topology, document, lab: found } = opened.value;
    const already = found.phase === 'running';
    const off = client.on('lab.state', (state) => already || (state.document === document && stopper.supervisor(topology.id, state.pid)));
    if (already)
      out.progress(`The lab "${printable(topology.name)}" is running already; \`nestwork apply FILE\` brings it to what the file says.`);
    else out.progress(`Starting "${printable(topology.name)}": ${topology.nodes.length} devices, ${topology.links.length} cables …`);
    const started =
      already || !stopper.stopped() ? await withBar(session, context, 'Starting', client.call('labs.run', { document })) : null;
    off();
    if (!started || (stopper.stopped() && !already)) {
      await stopper.ended();
      await client.call('labs.stop', { document });
      out.progress('Undone: nothing is left.');
      return exit.interrupted;
    }
    if (!started.ok) return (out.error(started.error), exit.failed);
    let lab = started.value;
    if (lab.error?.code === 'namespaces-forbidden') {
      const { error } = lab;
      out.progress(`${printable(error.message)} ${error.hint}`);
      const agreed = values.yes === true || (process.stdin.isTTY && !context.json && (await asked(goOn(false))) === true);
      if (!agreed) return (out.error({ ...error, hint: 'Add --yes to say yes to that on the command line.' }), exit.failed);
      const again = await waitingFor(client, document, context, () => client.call('labs.run', { document, elevated: true }));
      if (!again.ok) return (out.error(again.error), exit.failed);
      lab = again.value;
    }
    if (lab.error && lab.phase !== 'running') return (out.error(lab.error), exit.failed);
    for (const { error } of lab.failed) out.error(error);
    if (lab.error) out.error(lab.error);
    await sayLeftOut(topology, resolve(positionals[0]!), out);
    stopper.dispose();
    const apart = await joinEdge(client, document, values.yes === true, context);
    if (apart) out.error(apart);
    const ms = Math.round(lab.last?.ms ?? 0);
    if (context.json)
      out.result(
        JSON.stringify({ lab: topology.id, name: topology.name, pid: lab.pid, nodes: topology.nodes.length, ms, failed: lab.failed }),
      );
    else
      out.done(
        `"${printable(topology.name)}" is up (lab ${topology.id}${already ? '' : `, ${ms} ms`}). Shell: nestwork attach ${topology.nodes[0]?.name ?? 'NODE'}. End: nestwork down.`,
      );
    return lab.failed.length || lab.error || apart ? exit.failed : exit.ok;
  } finally {
    stopper.dispose();
    await close();
  }
};

interface Stopper {
  /** The lab has a supervisor now, with this process id. */
  supervisor(lab: string, pid: number | undefined): void;
  stopped(): boolean;
  /** Resolves when the supervisor that was told to end has gone. */
  ended(): Promise<unknown>;
  dispose(): void;
}

/** The first signal ends the lab that is being started, a second one by force; at any moment, also before there is a supervisor. */
function watchForStop({ out }: Context): Stopper {
  let [signals, lab, pid] = [0, '', undefined as number | undefined];
  let ending: Promise<unknown> | undefined;
  let forced = false;
  const act = (): void => {
    if (signals === 0 || pid === undefined) return;
    ending ??= endLab(lab);
    if (signals > 1 && !forced) {
      forced = true;
      void kill(pid);
    }
  };
  const interrupt = (): void => {
    signals += 1;
    if (signals === 1) out.progress('Undoing … (Ctrl-C once more ends it by force)');
    act();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, interrupt);
  return {
    supervisor: (id, process) => {
      [lab, pid] = [id, process ?? pid];
      act();
    },
    stopped: () => signals > 0,
    ended: () => ending ?? Promise.resolve(),
    dispose: () => names.forEach((name) => process.off(name, interrupt)),
  };
}

/** With the supervisor, the kernel ends and removes all that is in the lab. The number may be somebody else's by now: looked at before. */
async function kill(pid: number): Promise<void> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (name.trim() !== 'nestwork-lab') return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
