/** Where the parts of a small picture of a lab stand. Pure. */
import type { NodeKind, Topology } from '../../electron/shared/topology/schema';

/** Width, height and corner of each silhouette at full size, canvas px; the lab's edge has a second line. */
const shapes: Readonly<Record<NodeKind | 'firewall', readonly [width: number, height: number, round: number]>> = {
  host: [44, 44, 6],
  router: [48, 48, 24],
  switch: [64, 34, 6],
  hub: [48, 34, 6],
  internet: [60, 40, 20],
  'this-computer': [44, 44, 6],
  nic: [44, 44, 6],
  firewall: [56, 44, 0],
};
const realKinds: readonly NodeKind[] = ['internet', 'this-computer', 'nic'];
/** px around the drawing. */
const margin = 20;
/** A silhouette is never larger than this part of its full size, nor smaller than that. */
const [largest, smallest] = [0.4, 0.11];

export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly round: number;
  readonly real: boolean;
  /** A hexagon. */
  readonly points?: string;
}
export interface Picture {
  readonly tiles: readonly Tile[];
  /** Path data: all cables at once, and those that are cut. */
  readonly wires: string;
  readonly cut: string;
  readonly stroke: number;
}

export function layPicture({ nodes, links }: Topology, { width, height }: { width: number; height: number }): Picture {
  if (nodes.length === 0) return { tiles: [], wires: '', cut: '', stroke: 1.5 };
  const [left, top] = [Math.min(...nodes.map((one) => one.position.x)), Math.min(...nodes.map((one) => one.position.y))];
  const [right, bottom] = [Math.max(...nodes.map((one) => one.position.x)), Math.max(...nodes.map((one) => one.position.y))];
  const fit = Math.min((width - 2 * margin) / Math.max(1, right - left), (height - 2 * margin) / Math.max(1, bottom - top), largest);
  const size = Math.max(smallest, Math.min(largest, fit * 1.25));
  const place = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({
    x: round(width / 2 + (x - (left + right) / 2) * fit),
    y: round(height / 2 + (y - (top + bottom) / 2) * fit),
  });
  const at = new Map(nodes.map((node) => [node.id, place(node.position)]));
  const wire = (link: Topology['links'][number]): string => {
    const [a, b] = link.ends.map((end) => at.get(end.node));
    return a && b ? `M${a.x} ${a.y}L${b.x} ${b.y}` : '';
  };
  return {
    tiles: nodes.map((node) => {
      const shape = node.icon === 'firewall' ? 'firewall' : node.kind;
      const [w, h, r] = shapes[shape].map((one) => round(one * size)) as [number, number, number];
      const { x, y } = at.get(node.id)!;
      return {
        x: round(x - w / 2),
        y: round(y - h / 2),
        width: w,
        height: h,
        round: r,
        real: realKinds.includes(node.kind),
        ...(shape === 'firewall' && { points: hexagon(x, y, w, h) }),
      };
    }),
    wires: links
      .filter((link) => link.up !== false)
      .map(wire)
      .join(''),
    cut: links
      .filter((link) => link.up === false)
      .map(wire)
      .join(''),
    stroke: round(Math.max(0.8, 1.5 * (size / largest))),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const hexagon = (x: number, y: number, w: number, h: number): string =>
  `M${round(x - w / 2)} ${y}L${round(x - w / 4)} ${round(y - h / 2)}H${round(x + w / 4)}L${round(x + w / 2)} ${y}L${round(x + w / 4)} ${round(y + h / 2)}H${round(x - w / 4)}Z`;
