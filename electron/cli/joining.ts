/** Joining the lab's edge from a terminal: what would be done is said, the person says yes, and afterwards whether this computer is still connected. */
import { createInterface } from 'node:readline/promises';
import type { Client } from '../shared/client';
import type { HeldUplink, Proposal, UplinkState } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import type { Context } from './command';
import { printable } from './terminal';

/** The password is waited for in silence for so long, ms; then it is said once. */
const patience = 15_000;
const look = 500;

/** A yes or no, typed; null when `stop` comes first. Only where there is a terminal. */
export async function asked(question: string, stop?: AbortSignal): Promise<boolean | null> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // The end of the input is no yes; and Ctrl-C means what it means everywhere.
  const ended = new AbortController();
  reader.once('close', () => ended.abort());
  reader.once('SIGINT', () => {
    reader.close();
    process.kill(process.pid, 'SIGINT');
  });
  try {
    const signal = stop ? AbortSignal.any([stop, ended.signal]) : ended.signal;
    return /^\s*(y|yes)\s*$/i.test(await reader.question(`${question} [y/N] `, { signal }));
  } catch {
    process.stderr.write('\n');
    return stop?.aborted ? null : false;
  } finally {
    reader.close();
  }
}

/** @param root this process is root's: nobody is asked for a password */
export const goOn = (root: boolean): string => (root ? 'Go on?' : 'Go on, to the password?');

function costs(proposal: Proposal): string[] {
  const { defaultRoute, ssh, interface: name } = proposal;
  return [
    ...(defaultRoute ? [`${name} carries this computer's default route: expect up to two seconds without network.`] : []),
    ...(ssh ? [`An SSH session comes in through ${name}, perhaps this one.`] : []),
  ];
}

/**
 * Offers what is drawn and not joined. @param yes nobody is asked, and what was joined is kept if everything behind it answers
 * @returns what could not be joined, or was not kept; null if all is well, or nothing was to be joined
 */
export async function joinEdge(client: Client, document: string, yes: boolean, context: Context): Promise<NestworkError | null> {
  const found = await client.call('uplinks.state', { document });
  if (!found.ok) return found.error;
  const { proposals } = found.value;
  const refused = proposals.find((one) => one.refused)?.refused;
  const good = proposals.filter((one) => !one.refused);
  if (good.length === 0) return refused ?? null;
  for (const proposal of good)
    for (const line of [`${proposal.device}: ${proposal.message}`, ...costs(proposal)]) context.out.progress(printable(line));
  if (!yes) {
    const names = good.map(({ device }) => device).join(', ');
    if (!process.stdin.isTTY || context.json)
      return {
        code: 'not-joined',
        message: `${names} ${good.length > 1 ? 'are' : 'is'} not joined: nobody is here to say yes.`,
        hint: 'Add --yes to say it on the command line.',
      };
    if ((await asked(goOn(found.value.way === 'root'))) !== true)
      return {
        code: 'not-joined',
        message: `${names} ${good.length > 1 ? 'are' : 'is'} not joined.`,
        hint: '`nestwork uplink join` asks again.',
      };
  }
  const joined = await join(client, document, good, context);
  if ('code' in joined) return joined;
  let wrong = joined.failed[0]?.error ?? refused ?? null;
  for (const held of joined.held.filter(({ state }) => state === 'asking')) wrong ??= await stays(client, document, held, yes, context);
  return wrong;
}

async function join(client: Client, document: string, good: readonly Proposal[], context: Context): Promise<UplinkState | NestworkError> {
  const nodes = good.map(({ node }) => node);
  const joined = await waitingFor(client, document, context, () => client.call('uplinks.join', { document, nodes }));
  return joined.ok ? joined.value : joined.error;
}

/** Does what may need the password: says so when that takes long, and Ctrl-C gives it up. */
export async function waitingFor<T>(client: Client, document: string, context: Context, action: () => Promise<T>): Promise<T> {
  const waiting = setTimeout(() => context.out.progress('Still waiting for the password. Ctrl-C gives up.'), patience);
  const stop = (): void => void client.call('uplinks.cancel', { document });
  process.on('SIGINT', stop);
  try {
    return await action();
  } finally {
    clearTimeout(waiting);
    process.off('SIGINT', stop);
  }
}

/** The question after the change; null: it stays. */
async function stays(client: Client, document: string, held: HeldUplink, yes: boolean, context: Context): Promise<NestworkError | null> {
  const { node, interface: name, left } = held;
  const end = Date.now() + left;
  const settled = new AbortController();
  const fate: { state?: HeldUplink['state'] } = { state: 'asking' };
  // The time is over, or somebody has answered at another door.
  const off = client.on('lab.uplinks', (state) => {
    if (state.document !== document) return;
    fate.state = state.held.find((one) => one.node === node)?.state;
    if (fate.state !== 'asking') settled.abort();
  });
  const question = `${name} is joined. Are you still connected? Without a yes within ${Math.round(left / 1000)} s it goes back.`;
  const keep = yes ? await answers(client, document, node, end) : await asked(question, settled.signal);
  off();
  if (keep === true) {
    const kept = await client.call('uplinks.keep', { document, node });
    return kept.ok ? null : kept.error;
  }
  if (keep === null && fate.state === 'kept') {
    context.out.progress(`${name} stays: that was said elsewhere.`);
    return null;
  }
  if (keep === false) await client.call('uplinks.back', { document, node });
  return { code: 'went-back', message: `${name} is as it was before.`, hint: 'Join it again.' };
}

/** Whether all that can be looked at is well, before it is too late. */
async function answers(client: Client, document: string, node: string, end: number): Promise<boolean> {
  while (Date.now() + 2 * look < end) {
    const seen = await client.call('uplinks.check', { document, node });
    if (!seen.ok) return false;
    if (seen.value.checks.every(({ good }) => good)) return true;
    await new Promise((resolve) => setTimeout(resolve, look));
  }
  return false;
}
