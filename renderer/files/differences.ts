/** What becoming another drawing would change, in words of one line each. */
import { diffTopologies } from '../../electron/shared/topology/diff';
import type { Topology } from '../../electron/shared/topology/schema';
import { list, t } from '../text';

/** So many names are said; more are counted. */
const named = 6;

/** @param to the drawing that would come; @param from the one that is shown */
export function differencesOf(to: Topology, from: Topology): string[] {
  const diff = diffTopologies(from, to);
  const names = (nodes: readonly { name: string }[] = []): string =>
    nodes.length <= named ? list(nodes.map((node) => node.name)) : t('common.devices', nodes.length);
  const lines: string[] = [];
  const { nodes, links } = diff;
  if (nodes?.added.length) lines.push(t('files.comes', { what: names(nodes.added) }));
  if (nodes?.removed.length) lines.push(t('files.goes', { what: names(nodes.removed) }));
  if (nodes?.changed.length) lines.push(t('files.changes', { what: names(nodes.changed.map(([, after]) => after)) }));
  if (links?.added.length) lines.push(t('files.comes', { what: t('common.cables', links.added.length) }));
  if (links?.removed.length) lines.push(t('files.goes', { what: t('common.cables', links.removed.length) }));
  if (links?.changed.length) lines.push(t('files.changes', { what: t('common.cables', links.changed.length) }));
  if (diff.lab || diff.notes || diff.areas || diff.groups) lines.push(t('files.restChanges'));
  return lines;
}
