/** Devices that run: made anew, held where they are, let go on; those that are selected, or all. */
import { Pause, Play, RotateCw } from '@lucide/vue';
import { pausable, pauseDevices, paused, restartable, restartDevices } from '../stores/device-actions';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

export function deviceCommands(): Command[] {
  const lab = useLab();
  const base = { group: 'lab', page: 'lab' } as const;
  const selected = (): string[] => [...lab.selection];
  const word = (what: string, ids: readonly string[]): string =>
    ids.length > 1 ? t(`device.${what}Many`, { n: ids.length }, ids.length) : t(`device.${what}`);
  return [
    {
      ...base,
      id: 'device.restart',
      label: () => word('restart', restartable(selected())),
      icon: RotateCw,
      enabled: () => restartable(selected()).length > 0,
      run: () => void restartDevices(selected()),
    },
    {
      ...base,
      id: 'device.pause',
      label: () => word('pause', pausable(selected())),
      icon: Pause,
      enabled: () => pausable(selected()).length > 0,
      run: () => void pauseDevices(true, pausable(selected())),
    },
    {
      ...base,
      id: 'device.resume',
      label: () => word('resume', paused(selected())),
      icon: Play,
      enabled: () => paused(selected()).length > 0,
      run: () => void pauseDevices(false, paused(selected())),
    },
    {
      ...base,
      id: 'lab.pause',
      label: () => t('device.pauseLab'),
      icon: Pause,
      enabled: () => pausable().length > 0,
      run: () => void pauseDevices(true),
    },
    {
      ...base,
      id: 'lab.resume',
      label: () => t('device.resumeLab'),
      icon: Play,
      enabled: () => paused().length > 0,
      run: () => void pauseDevices(false),
    },
  ];
}
