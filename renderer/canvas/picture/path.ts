/** Paths as lists of points: what canvas calls and the `d` of SVG icons become, so that a picture can be written in any form. */

export type Segment =
  readonly ['M' | 'L', number, number] | readonly ['C', number, number, number, number, number, number] | readonly ['Z'];
/** a b c d e f of `setTransform`. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];
/** First `b`, then `a`. */
export function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}
/** How much longer lines get. */
export const stretch = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));

/** Builds a path in a coordinate system: every point is transformed as it comes, as on a canvas. */
export class PathBuilder {
  readonly segments: Segment[] = [];
  private last = { x: 0, y: 0 };
  private start = { x: 0, y: 0 };

  constructor(public matrix: Matrix = identity) {}

  moveTo(x: number, y: number): void {
    this.segments.push(['M', ...this.at(x, y)]);
    this.last = this.start = { x, y };
  }
  lineTo(x: number, y: number): void {
    this.segments.push([this.segments.length ? 'L' : 'M', ...this.at(x, y)]);
    this.last = { x, y };
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.segments.push(['C', ...this.at(x1, y1), ...this.at(x2, y2), ...this.at(x, y)]);
    this.last = { x, y };
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    const { x: x0, y: y0 } = this.last;
    this.bezierCurveTo(x0 + (2 / 3) * (cx - x0), y0 + (2 / 3) * (cy - y0), x + (2 / 3) * (cx - x), y + (2 / 3) * (cy - y), x, y);
  }
  closePath(): void {
    this.segments.push(['Z']);
    this.last = this.start;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }
  /** @param radius one for all corners, as everything here is drawn */
  roundRect(x: number, y: number, width: number, height: number, radius: number | readonly number[] = 0): void {
    const wanted = typeof radius === 'number' ? radius : (radius[0] ?? 0);
    const r = Math.min(wanted, Math.abs(width) / 2, Math.abs(height) / 2);
    if (r <= 0) return this.rect(x, y, width, height);
    const quarter = Math.PI / 2;
    this.moveTo(x + r, y);
    this.arc(x + width - r, y + r, r, -quarter, 0);
    this.arc(x + width - r, y + height - r, r, 0, quarter);
    this.arc(x + r, y + height - r, r, quarter, 2 * quarter);
    this.arc(x + r, y + r, r, 2 * quarter, 3 * quarter);
    this.closePath();
  }
  arc(x: number, y: number, radius: number, from: number, to: number, counterclockwise = false): void {
    this.ellipse(x, y, radius, radius, 0, from, to, counterclockwise);
  }
  ellipse(x: number, y: number, rx: number, ry: number, turn: number, from: number, to: number, counterclockwise = false): void {
    const full = 2 * Math.PI;
    let sweep = to - from;
    if (Math.abs(sweep) >= full) sweep = counterclockwise ? -full : full;
    else if (counterclockwise) sweep = -(((-sweep % full) + full) % full || 0);
    else sweep = ((sweep % full) + full) % full;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const point = (u: number, v: number): [number, number] => [x + cos * rx * u - sin * ry * v, y + sin * rx * u + cos * ry * v];
    this.lineTo(...point(Math.cos(from), Math.sin(from)));
    // A cubic follows a quarter of a circle to 0.03 % of its radius.
    const pieces = Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9);
    const step = sweep / pieces;
    const reach = (4 / 3) * Math.tan(step / 4);
    for (let piece = 0; piece < pieces; piece++) {
      const [a, b] = [from + piece * step, from + (piece + 1) * step];
      const first = point(Math.cos(a) - reach * Math.sin(a), Math.sin(a) + reach * Math.cos(a));
      const second = point(Math.cos(b) + reach * Math.sin(b), Math.sin(b) - reach * Math.cos(b));
      this.bezierCurveTo(...first, ...second, ...point(Math.cos(b), Math.sin(b)));
    }
  }
  /** Adds the path of an icon: the commands of SVG 2, 9.3, that the icons use (M L H V C A Z, and their relative forms). */
  trace(d: string): void {
    const tokens = d.match(/[a-z]|-?(?:\d+\.?\d*|\.\d+)/gi) ?? [];
    let at = 0;
    let command = '';
    const number = (): number => Number(tokens[at++]);
    // Flags of arcs may stand without a space between them: icons here keep the space.
    while (at < tokens.length) {
      if (/[a-z]/i.test(tokens[at]!)) command = tokens[at++]!;
      const relative = command === command.toLowerCase();
      const by = relative ? this.last : { x: 0, y: 0 };
      switch (command.toUpperCase()) {
        case 'M':
          this.moveTo(by.x + number(), by.y + number());
          command = relative ? 'l' : 'L';
          break;
        case 'L':
          this.lineTo(by.x + number(), by.y + number());
          break;
        case 'H':
          this.lineTo(by.x + number(), this.last.y);
          break;
        case 'V':
          this.lineTo(this.last.x, by.y + number());
          break;
        case 'C': {
          const [x1, y1, x2, y2, x, y] = [number(), number(), number(), number(), number(), number()];
          this.bezierCurveTo(by.x + x1, by.y + y1, by.x + x2, by.y + y2, by.x + x, by.y + y);
          break;
        }
        case 'A': {
          const [rx, ry, turn, large, sweep, x, y] = [number(), number(), number(), number(), number(), number(), number()];
          this.arcTo(rx, ry, (turn * Math.PI) / 180, large === 1, sweep === 1, by.x + x, by.y + y);
          break;
        }
        case 'Z':
          this.closePath();
          break;
        default:
          throw new Error(`The path command ${command} is not known here.`);
      }
    }
  }
  /** From the last point to another on an ellipse: SVG 2, B.2.4, from end points to a centre. */
  private arcTo(rx: number, ry: number, turn: number, large: boolean, sweep: boolean, x: number, y: number): void {
    const { x: x0, y: y0 } = this.last;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const [dx, dy] = [(x0 - x) / 2, (y0 - y) / 2];
    const [u, v] = [cos * dx + sin * dy, -sin * dx + cos * dy];
    const grow = Math.max(1, Math.sqrt((u * u) / (rx * rx) + (v * v) / (ry * ry)));
    const [a, b] = [rx * grow, ry * grow];
    const under = (a * a * b * b - a * a * v * v - b * b * u * u) / (a * a * v * v + b * b * u * u);
    const factor = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, under));
    const [cu, cv] = [(factor * a * v) / b, (-factor * b * u) / a];
    const centre = { x: cos * cu - sin * cv + (x0 + x) / 2, y: sin * cu + cos * cv + (y0 + y) / 2 };
    const from = Math.atan2((v - cv) / b, (u - cu) / a);
    const to = Math.atan2((-v - cv) / b, (-u - cu) / a);
    this.ellipse(centre.x, centre.y, a, b, turn, from, to, !sweep);
    this.last = { x, y };
  }
  private at(x: number, y: number): [number, number] {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }
}
