/** The network that runs, and the ways to learn about it. */
import { CircleHelp, Info, Keyboard, ListChecks, Play, RotateCw, Route, Square, Stethoscope, Terminal } from '@lucide/vue';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { usePreflight } from '../stores/preflight';
import { useUi } from '../stores/ui';
import { helpAt } from '../help/where';
import { t } from '../text';
import type { Command } from './command';

export function labCommands(): Command[] {
  const [lab, preflight, ui, { ask }] = [useLab(), usePreflight(), useUi(), useClient()];
  const base = { group: 'lab', page: 'lab' } as const;
  return [
    {
      ...base,
      id: 'lab.run',
      label: () => t('commands.lab.run'),
      icon: Play,
      keys: ['F5'],
      reach: 'everywhere',
      enabled: () => !lab.running && lab.state?.phase !== 'starting',
      run: () => void preflight.run(),
    },
    {
      ...base,
      id: 'lab.stop',
      label: () => t('commands.lab.stop'),
      icon: Square,
      keys: ['Shift+F5'],
      reach: 'everywhere',
      enabled: () => lab.running || lab.state?.phase === 'armed',
      run: () => void lab.stop(),
    },
    {
      ...base,
      id: 'lab.restart',
      label: () => t('commands.lab.restart'),
      icon: RotateCw,
      keys: ['Ctrl+Shift+F5'],
      reach: 'fields',
      enabled: () => lab.running,
      run: () => void preflight.restart(),
    },
    {
      ...base,
      id: 'lab.retry',
      label: () => t('commands.lab.retry'),
      icon: ListChecks,
      enabled: () => (lab.state?.failed.length ?? 0) > 0,
      run: () => void ask('labs.retry', { document: lab.document }),
    },
    {
      ...base,
      id: 'lab.programs',
      label: () => t('commands.lab.programs'),
      icon: Terminal,
      run: () => (ui.over = 'programs'),
    },
  ];
}

export function helpCommands(): Command[] {
  const ui = useUi();
  return [
    {
      id: 'help.help',
      group: 'help',
      label: () => t('commands.help.help'),
      icon: CircleHelp,
      keys: ['F1'],
      reach: 'everywhere',
      run: () => (ui.help = ui.help === undefined ? helpAt(document.activeElement, ui.page) : undefined),
    },
    {
      id: 'help.keys',
      group: 'help',
      label: () => t('commands.help.keys'),
      icon: Keyboard,
      keys: ['Ctrl+F1'],
      reach: 'fields',
      run: () => ui.showSettings('keys'),
    },
    { id: 'help.tour', group: 'help', label: () => t('commands.help.tour'), icon: Route, run: () => (ui.tour = 0) },
    { id: 'help.doctor', group: 'help', label: () => t('commands.help.doctor'), icon: Stethoscope, run: () => (ui.over = 'doctor') },
    { id: 'help.about', group: 'help', label: () => t('commands.help.about'), icon: Info, run: () => (ui.over = 'about') },
  ];
}
