/** Cables of what is selected: laid in a pattern, or made straight. */
import { cablePairs, cablePatterns, addLinks, notCabled } from '../../electron/engine/cables';
import type { CablePattern } from '../../electron/engine/cables';
import { setLinkField } from '../../electron/engine/edit-fields';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

/** More cables than this are laid by nobody who means it. */
const most = 2000;
const keys: Record<CablePattern, string> = { chain: 'Shift+C', ring: 'Shift+R', star: 'Shift+S', mesh: 'Shift+M' };

export function cableCommands(): Command[] {
  const lab = useLab();
  const arrange = { group: 'arrange', page: 'lab' } as const;
  const devices = (): string[] =>
    [...lab.selection].filter((id) => lab.wanted.nodes.has(id) || lab.topology.nodes.some((one) => one.id === id));
  const bent = (): string[] => lab.topology.links.filter(({ id, bends }) => bends && lab.selection.has(id)).map(({ id }) => id);
  return [
    ...cablePatterns.map((pattern): Command => ({
      ...arrange,
      id: `arrange.${pattern}`,
      label: () => t(`commands.arrange.${pattern}`),
      keys: [keys[pattern]],
      enabled: () => lab.selection.size > 1 && (pattern !== 'mesh' || lab.selection.size ** 2 / 2 <= most),
      run: () => {
        const ids = devices();
        const pairs = notCabled(lab.topology, cablePairs(lab.topology, pattern, ids));
        const what = t('common.devices', ids.length);
        if (pairs.length === 0) return;
        lab.change(t('edits.pattern', { what, pattern: t(`edits.patterns.${pattern}`) }), addLinks(lab.topology, pairs));
      },
    })),
    {
      ...arrange,
      id: 'arrange.straighten',
      label: () => t('commands.arrange.straighten'),
      enabled: () => bent().length > 0,
      run: () =>
        lab.change(
          t('edits.straightened', { what: t('common.cables', bent().length) }),
          setLinkField(lab.topology, bent(), 'bends', undefined),
        ),
    },
  ];
}
