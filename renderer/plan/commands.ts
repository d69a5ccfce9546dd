/** What a person can tell the plan, the tables, the log and the history. */
import { Columns3, FileDiff, History, ListTree, Table2 } from '@lucide/vue';
import type { Command } from '../commands/command';
import { useUi } from '../stores/ui';
import { t } from '../text';
import { useCompare } from './comparison';
import { usePlan } from './plan';

export function panelCommands(): Command[] {
  const [comparison, plan, ui] = [useCompare(), usePlan(), useUi()];
  const page = 'lab' as const;
  return [
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
    { id: 'view.tables', group: 'view', page, label: () => t('plan.command.tables'), icon: Table2, run: () => ui.showDock('tables') },
    { id: 'view.events', group: 'view', page, label: () => t('plan.command.events'), icon: Columns3, run: () => ui.showDock('events') },
    { id: 'view.history', group: 'view', page, label: () => t('plan.command.history'), icon: History, run: () => ui.showDock('history') },
  ];
}
