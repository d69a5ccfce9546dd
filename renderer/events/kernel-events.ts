/** Differences between drawing and kernel that came or went: what somebody did by hand, or what the kernel did by itself. Pure. */
import { differences } from '../../electron/engine/observe';
import { routeDifferences } from '../../electron/engine/observe-routes';
import type { WantedLab } from '../../electron/engine/wanted';
import type { ObservedNode } from '../../electron/shared/lab/observed';

/** One difference of a device, under a key that stays the same as long as it lasts. */
export interface Found {
  readonly code: string;
  readonly args: Readonly<Record<string, string>>;
}

/** All that a device has otherwise than drawn, by key. Without a drawing, or a device, there is nothing to compare. */
export function findings(id: string, wanted: WantedLab, there: ObservedNode | undefined): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  const drawn = wanted.nodes.get(id);
  if (!drawn || !there) return found;
  for (const { kind, what, interface: name, value } of differences(drawn, there))
    found.set(keyOf(kind, what, name, value), { code: `${kind}.${what}`, args: { interface: name, value } });
  for (const { kind, to, via, dev } of routeDifferences(drawn, there))
    found.set(routeKey(kind, to, via, dev), {
      code: `${kind}.route`,
      args: { interface: dev ?? '', value: via ? `${to} via ${via}` : `${to} dev ${dev ?? ''}` },
    });
  for (const one of there.interfaces) {
    const want = drawn.interfaces.get(one.name);
    if (want?.up && one.up && !one.carrier && wanted.links.get(want.link)?.cut === false)
      found.set(keyOf('changed', 'carrier', one.name, ''), { code: 'changed.carrier', args: { interface: one.name, value: '' } });
  }
  return found;
}

export const keyOf = (kind: string, what: string, name: string, value: string): string => [kind, what, name, value].join(' ');
export const routeKey = (kind: string, to: string, via: string | undefined, dev: string | undefined): string =>
  [kind, 'route', to, via ?? '', dev ?? ''].join(' ');

export interface Turn {
  readonly came: readonly (readonly [key: string, found: Found])[];
  readonly went: readonly (readonly [key: string, found: Found])[];
}
export function turned(before: ReadonlyMap<string, Found>, after: ReadonlyMap<string, Found>): Turn {
  return {
    came: [...after].filter(([key]) => !before.has(key)),
    went: [...before].filter(([key]) => !after.has(key)),
  };
}
