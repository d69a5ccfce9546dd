import { beforeEach, describe, expect, it } from 'vitest';
import { setNodeField } from '../../electron/engine/edit-fields';
import { addLink, addNode } from '../../electron/engine/edit';
import { DrawnLab, emptyTopology } from './drawn-lab.fixture';
import type { Box } from './geometry';
import { hitAt } from './hit';
import { KeyGestures } from './keyboard';
import { neighbour } from './neighbour';
import { PointerGestures } from './pointer';
import type { PointerInput } from './pointer';
import { Scene } from './scene';

const at = (x: number, y: number, more: Partial<PointerInput> = {}): PointerInput => ({
  x,
  y,
  button: 0,
  shift: false,
  control: false,
  alt: false,
  space: false,
  ...more,
});
const key = (name: string, held: { shift?: boolean; control?: boolean; alt?: boolean } = {}): string =>
  `${held.control ? 'Ctrl+' : ''}${held.alt ? 'Alt+' : ''}${held.shift ? 'Shift+' : ''}${name === ' ' ? 'Space' : name}`;

let model: DrawnLab;
let scene: Scene;
let pointer: PointerGestures;
let keys: KeyGestures;
let band: Box | undefined;
let focused: string | undefined;
let cable: string;

/** h1 on the left, s1 in the middle, h2 on the right; one cable from h1 to s1. */
beforeEach(() => {
  let topology = emptyTopology();
  topology = addNode(topology, 'host', { x: 96, y: 96 }, 'h1');
  topology = addNode(topology, 'switch', { x: 336, y: 96 }, 's1');
  topology = addNode(topology, 'host', { x: 576, y: 96 }, 'h2');
  model = new DrawnLab(addLink(topology, 'h1', 's1'));
  cable = model.topology().links[0]?.id ?? '';
  scene = new Scene(model, () => undefined);
  scene.viewport.resize(1000, 600, 1);
  pointer = new PointerGestures(scene, model, (box) => (band = box));
  focused = undefined;
  const focus = { current: () => focused, go: (id: string) => void (focused = id) };
  keys = new KeyGestures(scene, model, focus, () => pointer.cancel());
  model.onChange((change) => {
    scene.apply(change);
    if (change.kind === 'tool') pointer.toolChanged();
  });
});

function drag(from: PointerInput, ...path: PointerInput[]): void {
  pointer.move(from);
  pointer.down(from);
  for (const step of path) pointer.move(step);
  pointer.up(path.at(-1) ?? from);
}

describe('with the pointer', () => {
  it('a click selects, with Shift it adds and takes away, on paper it selects nothing', () => {
    drag(at(96, 96));
    expect([...model.selection()]).toEqual(['h1']);
    drag(at(576, 96, { shift: true }));
    expect([...model.selection()]).toEqual(['h1', 'h2']);
    drag(at(96, 96, { control: true }));
    expect([...model.selection()]).toEqual(['h2']);
    drag(at(216, 96));
    expect([...model.selection()]).toEqual([cable]);
    drag(at(500, 500));
    expect([...model.selection()]).toEqual([]);
  });

  it('a drag from inside a device moves all that is selected by whole grid steps, as one edit at the end', () => {
    model.select(['h1', 'h2']);
    drag(at(96, 96), at(104, 100), at(131, 150));
    expect(model.commands).toEqual(['move h1 132,156 h2 612,156']);
  });

  it('a drag falls into line with what stays, and shows with what; what is locked stays', () => {
    model.move(new Map([['s1', { x: 333, y: 400 }]]));
    pointer.move(at(576, 96));
    pointer.down(at(576, 96));
    pointer.move(at(338, 240));
    expect(scene.nodes.get('h2')).toMatchObject({ x: 333, y: 240 });
    expect(scene.draft.guides).toMatchObject([{ from: { x: 333 }, to: { x: 333 } }]);
    pointer.up(at(338, 240));
    expect(scene.draft.guides).toEqual([]);
    model.edit(setNodeField(model.topology(), ['h2'], 'locked', true));
    drag(at(333, 240), at(340, 250), at(500, 300));
    model.select(['h1', 'h2']);
    drag(at(96, 96), at(104, 100), at(131, 150));
    expect(model.commands.slice(1)).toEqual(['move h2 333,240', 'move h1 132,156']);
    focused = 'h2';
    model.select([]);
    keys.down(key('ArrowLeft', { control: true }));
    expect(model.said.at(-1)).toBe('h2 is locked in its place.');
    expect(model.commands).toHaveLength(3);
  });

  it('Alt moves freely', () => {
    drag(at(96, 96), at(104, 100), at(131, 150, { alt: true }));
    expect(model.commands).toEqual(['move h1 131,150']);
  });

  it('Escape takes a drag back', () => {
    pointer.down(at(96, 96));
    pointer.move(at(200, 200));
    expect(scene.nodes.get('h1')?.x).toBe(204);
    expect(keys.down(key('Escape'))).toBe(true);
    pointer.up(at(200, 200));
    expect(scene.nodes.get('h1')?.x).toBe(96);
    expect(model.commands).toEqual([]);
  });

  it('a drag from the edge of a device pulls a cable to the device under it', () => {
    drag(at(576, 70), at(560, 60), at(420, 90), at(336, 96));
    expect(model.commands).toEqual(['connect h2 s1']);
    expect(scene.links.size).toBe(2);
    expect(scene.draft.cable).toBeUndefined();
  });

  it('a cable let go over paper, or over the device it came from, is none', () => {
    drag(at(576, 70), at(560, 60), at(700, 400));
    drag(at(576, 70), at(560, 20), at(576, 96));
    expect(model.commands).toEqual([]);
    expect(scene.draft.cable).toBeUndefined();
  });

  it('a cable pulled from one of several selected devices comes from each, never from the one it goes to', () => {
    model.select(['h1', 'h2', 's1']);
    drag(at(576, 70), at(560, 60), at(420, 90), at(336, 96));
    expect(model.commands).toEqual(['connect h2,h1 s1']);
    expect(scene.links.size).toBe(3);
    drag(at(576, 70), at(560, 60), at(336, 96, { control: true, client: { x: 0, y: 0 } }));
    model.select([]);
    drag(at(576, 70), at(560, 60), at(336, 96, { control: true, client: { x: 0, y: 0 } }));
    expect(model.commands.slice(1)).toEqual(['connect h2,h1 s1', 'choose h2 s1']);
  });

  it('the middle of a cable is dragged into a bend, a bend moves, straight or doubly clicked it is none', () => {
    drag(at(216, 96), at(216, 120), at(217, 200));
    expect(model.commands).toEqual(['bend 216,204']);
    expect(scene.links.get(cable)?.line.through).toEqual([{ x: 216, y: 204 }]);
    drag(at(216, 204), at(216, 220), at(241, 299, { alt: true }));
    drag(at(241, 299), at(230, 200), at(228, 97));
    expect(model.commands.slice(1)).toEqual(['bend 241,299', 'bend']);
    drag(at(216, 96), at(216, 120), at(217, 200));
    pointer.doubleClick(at(216, 204));
    expect(model.topology().links[0]?.bends).toBeUndefined();
    pointer.down(at(216, 96));
    pointer.move(at(216, 300));
    expect(keys.down(key('Escape'))).toBe(true);
    expect(scene.links.get(cable)?.bends).toEqual([]);
  });

  it('the end of a cable is dragged to another device, and back it is no edit', () => {
    drag(at(290, 96), at(300, 200), at(400, 100), at(576, 96));
    expect(model.commands).toEqual(['replug 1 h2']);
    expect(scene.links.get(cable)?.b.id).toBe('h2');
    drag(at(530, 96), at(500, 200), at(576, 96));
    drag(at(530, 96), at(500, 200), at(500, 300));
    expect(model.commands).toHaveLength(1);
    drag(at(530, 96), at(500, 200), at(576, 96, { control: true, client: { x: 0, y: 0 } }));
    expect(model.commands.slice(1)).toEqual([`choose plug ${cable} 1 h2`]);
    expect(scene.draft.cable).toBeUndefined();
  });

  it('bends go along with a drag of both ends', () => {
    drag(at(216, 96), at(216, 120), at(216, 204));
    model.select(['h1', 's1']);
    pointer.move(at(96, 96));
    pointer.down(at(96, 96));
    pointer.move(at(96, 200));
    expect(scene.links.get(cable)?.bends).toEqual([{ x: 216, y: 312 }]);
    pointer.up(at(96, 200));
    expect(model.topology().links[0]?.bends).toEqual([{ x: 216, y: 312 }]);
  });

  it('the cable tool connects by two clicks, or by one drag from inside', () => {
    model.setTool('cable');
    drag(at(96, 96));
    drag(at(576, 96));
    drag(at(336, 96), at(400, 96), at(576, 96));
    expect(model.commands).toEqual(['connect h1 h2', 'connect s1 h2']);
  });

  it('the cut tool cuts a cable, and mends it the next time', () => {
    model.setTool('cut');
    drag(at(170, 97));
    drag(at(170, 97));
    expect(model.commands).toEqual([`cut ${cable}`, `mend ${cable}`]);
  });

  it('a placing tool places at the pointer, on the grid, and gives the pointer back', () => {
    model.setTool('add:router');
    drag(at(301, 305));
    expect(model.commands).toEqual(['add router 300,300']);
    expect(model.tool()).toBe('select');
  });

  it('a rubber band takes devices inside it, and cables with both ends in it', () => {
    drag(at(20, 20), at(200, 120), at(460, 200));
    expect(new Set(model.selection())).toEqual(new Set(['h1', 's1', cable]));
    expect(band).toBeUndefined();
  });

  it('the middle button, or space, pans; nothing is edited', () => {
    drag(at(96, 96, { button: 1 }), at(116, 126));
    drag(at(500, 500, { space: true }), at(510, 500));
    expect(scene.viewport.view).toMatchObject({ x: 30, y: 30 });
    expect(model.commands).toEqual([]);
  });

  it('a double click opens a shell; the other button asks for the menu of what is under it', () => {
    pointer.doubleClick(at(96, 96));
    pointer.menu(at(576, 96, { button: 2 }), { x: 0, y: 0 });
    pointer.menu(at(800, 500, { button: 2 }), { x: 0, y: 0 });
    expect(model.commands).toEqual(['open h1', 'menu h2', 'menu paper']);
    expect([...model.selection()]).toEqual(['h2']);
  });
});

describe('with the keyboard', () => {
  it('arrows walk to the device in that direction, and stay where there is none', () => {
    focused = 'h1';
    keys.down(key('ArrowRight'));
    expect(focused).toBe('s1');
    keys.down(key('ArrowRight'));
    expect(focused).toBe('h2');
    keys.down(key('ArrowRight'));
    expect(focused).toBe('h2');
  });

  it('C, an arrow and Enter pull a cable; Escape pulls none', () => {
    focused = 'h2';
    keys.down(key('C'));
    keys.down(key('ArrowLeft'));
    expect(scene.draft.cable?.target).toBe('s1');
    keys.down(key('Enter'));
    keys.down(key('C'));
    keys.down(key('ArrowLeft'));
    keys.down(key('Escape'));
    expect(model.commands).toEqual(['connect h2 s1']);
    expect(scene.draft.cable).toBeUndefined();
  });

  it('Ctrl and an arrow move a device by one grid step, with Shift by ten', () => {
    focused = 'h1';
    keys.down(key('ArrowDown', { control: true }));
    keys.down(key('ArrowRight', { alt: true, shift: true }));
    expect(model.commands).toEqual(['move h1 96,108', 'move h1 216,108']);
  });

  it('Space selects, Enter opens a shell, Delete deletes', () => {
    focused = 'h1';
    keys.down(key(' '));
    expect([...model.selection()]).toEqual(['h1']);
    keys.down(key('Enter'));
    keys.down(key('Delete'));
    expect(model.commands).toEqual(['open h1', 'remove h1']);
    expect(focused).toBe('s1');
  });

  it('X on a cable cuts and mends it; an arrow goes on to the device at that end', () => {
    focused = cable;
    keys.down(key('X'));
    keys.down(key('Enter'));
    expect(model.commands).toEqual([`cut ${cable}`, `mend ${cable}`]);
    keys.down(key('ArrowRight'));
    expect(focused).toBe('s1');
  });

  it('Enter with a placing tool places beside the focused device, never on another', () => {
    focused = 'h1';
    model.setTool('add:host');
    keys.down(key('Enter'));
    model.setTool('add:host');
    focused = 'h1';
    keys.down(key('Enter'));
    expect(model.commands).toEqual(['add host 216,96', 'add host 456,96']);
  });

  it('R, an arrow and Enter plug an end of a cable elsewhere, passing over the device at its other end; R again takes the other end', () => {
    focused = cable;
    keys.down(key('R'));
    expect(scene.draft.cable).toMatchObject({ from: ['h1'], instead: cable });
    keys.down(key('ArrowRight'));
    expect(scene.draft.cable?.target).toBe('h2');
    keys.down(key('Enter'));
    expect(scene.draft.cable).toBeUndefined();
    focused = cable;
    keys.down(key('R'));
    keys.down(key('R'));
    expect(scene.draft.cable?.from).toEqual(['h2']);
    keys.down(key('ArrowRight'));
    keys.down(key('Enter'));
    keys.down(key('R'));
    keys.down(key('ArrowLeft'));
    keys.down(key('Escape'));
    expect(model.commands).toEqual(['replug 1 h2', 'replug 0 s1']);
    expect(scene.draft.cable).toBeUndefined();
  });

  it('B bends a cable, arrows move the bend, B makes another, Tab goes on, Delete removes one; Enter is one edit, Escape is none', () => {
    focused = cable;
    keys.down(key('B'));
    keys.down(key('ArrowDown'));
    keys.down(key('ArrowDown', { control: true, shift: true }));
    keys.down(key('Enter'));
    expect(model.commands).toEqual(['bend 216,228']);
    keys.down(key('B'));
    keys.down(key('B'));
    keys.down(key('Tab'));
    keys.down(key('Delete'));
    expect(scene.links.get(cable)?.bends).toHaveLength(1);
    keys.down(key('Escape'));
    expect(scene.links.get(cable)?.bends).toEqual([{ x: 216, y: 228 }]);
    keys.down(key('B'));
    keys.down(key('Delete'));
    expect(model.commands).toEqual(['bend 216,228', 'bend']);
    // The mode is over: Delete means the cable again.
    keys.down(key('Delete'));
    expect(model.commands.at(-1)).toBe(`remove ${cable}`);
  });

  it('go by the keys that a person has chosen', () => {
    model.ownKeys = { pull: ['K'] };
    focused = 'h2';
    expect(keys.down(key('C'))).toBe(false);
    keys.down(key('K'));
    keys.down(key('ArrowLeft'));
    keys.down(key('Enter'));
    expect(model.commands).toEqual(['connect h2 s1']);
  });

  it('leaves keys that are not its own to the window', () => {
    focused = 'h1';
    for (const other of [key('Z', { control: true }), key('1'), key('Tab'), key('F5')]) expect(keys.down(other)).toBe(false);
  });
});

describe('what is under a point', () => {
  it('is the inside of a device, the band around it, a cable, or paper', () => {
    expect(hitAt(scene, { x: 96, y: 96 })).toEqual({ on: 'node', id: 'h1' });
    expect(hitAt(scene, { x: 96, y: 70 })).toEqual({ on: 'edge', id: 'h1' });
    expect(hitAt(scene, { x: 216, y: 99 })).toEqual({ on: 'link', id: cable, part: { kind: 'piece', at: 0 } });
    expect(hitAt(scene, { x: 216, y: 140 })).toEqual({ on: 'paper' });
  });

  it('has no band where devices are too small to aim at', () => {
    scene.viewport.set(0, 0, 0.2);
    expect(hitAt(scene, { x: 96, y: 76 }).on).toBe('node');
  });
});

describe('the neighbour in a direction', () => {
  const right = { x: 1, y: 0 };
  /** Devices around one at 0,0, by id; who is to its right? */
  const rightOf = (others: Record<string, [number, number]>) => {
    let topology = addNode(emptyTopology(), 'host', { x: 0, y: 0 }, 'here');
    for (const [id, [x, y]] of Object.entries(others)) topology = addNode(topology, 'host', { x, y }, id);
    const around = new Scene(new DrawnLab(topology), () => undefined);
    const from = around.nodes.get('here');
    return from && neighbour(around, from, right)?.id;
  };

  it('is the nearest of its quarter, the less aside the better', () => {
    expect(rightOf({ near: [132, -36], far: [132, 48] })).toBe('near');
    expect(rightOf({ straight: [240, 0], aside: [180, 150] })).toBe('straight');
    expect(rightOf({ behind: [-60, 0], far: [600, 0] })).toBe('far');
  });
  it('is not one that lies rather above, if another lies to the right', () => {
    expect(rightOf({ above: [48, -84], right: [480, 0] })).toBe('right');
    expect(rightOf({ above: [48, -84] })).toBe('above');
  });
  it('is none if all are behind or beside', () => {
    expect(rightOf({ above: [24, -84], below: [0, 120], behind: [-60, 0] })).toBeUndefined();
  });
});
