/** Which lab and which device a person means. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client } from '../shared/client';
import type { LabSummary, OpenDocument } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { TopologyNode } from '../shared/topology/schema';

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

/** `LAB/NODE`, or `NODE` where one lab runs. */
export async function findNode(client: Client, text: string): Promise<Result<{ document: OpenDocument; node: TopologyNode }>> {
  const cut = text.lastIndexOf('/');
  const lab = await findLab(client, cut < 0 ? undefined : text.slice(0, cut));
  if (!lab.ok) return lab;
  const name = text.slice(cut + 1);
  const document = await client.call('documents.attach', { lab: lab.value.lab });
  if (!document.ok) return document;
  const { nodes } = document.value.topology;
  const node = nodes.find((one) => one.name === name) ?? nodes.find((one) => one.id === name);
  if (node) return ok({ document: document.value, node });
  const some = nodes.slice(0, 20).map((one) => one.name);
  return fail({
    code: 'not-found',
    message: `The lab "${lab.value.name}" has no device "${name}".`,
    hint: `It has ${some.join(', ')}${nodes.length > some.length ? ', …' : ''}.`,
  });
}
