/** A cable by what it joins: "r1–s2". */
import type { TopologyLink } from '../../../electron/shared/topology/schema';

export const cableName = ({ ends }: Pick<TopologyLink, 'ends'>, nameOf: (node: string) => string): string =>
  ends.map((end) => nameOf(end.node)).join('–');
