/** Terminals: what is done with the one that has the keyboard, and with all of them. */
import { Columns2, Copy, Grid2x2, Search, SquareTerminal, X } from '@lucide/vue';
import { neighbour, reshape } from '../terminals/layout';
import { useLab } from '../stores/lab';
import { useTerminalActions } from '../stores/terminal-actions';
import { useTerminals } from '../stores/terminals';
import { useTyping } from '../stores/typing';
import { useUi } from '../stores/ui';
import { t } from '../text';
import type { Session } from '../terminals/session';
import type { Command } from './command';

export function terminalCommands(): Command[] {
  const [actions, lab, terminals, typing, ui] = [useTerminalActions(), useLab(), useTerminals(), useTyping(), useUi()];
  const base = { group: 'terminal', page: 'lab', reach: 'terminals' } as const;
  const live = (): Session | undefined =>
    ui.dock.open && ui.dock.tab === 'terminals' && terminals.live !== null ? terminals.session(terminals.live) : undefined;
  const enabled = (): boolean => live() !== undefined;
  const withLive = (action: (session: Session) => void) => (): void => {
    const session = live();
    if (session) action(session);
  };
  const tiles = (id: string, columns: number, rows: number, label: 'one' | 'two' | 'four', icon?: Command['icon']): Command => ({
    ...base,
    id,
    icon,
    label: () => t(`terminals.layouts.${label}`),
    checked: () => terminals.layout.columns.length === columns && terminals.layout.rows.length === rows,
    run: () => {
      ui.showDock('terminals');
      terminals.lay(reshape(terminals.layout, columns, rows));
    },
  });
  const step = (by: number): (() => void) => withLive(({ tab }) => terminals.show(neighbour(terminals.layout, tab.key, by)));
  return [
    {
      ...base,
      id: 'terminal.new',
      icon: SquareTerminal,
      label: () => t('terminals.newShellAny'),
      keys: { electron: ['Ctrl+Shift+T', 'Ctrl+Shift+Enter'], browser: ['Ctrl+Shift+Enter'] },
      enabled,
      run: () => actions.another(terminals.layout.live),
    },
    {
      ...base,
      id: 'terminal.close',
      icon: X,
      label: () => t('terminals.commands.close'),
      keys: { electron: ['Ctrl+Shift+W'], browser: [] },
      enabled,
      run: withLive((session) => actions.close(session)),
    },
    {
      ...base,
      id: 'terminal.rename',
      reach: 'tabs',
      label: () => t('terminals.commands.rename'),
      keys: ['F2'],
      enabled,
      run: withLive(({ tab }) => void (actions.renaming = tab.key)),
    },
    {
      ...base,
      id: 'terminal.closeTab',
      reach: 'tabs',
      label: () => t('terminals.commands.closeTab'),
      keys: ['Delete'],
      twins: ['edit.delete'],
      unlisted: true,
      run: withLive((session) => actions.close(session)),
    },
    {
      ...base,
      id: 'terminal.copy',
      icon: Copy,
      label: () => t('terminals.menu.copy'),
      keys: ['Ctrl+Shift+C'],
      unlisted: true,
      run: withLive((session) => actions.copy(session)),
    },
    {
      ...base,
      id: 'terminal.paste',
      label: () => t('terminals.menu.paste'),
      // In a browser the key's own event brings the text, and no permission is asked for.
      keys: { electron: ['Ctrl+Shift+V'], browser: [] },
      unlisted: true,
      run: withLive((session) => void actions.pasteByCommand(session)),
    },
    {
      ...base,
      id: 'terminal.find',
      icon: Search,
      label: () => t('terminals.commands.find'),
      keys: ['Ctrl+Shift+F'],
      enabled,
      run: withLive(({ tab }) => void (actions.searching = tab.key)),
    },
    { ...base, id: 'terminal.save', label: () => t('terminals.commands.save'), enabled, run: withLive((session) => actions.save(session)) },
    {
      ...base,
      id: 'terminal.external',
      label: () => t('terminals.menu.external'),
      enabled: () => [...lab.selection].some((id) => lab.observed[id]) || enabled(),
      run: () => {
        const node = [...lab.selection].find((id) => lab.observed[id]) ?? live()?.tab.node;
        if (node) void actions.external(node);
      },
    },
    {
      ...base,
      id: 'terminal.typeToMany',
      reach: 'everywhere',
      label: () => t('terminals.many.start'),
      keys: ['Ctrl+Shift+M'],
      checked: () => typing.on,
      enabled: () => typing.on || terminals.sessions.length > 0,
      run: () => actions.typeToMany(),
    },
    {
      ...base,
      id: 'terminal.larger',
      label: () => t('terminals.menu.larger'),
      keys: ['Ctrl++', 'Ctrl+='],
      run: () => actions.resizeText(1),
    },
    { ...base, id: 'terminal.smaller', label: () => t('terminals.menu.smaller'), keys: ['Ctrl+-'], run: () => actions.resizeText(-1) },
    { ...base, id: 'terminal.normal', label: () => t('terminals.menu.normal'), keys: ['Ctrl+0'], run: () => actions.resizeText(0) },
    {
      ...base,
      id: 'terminal.tabs',
      label: () => t('terminals.commands.tabs'),
      keys: ['Ctrl+Shift+ArrowUp'],
      unlisted: true,
      run: () => document.querySelector<HTMLElement>(`[data-tile="${terminals.layout.live}"] [role=tab][aria-selected=true]`)?.focus(),
    },
    {
      ...base,
      id: 'terminal.next',
      label: () => t('terminals.commands.next'),
      keys: ['Ctrl+Shift+ArrowRight'],
      unlisted: true,
      run: step(1),
    },
    {
      ...base,
      id: 'terminal.previous',
      label: () => t('terminals.commands.previous'),
      keys: ['Ctrl+Shift+ArrowLeft'],
      unlisted: true,
      run: step(-1),
    },
    {
      ...base,
      id: 'terminal.nextTile',
      label: () => t('terminals.commands.nextTile'),
      keys: ['Ctrl+Shift+ArrowDown'],
      unlisted: true,
      run: () => {
        const { tiles: all, live: from } = terminals.layout;
        const next = Array.from(all, (_, at) => all[(from + at + 1) % all.length]!.active).find((key) => key !== null);
        if (next) terminals.show(next);
      },
    },
    tiles('terminal.one', 1, 1, 'one'),
    tiles('terminal.two', 2, 1, 'two', Columns2),
    tiles('terminal.four', 2, 2, 'four', Grid2x2),
  ];
}
