/** What the kernel cannot change on a living node: then it is made anew, and the plan says why. */
import type { Reason } from '../shared/lab/operation';
import { isBridge } from './records';
import type { WantedNode } from './wanted';

export function isRecreated(now: WantedNode, before: WantedNode): Reason | undefined {
  if (isBridge(now) !== isBridge(before)) return { code: 'recreated', text: `a ${now.kind} cannot grow out of a ${before.kind}` };
  if (now.isolation.join() !== before.isolation.join()) return { code: 'recreated', text: 'its namespaces are chosen at birth' };
  return undefined;
}
