/** What the kernel cannot change on a living node or cable: then it is made anew, the smallest part that can be, and the plan says why. */
import type { Reason } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import { isBridge } from '../shared/topology/kinds';
import type { WantedLink, WantedNode } from './wanted';

export function whyRecreated(now: WantedNode, before: WantedNode): Reason | undefined {
  if (isBridge(now) !== isBridge(before)) return because('recreated-kind');
  if (now.isolation.join() !== before.isolation.join()) return because('recreated-isolation');
  if (now.readOnly !== before.readOnly) return because('recreated-filesystem');
  return undefined;
}

/** @returns why a cable with these ends is another one; an interface that only got another name is said. */
export function whyLinkRecreated(now: WantedLink, before: WantedLink): Reason {
  const renamed = now.ends.map((end, at) => ({ end, old: before.ends[at]! })).filter(({ end, old }) => end.interface !== old.interface);
  const [first] = renamed;
  const sameNodes = now.ends.every((end, at) => end.node === before.ends[at]!.node);
  return first && sameNodes
    ? because('recreated-interface', { old: first.old.interface, name: first.end.interface })
    : because('recreated-ends');
}
