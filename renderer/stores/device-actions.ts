/** What is done to devices that run, beside the drawing: made anew, paused, let go on. */
import { t } from '../text';
import { useClient } from './client';
import { useLab } from './lab';

/** Devices of these that run; absent: of all. */
function running(ids?: readonly string[]): string[] {
  const lab = useLab();
  return (ids ?? Object.keys(lab.observed)).filter((id) => lab.observed[id]);
}
export const isPaused = (id: string): boolean => useLab().observed[id]?.frozen === true;
/** Those of the devices that run and can be paused. @param ids absent: all devices of the lab */
export const pausable = (ids?: readonly string[]): string[] => running(ids).filter((id) => !isPaused(id));
export const paused = (ids?: readonly string[]): string[] => running(ids).filter(isPaused);
export const restartable = running;

/** Makes devices anew as they are drawn: their shells and programs end, their start-up commands begin. */
export async function restartDevices(ids: readonly string[]): Promise<void> {
  const [{ ask }, lab] = [useClient(), useLab()];
  const nodes = running(ids);
  if (nodes.length > 0)
    await ask('nodes.restart', { document: lab.document, nodes }, t('device.notRestarted', { what: namesOfIds(nodes) }));
}
/** Holds all processes of devices where they are, or lets them go on. @param ids absent: those of the whole lab */
export async function pauseDevices(on: boolean, ids?: readonly string[]): Promise<void> {
  const [{ ask }, lab] = [useClient(), useLab()];
  const title = t(on ? 'device.notPaused' : 'device.notResumed');
  await ask('nodes.freeze', { document: lab.document, ...(ids && { nodes: [...ids] }), frozen: on }, title);
}
function namesOfIds(ids: readonly string[]): string {
  return ids.length === 1 ? useLab().nameOf(ids[0]!) : t('common.devices', ids.length);
}
