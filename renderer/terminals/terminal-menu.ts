/** Menus of a terminal: on its tab, on its text, and behind the sign for more shells. */
import { watch } from 'vue';
import { tileOf } from './layout';
import type { Session } from './session';
import { hasEnded } from './tab';
import { useKeys } from '../stores/keys';
import { useLab } from '../stores/lab';
import { useTerminalActions } from '../stores/terminal-actions';
import { useTerminals } from '../stores/terminals';
import { useTyping } from '../stores/typing';
import { useUi } from '../stores/ui';
import type { MenuItem } from '../stores/ui';
import { t } from '../text';

type Items = (MenuItem | 'line')[];

/** The key of a command as it is now. */
function keysOf(id: string): { keys?: string } {
  const [key] = useKeys().of(id);
  return key ? { keys: key } : {};
}
/** In a browser the text comes with the browser's own key, which is no command's. */
const pasteKey = (): { keys?: string } => (useKeys().isChanged('terminal.paste') ? keysOf('terminal.paste') : { keys: 'Ctrl+Shift+V' });

/** A menu gives the keyboard back when it has gone; what an item asks for takes it after that. */
function afterMenu(items: Items): Items {
  const ui = useUi();
  return items.map((item) =>
    item === 'line'
      ? item
      : {
          ...item,
          run: () => {
            const stop = watch(
              () => ui.menu,
              (menu) => {
                if (menu) return;
                stop();
                setTimeout(item.run);
              },
              { flush: 'post' },
            );
          },
        },
  );
}

/** Devices in the menu of more shells; beyond them the canvas is the better place. */
const devicesShown = 20;

export function tabMenu(session: Session): Items {
  const [actions, lab, terminals, typing] = [useTerminalActions(), useLab(), useTerminals(), useTyping()];
  const { tab } = session;
  const device = lab.topology.nodes.find(({ id }) => id === tab.node);
  const { tabs } = terminals.layout.tiles[tileOf(terminals.layout, tab.key)] ?? { tabs: [] as readonly string[] };
  const at = tabs.indexOf(tab.key);
  const alive = device !== undefined && lab.observed[tab.node] !== undefined;
  return afterMenu([
    ...(device
      ? [
          { label: t('terminals.newShell', { name: device.name }), disabled: !alive, run: () => void terminals.openNew(tab.node) },
          { label: t('terminals.shellAs'), disabled: !alive, run: () => void (actions.choosing = tab.node) },
          { label: t('terminals.menu.external'), disabled: !alive, run: () => void actions.external(tab.node) },
          'line' as const,
        ]
      : []),
    { label: t('terminals.menu.rename'), ...keysOf('terminal.rename'), run: () => void (actions.renaming = tab.key) },
    ...(typing.on && tab.kind === 'shell' && !hasEnded(tab)
      ? [
          typing.hears(tab.key)
            ? { label: t('terminals.menu.typeNot'), run: () => typing.leave(tab.key) }
            : { label: t('terminals.menu.type'), run: () => typing.join(session) },
        ]
      : []),
    { label: t('terminals.menu.save'), run: () => actions.save(session) },
    'line',
    { label: t('terminals.menu.left'), disabled: at <= 0, run: () => actions.move(session, -1) },
    { label: t('terminals.menu.right'), disabled: at < 0 || at >= tabs.length - 1, run: () => actions.move(session, 1) },
    { label: t('terminals.menu.nextTile'), run: () => actions.toNextTile(session) },
    'line',
    {
      label: t('terminals.menu.closeEnded'),
      disabled: !terminals.sessions.some((one) => hasEnded(one.tab)),
      run: () => terminals.sessions.filter((one) => hasEnded(one.tab)).forEach((one) => void terminals.close(one.tab.key)),
    },
    { label: t('terminals.menu.close'), ...keysOf('terminal.closeTab'), danger: true, run: () => actions.close(session) },
  ]);
}

export function textMenu(session: Session): Items {
  const [actions, terminals] = [useTerminalActions(), useTerminals()];
  const { screen, tab } = session;
  const readOnly = tab.kind === 'output' || hasEnded(tab);
  return afterMenu([
    { label: t('terminals.menu.copy'), ...keysOf('terminal.copy'), disabled: !screen?.selection, run: () => actions.copy(session) },
    { label: t('terminals.menu.paste'), ...pasteKey(), disabled: readOnly, run: () => void actions.pasteByCommand(session) },
    { label: t('terminals.menu.selectAll'), run: () => screen?.selectAll() },
    'line',
    { label: t('terminals.menu.find'), ...keysOf('terminal.find'), run: () => void (actions.searching = tab.key) },
    { label: t('terminals.menu.save'), run: () => actions.save(session) },
    { label: t('terminals.menu.clear'), disabled: readOnly, run: () => screen?.clear() },
    { label: `${terminals.spoken ? '✓ ' : ''}${t('terminals.menu.speak')}`, run: () => void (terminals.spoken = !terminals.spoken) },
    'line',
    {
      label: t('terminals.menu.external'),
      disabled: useLab().observed[tab.node] === undefined,
      run: () => void actions.external(tab.node),
    },
  ]);
}

/** @param tile where they are to open */
export function moreMenu(tile: number): Items {
  const [actions, lab, terminals] = [useTerminalActions(), useLab(), useTerminals()];
  const active = terminals.layout.tiles[tile]?.active;
  const node = active ? terminals.session(active)?.tab.node : undefined;
  const there = lab.topology.nodes.filter(({ id }) => lab.observed[id]);
  const outputs = node ? terminals.outputs(node) : [];
  return afterMenu([
    ...there
      .slice(0, devicesShown)
      .map((one) => ({ label: t('terminals.shellIn', { name: one.name }), run: () => void terminals.openNew(one.id, {}, tile) })),
    ...(node && lab.observed[node] ? ['line' as const, { label: t('terminals.shellAs'), run: () => void (actions.choosing = node) }] : []),
    ...(outputs.length ? ['line' as const] : []),
    ...outputs.map((one) => ({
      label: t('terminals.menu.outputs', { command: one.command.slice(0, 40) }),
      run: () => terminals.showOutput(one.key),
    })),
  ]);
}
