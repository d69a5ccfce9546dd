/** Words of the labs that ship: at every zoom at which there are any, none stands on a device or on another word. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTopology } from '../../electron/shared/topology/parse';
import { DrawnLab } from './drawn-lab.fixture';
import { pointsOf } from './cable';
import { scaled, silhouetteBox } from './extents';
import { crosses, overlaps } from './geometry';
import { Layout } from './layout';
import { Scene } from './scene';
import type { Theme } from './theme';

const theme = { colour: {}, font: 'sans-serif', mono: 'monospace', nameSize: 13, smallSize: 12 } as Theme;
/** As wide as DejaVu Sans, the widest common face: 0.602 of the size in mono, about 0.62 in sans. */
const measure = (text: string, font: string): number => text.length * 0.62 * Number(/(\d+(\.\d+)?)px/.exec(font)?.[1]);
const folder = join(import.meta.dirname, '../../labs');
const labs = readdirSync(folder).filter((name) => name.endsWith('.nestwork.json'));

/** What stands, and the devices, of a lab that is planned or (`up`) runs. */
function laidOut(name: string, scale: number, up: boolean) {
  const read = parseTopology(readFileSync(join(folder, name), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  const model = new DrawnLab(read.value);
  if (up) model.observe(...read.value.nodes.filter(({ kind }) => ['host', 'router', 'switch', 'hub'].includes(kind)).map(({ id }) => id));
  const scene = new Scene(
    model,
    () => undefined,
    () => 0,
  );
  scene.viewport.resize(8000, 8000, 1);
  scene.viewport.set(4000 - 600 * scale, 4000 - 400 * scale, scale);
  const layout = new Layout(scene, theme, measure);
  layout.update();
  const all = [...scene.nodes.values(), ...scene.links.values()].flatMap(({ id, drawn }) =>
    (drawn?.words ?? []).map(({ box, stands, texts }) => ({ of: id, box, stands, text: texts.map(({ text }) => text).join(' ') })),
  );
  return {
    words: all.filter(({ stands }) => stands),
    left: all.filter(({ stands }) => !stands).map(({ of, text }) => `${of}: ${text}`),
    cables: [...scene.links.values()].map(({ id, line }) => ({ of: id, points: pointsOf(line).map((point) => scaled(point, scale)) })),
    devices: [...scene.nodes.values()].map((node) => ({ of: node.id, text: node.view.name, box: silhouetteBox(node, scale) })),
  };
}

describe.each(labs)('%s', (name) => {
  it('has no word on a device or on another word, from 50 % to 200 %', () => {
    const found: string[] = [];
    let seen = 0;
    for (const up of [false, true])
      for (let percent = 50; percent <= 200; percent += 10) {
        const { words, devices } = laidOut(name, percent / 100, up);
        seen += words.length;
        for (const [at, word] of words.entries())
          for (const other of [...words.slice(at + 1), ...devices.filter(({ of }) => of !== word.of)])
            if (overlaps(word.box, other.box)) found.push(`${percent} %: ${word.of} “${word.text}” on ${other.of} “${other.text}”`);
      }
    expect(seen).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it('has no word of a device on a cable, from 70 % to 200 %', () => {
    const found: string[] = [];
    for (let percent = 70; percent <= 200; percent += 10) {
      const { words, devices, cables } = laidOut(name, percent / 100, true);
      const nodes = new Set(devices.map(({ of }) => of));
      for (const { of, text, box } of words.filter((word) => nodes.has(word.of)))
        for (const { of: cable, points } of cables)
          if (points.some((point, at) => at > 0 && crosses(box, points[at - 1]!, point)))
            found.push(`${percent} %: ${of} “${text}” on ${cable}`);
    }
    expect(found).toEqual([]);
  });

  it('shows every name, and at 100 % every address and prefix of a device', () => {
    const { words, devices, left } = laidOut(name, 1, true);
    const nodes = new Set(devices.map(({ of }) => of));
    expect(words.filter(({ of }) => nodes.has(of)).length).toBeGreaterThanOrEqual(devices.length);
    expect(left.filter((one) => nodes.has(one.split(':')[0]!))).toEqual([]);
    const small = laidOut(name, 0.5, true);
    expect(small.left).toEqual([]);
  });
});
