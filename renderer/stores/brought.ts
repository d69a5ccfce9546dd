/** Programs that somebody else wrote are shown before they come into the lab that is open: if it runs, they may run at once. */
import { programKey, programsOf } from '../../electron/shared/topology/programs';
import type { Topology } from '../../electron/shared/topology/schema';
import { t } from '../text';
import { useLab } from './lab';
import { useUi } from './ui';

/** Characters that a person is shown of a program. */
const shown = 400;

/** Calls `take` at once if the drawing brings no program that the open lab does not have; else when a person has agreed. */
export function afterPrograms(next: Pick<Topology, 'nodes'>, take: () => void): void {
  const had = new Set(programsOf(useLab().topology).map(programKey));
  const brought = programsOf(next).filter((one) => !had.has(programKey(one)));
  if (brought.length === 0) return take();
  useUi().question = {
    title: t('files.takePrograms', brought.length),
    text: t('files.takeProgramsWhy'),
    details: brought.map((one) => `${one.node}: ${one.text.slice(0, shown)}`),
    choices: [
      { label: t('common.cancel'), run: () => undefined },
      { label: t('files.takeThem'), run: take },
    ],
  };
}
