/** Which lab and which devices a person means. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client } from '../shared/client';
import type { LabSummary, OpenDocument } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { TopologyNode } from '../shared/topology/schema';
import { nearest } from './nearest';

/** A running lab by its name, its id or its file; the only one if none is named. */
export async function findLab(client: Client, name: string | undefined): Promise<Result<LabSummary>> {
  const listed = await client.call('labs.list', {});
  if (!listed.ok) return listed;
  const { labs } = listed.value;
  const path = name === undefined ? undefined : await realpath(name).catch(() => resolve(name));
  const some = name === undefined ? labs : labs.filter((lab) => lab.lab === name || lab.name === name || lab.path === path);
  const names = labs.map((lab) => (lab.name === lab.lab ? lab.lab : `"${lab.name}" (${lab.lab})`)).join(', ');
  if (some.length === 1) return ok(some[0]!);
  if (labs.length === 0) return fail({ code: 'not-running', message: 'No lab is running.', hint: 'Start one with `nestwork up FILE`.' });
  if (some.length > 1)
    return fail({
      code: 'ambiguous',
      message: name === undefined ? `Several labs are running: ${names}.` : `Several running labs are called "${name}": ${names}.`,
      hint: 'Name one by its id.',
    });
  return fail({ code: 'not-found', message: `No running lab is called "${name}".`, hint: `Running: ${names}.` });
}

/** A running lab, attached to. */
export async function openLab(client: Client, name: string | undefined): Promise<Result<{ lab: LabSummary; document: OpenDocument }>> {
  const lab = await findLab(client, name);
  if (!lab.ok) return lab;
  const document = await client.call('documents.attach', { lab: lab.value.lab });
  return document.ok ? ok({ lab: lab.value, document: document.value }) : document;
}

export interface Found {
  document: OpenDocument;
  nodes: TopologyNode[];
}

/** `LAB/NODE`, or `NODE` where one lab runs. */
export async function findNode(client: Client, text: string): Promise<Result<{ document: OpenDocument; node: TopologyNode }>> {
  const [lab, name] = parts(text);
  const opened = await openLab(client, lab);
  if (!opened.ok) return opened;
  const { document } = opened.value;
  const node = nodeCalled(document, name);
  return node ? ok({ document, node }) : fail(noNode(document, name));
}

/**
 * Devices of one lab, each once, in the order in which they are drawn. Each word is `[LAB/]NODE`, and NODE a name or a pattern with `*`, `?` and `[…]`; a
 * lab that is named once holds for the words that name none.
 */
export async function findNodes(client: Client, words: readonly string[]): Promise<Result<Found>> {
  const named = [...new Set(words.map((word) => parts(word)[0]).filter((lab) => lab !== undefined))];
  if (named.length > 1)
    return fail({
      code: 'usage',
      message: `The devices are of several labs (${named.join(', ')}).`,
      hint: 'Name devices of one lab.',
    });
  const opened = await openLab(client, named[0]);
  if (!opened.ok) return opened;
  const { document } = opened.value;
  const chosen = new Set<TopologyNode>();
  for (const word of words) {
    const [, name] = parts(word);
    const some = isPattern(name) ? document.topology.nodes.filter((one) => matches(name, one.name)) : [nodeCalled(document, name)];
    if (some[0] === undefined) return fail(noNode(document, name));
    for (const one of some) chosen.add(one!);
  }
  return ok({ document, nodes: document.topology.nodes.filter((node) => chosen.has(node)) });
}

function parts(text: string): [lab: string | undefined, node: string] {
  const cut = text.lastIndexOf('/');
  return cut < 0 ? [undefined, text] : [text.slice(0, cut), text.slice(cut + 1)];
}

function nodeCalled({ topology: { nodes } }: OpenDocument, name: string): TopologyNode | undefined {
  return nodes.find((one) => one.name === name) ?? nodes.find((one) => one.id === name);
}

function noNode({ topology: { name: lab, nodes } }: OpenDocument, name: string) {
  const names = nodes.map((one) => one.name);
  const meant = nearest(name, names);
  const some = names.slice(0, 20);
  return {
    code: 'not-found',
    message: isPattern(name) ? `No device of the lab "${lab}" matches "${name}".` : `The lab "${lab}" has no device "${name}".`,
    hint: `${meant === undefined ? '' : `Did you mean "${meant}"? `}It has ${some.join(', ')}${names.length > some.length ? ', …' : ''}.`,
  };
}

/** Whether a word stands for several names, as in glob(7). */
export const isPattern = (text: string): boolean => /[*?[]/.test(text);

/** Names are of letters, digits and "-" (schema-v1/names.ts), so nothing else needs a meaning. */
export function matches(pattern: string, name: string): boolean {
  const text = pattern.replace(/\[(!?)([A-Za-z0-9-]+)\]|[^A-Za-z0-9]/g, (sign, not: string | undefined, set: string | undefined) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set}]`;
    if (sign === '*') return '.*';
    return sign === '?' ? '.' : `\\${sign}`;
  });
  try {
    return new RegExp(`^${text}$`).test(name);
  } catch {
    return false;
  }
}
