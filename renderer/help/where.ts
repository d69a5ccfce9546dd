/** Which page of the help is about the place where somebody is. */
import { useUi } from '../stores/ui';
import type { PageId } from './pages';

const places: readonly (readonly [selector: string, page: PageId])[] = [
  ['.namespaces', 'namespaces'],
  ['.inspector', 'inspector'],
  ['.palette', 'devices'],
  ['.network-canvas', 'canvas'],
  ['.tool-bar', 'running'],
  ['.settings-dialog', 'settings'],
  ['.start-page', 'start'],
];

/** @param element that has the focus; its own `data-help`, or that of what it is in, decides first */
export function helpAt(element: Element | null, page: 'start' | 'lab'): PageId {
  const named = element?.closest<HTMLElement>('[data-help]')?.dataset.help;
  if (named) return named as PageId;
  if (element?.closest('.dock')) return useUi().dock.tab as PageId;
  return places.find(([selector]) => element?.closest(selector))?.[1] ?? (page === 'start' ? 'start' : 'canvas');
}
