/** What a person can tell the plan, the tables, the log and the history. */
import { Columns3, FileDiff, History, ListTree, PencilLine, Table2 } from '@lucide/vue';
import type { Command } from '../commands/command';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';
import { t } from '../text';
import { useCompare } from './comparison';
import { usePlan } from './plan';

export function panelCommands(): Command[] {
  const [comparison, lab, plan, ui] = [useCompare(), useLab(), usePlan(), useUi()];
  const page = 'lab' as const;
  return [
    {
      id: 'lab.collect',
      group: 'lab',
      page,
      label: () => t('plan.command.collect'),
      icon: PencilLine,
      keys: ['E'],
      enabled: () => lab.running,
      checked: () => plan.collecting,
      run: () => plan.collect(!plan.collecting),
    },
    {
      id: 'lab.apply',
      group: 'lab',
      page,
      label: () => t('plan.command.apply'),
      icon: ListTree,
      keys: ['Ctrl+Enter'],
      reach: 'window',
      enabled: () => plan.collecting && plan.changes.length > 0,
      run: () => void plan.apply(),
    },
    {
      id: 'lab.discard',
      group: 'lab',
      page,
      label: () => t('plan.command.discard'),
      enabled: () => plan.collecting && plan.changes.length > 0,
      run: () => plan.discard(),
    },
    { id: 'lab.compare', group: 'lab', page, label: () => t('plan.command.compare'), icon: FileDiff, run: () => comparison.chooseFile() },
    {
      id: 'lab.endCompare',
      group: 'lab',
      page,
      label: () => t('plan.compare.end'),
      keys: ['Escape'],
      reach: 'window',
      enabled: () => comparison.other !== undefined,
      run: () => comparison.close(),
    },
    { id: 'view.tables', group: 'view', page, label: () => t('plan.command.tables'), icon: Table2, run: () => ui.showDock('tables') },
    { id: 'view.events', group: 'view', page, label: () => t('plan.command.events'), icon: Columns3, run: () => ui.showDock('events') },
    { id: 'view.history', group: 'view', page, label: () => t('plan.command.history'), icon: History, run: () => ui.showDock('history') },
  ];
}
