import { describe, expect, it } from 'vitest';
import { bindings, conflicts, isTaken, keysOf } from './bindings';
import type { Command } from './command';
import { ariaKeys, caps, keyOf } from './keys';
import type { KeyPress } from './keys';

const press = (key: string, code: string, held = ''): KeyPress => ({
  key,
  code,
  ctrlKey: held.includes('C'),
  altKey: held.includes('A'),
  shiftKey: held.includes('S'),
  metaKey: false,
});

describe('a key', () => {
  it.each([
    ['z', 'KeyZ', 'C', 'Ctrl+Z'],
    // On a German keyboard Z is where others have Y.
    ['z', 'KeyY', 'C', 'Ctrl+Z'],
    ['Z', 'KeyZ', 'CS', 'Ctrl+Shift+Z'],
    // Russian letters on the same keys.
    ['я', 'KeyZ', 'C', 'Ctrl+Z'],
    ['1', 'Digit1', '', '1'],
    // French digits need Shift, and give & without.
    ['&', 'Digit1', '', '1'],
    ['Dead', 'Backquote', 'C', 'Ctrl+`'],
    ['?', 'Slash', 'S', '?'],
    [',', 'Comma', 'C', 'Ctrl+,'],
    ['+', 'Equal', 'CS', 'Ctrl++'],
    ['F5', 'F5', 'S', 'Shift+F5'],
    ['PageDown', 'PageDown', 'CA', 'Ctrl+Alt+PageDown'],
    [' ', 'Space', '', 'Space'],
    ['Control', 'ControlLeft', 'C', undefined],
    ['Dead', 'Equal', '', undefined],
  ])('%s (%s, held: %s) is %s', (key, code, held, text) => expect(keyOf(press(key, code, held))).toBe(text));

  it('is shown cap by cap in the language of the person', () => {
    const german = { Ctrl: 'Strg', Shift: 'Umschalt', Delete: 'Entf' };
    expect(caps('Ctrl+Shift+S', german)).toEqual(['Strg', 'Umschalt', 'S']);
    expect(caps('Ctrl++', german)).toEqual(['Strg', '+']);
    expect(caps('Delete', german)).toEqual(['Entf']);
    expect(ariaKeys(['Ctrl+S', 'Ctrl++'])).toBe('Control+S Control+Plus');
    expect(ariaKeys([])).toBeUndefined();
  });
});

const command = (id: string, keys: Command['keys'], page?: Command['page']): Command => ({
  id,
  label: () => id,
  group: 'file',
  keys,
  ...(page && { page }),
  run: () => undefined,
});

describe('bindings', () => {
  const all = [
    command('file.new', { electron: ['Ctrl+N'], browser: ['Alt+N'] }),
    command('file.save', ['Ctrl+S'], 'lab'),
    command('start.other', ['Ctrl+S'], 'start'),
    command('edit.undo', ['Ctrl+Z', 'Alt+Backspace']),
  ];
  const ids = (map: ReadonlyMap<string, readonly Command[]>): Record<string, string[]> =>
    Object.fromEntries([...map].map(([key, list]) => [key, list.map((one) => one.id)]));

  it('are what the commands bring, by door, unless a person has set others or none', () => {
    expect(ids(bindings(all, {}, false))).toEqual({
      'Alt+N': ['file.new'],
      'Ctrl+S': ['file.save', 'start.other'],
      'Ctrl+Z': ['edit.undo'],
      'Alt+Backspace': ['edit.undo'],
    });
    expect(keysOf(all[0]!, {}, true)).toEqual(['Ctrl+N']);
    expect(keysOf(all[0]!, { 'file.new': [] }, true)).toEqual([]);
    expect(keysOf(all[3]!, { 'edit.undo': ['F9'] }, true)).toEqual(['F9']);
  });

  it('name every conflict, and none between two pages', () => {
    expect(conflicts(all[1]!, all, {}, false).size).toBe(0);
    expect(ids(conflicts(all[1]!, all, { 'edit.undo': ['Ctrl+S'] }, false))).toEqual({ 'Ctrl+S': ['edit.undo'] });
    expect(ids(conflicts(all[3]!, all, { 'edit.undo': ['Ctrl+S', 'F9'] }, false))).toEqual({ 'Ctrl+S': ['file.save', 'start.other'] });
  });

  it('name what the canvas and the tabs want as well, unless it is meant, or is for other things', () => {
    const own = (id: string, keys: string[], more: Partial<Command>): Command => ({ ...command(id, keys, 'lab'), ...more });
    const list = [
      ...all,
      own('canvas.pull', ['C', 'Ctrl+S'], { reach: 'canvas', target: 'nodes', twins: ['edit.cable'] }),
      own('canvas.cut', ['C'], { reach: 'canvas', target: 'links' }),
      own('canvas.walk', ['Ctrl+S'], { reach: 'canvas' }),
      own('edit.cable', ['C'], {}),
      own('terminal.rename', ['C'], { reach: 'tabs' }),
      own('terminal.copy', ['C'], { reach: 'terminals' }),
    ];
    const of = (id: string): Record<string, string[]> =>
      ids(
        conflicts(
          list.find((one) => one.id === id)!,
          list,
          {},
          false,
        ),
      );
    expect(of('canvas.pull')).toEqual({ 'Ctrl+S': ['file.save', 'canvas.walk'] });
    expect(of('canvas.cut')).toEqual({ C: ['edit.cable'] });
    expect(of('edit.cable')).toEqual({ C: ['canvas.cut', 'terminal.rename'] });
    expect(of('terminal.copy')).toEqual({});
  });

  it("know what is the browser's own", () => {
    expect([isTaken('Ctrl+W', false), isTaken('Ctrl+W', true), isTaken('Ctrl+K', false)]).toEqual([true, false, false]);
  });
});
