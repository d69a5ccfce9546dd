/** What is seen: the canvas, the panels, colours and sizes; and the ways to go somewhere. */
import { Maximize, Moon, PanelBottom, PanelRight, Pointer, Presentation, Search, Sun, SunMoon, ZoomIn, ZoomOut } from '@lucide/vue';
import { watch } from 'vue';
import type { CanvasHandle } from '../canvas/model';
import { inElectronWindow } from '../stores/documents';
import { useLab } from '../stores/lab';
import { useSettings } from '../stores/settings';
import { useUi } from '../stores/ui';
import type { DockTab } from '../stores/ui';
import { t } from '../text';
import type { Command } from './command';

/** One step of zoom. */
const step = 1.25;

export function viewCommands(canvas: () => CanvasHandle | null | undefined): Command[] {
  const [lab, settings, ui] = [useLab(), useSettings(), useUi()];
  const view = { group: 'view', page: 'lab' } as const;
  // From ten metres nobody reads the names of interfaces; who wants them turns them on.
  let interfaces = true;
  watch(
    () => ui.present,
    (on) => {
      if (on) interfaces = ui.layers.interfaces;
      ui.layers.interfaces = !on && interfaces;
      lab.layersChanged();
    },
  );
  const resize = (by: number): void => void settings.set({ zoom: Math.max(100, Math.min(200, settings.all.zoom + by)) });
  const layer = (name: 'addresses' | 'interfaces' | 'rates' | 'minimap', key: string): Command => ({
    ...view,
    id: `view.${name}`,
    label: () => t(`commands.view.${name}`),
    keys: [key],
    checked: () => ui.layers[name],
    run: () => {
      ui.layers[name] = !ui.layers[name];
      lab.layersChanged();
    },
  });
  const tab = (name: DockTab): Command => ({
    ...view,
    id: `view.${name}`,
    label: () => t(`commands.view.${name}`),
    run: () => ui.showDock(name),
  });
  const theme = (name: 'system' | 'light' | 'dark', icon: Command['icon']): Command => ({
    id: `view.${name}`,
    group: 'view',
    label: () => t(`commands.view.${name}`),
    icon,
    checked: () => settings.all.theme === name,
    run: () => void settings.set({ theme: name }),
  });
  return [
    { ...view, id: 'view.zoomIn', label: () => t('commands.view.zoomIn'), icon: ZoomIn, keys: ['+'], run: () => canvas()?.zoomBy(step) },
    {
      ...view,
      id: 'view.zoomOut',
      label: () => t('commands.view.zoomOut'),
      icon: ZoomOut,
      keys: ['-'],
      run: () => canvas()?.zoomBy(1 / step),
    },
    { ...view, id: 'view.fit', label: () => t('commands.view.fit'), icon: Maximize, keys: ['0'], run: () => canvas()?.fit() },
    {
      ...view,
      id: 'view.selection',
      label: () => t('commands.view.selection'),
      keys: ['Z'],
      enabled: () => lab.selection.size > 0,
      run: () => canvas()?.show([...lab.selection]),
    },
    { ...view, id: 'view.actual', label: () => t('commands.view.actual'), keys: ['Shift+0'], run: () => canvas()?.zoomTo(1) },
    layer('addresses', 'Shift+A'),
    layer('interfaces', 'Shift+I'),
    layer('rates', 'Shift+T'),
    layer('minimap', 'M'),
    {
      ...view,
      id: 'view.inspector',
      label: () => t('commands.view.inspector'),
      icon: PanelRight,
      keys: ['Ctrl+I'],
      checked: () => ui.inspector,
      run: () => void (ui.inspector = !ui.inspector),
    },
    {
      ...view,
      id: 'view.dock',
      label: () => t('commands.view.dock'),
      icon: PanelBottom,
      keys: ['Ctrl+`'],
      reach: 'everywhere',
      checked: () => ui.dock.open,
      run: () => void (ui.dock.open = !ui.dock.open),
    },
    tab('terminals'),
    tab('problems'),
    tab('plan'),
    {
      ...view,
      id: 'view.present',
      label: () => t('commands.view.present'),
      icon: Presentation,
      keys: ['Shift+F11'],
      reach: 'everywhere',
      checked: () => ui.present,
      run: () => {
        ui.present = !ui.present;
        if (ui.present) ui.showToast({ text: t('messages.presenting') });
        // When the drawing has its new room.
        requestAnimationFrame(() => requestAnimationFrame(() => canvas()?.fit()));
      },
    },
    {
      ...view,
      id: 'view.laser',
      label: () => t('commands.view.laser'),
      icon: Pointer,
      keys: ['L'],
      twins: ['arrange.lock'],
      enabled: () => ui.present,
      checked: () => ui.laser,
      run: () => void (ui.laser = !ui.laser),
    },
    theme('system', SunMoon),
    theme('light', Sun),
    theme('dark', Moon),
    ...(inElectronWindow
      ? ([
          {
            id: 'view.larger',
            group: 'view',
            label: () => t('commands.view.larger'),
            keys: ['Ctrl++', 'Ctrl+='],
            reach: 'everywhere',
            run: () => resize(10),
          },
          {
            id: 'view.smaller',
            group: 'view',
            label: () => t('commands.view.smaller'),
            keys: ['Ctrl+-'],
            reach: 'everywhere',
            run: () => resize(-10),
          },
          {
            id: 'view.normal',
            group: 'view',
            label: () => t('commands.view.normal'),
            keys: ['Ctrl+0'],
            reach: 'everywhere',
            run: () => void settings.set({ zoom: 100 }),
          },
        ] satisfies Command[])
      : []),
    {
      id: 'go.find',
      group: 'go',
      label: () => t('commands.go.find'),
      icon: Search,
      keys: ['Ctrl+K'],
      reach: 'fields',
      unlisted: true,
      run: () => (ui.finder = 'everything'),
    },
    {
      id: 'go.device',
      group: 'go',
      page: 'lab',
      label: () => t('commands.go.device'),
      icon: Search,
      keys: ['Ctrl+F'],
      reach: 'fields',
      unlisted: true,
      run: () => (ui.finder = 'devices'),
    },
  ];
}
