import { describe, expect, it } from 'vitest';
import { findTerminal, searchedTerminals } from './external-terminal';
import type { Desktop } from './external-terminal';

const desktop = (there: readonly string[], env: Desktop['env'] = {}, links: Record<string, string> = {}): Desktop => ({
  env: { PATH: '/usr/local/bin:/usr/bin:relative:', ...env },
  executable: (path) => there.includes(path),
  resolve: (path) => links[path] ?? path,
});
const command = ['/usr/bin/node', '/opt/cli.cjs', 'attach', '--', 'lab-1/h1'];
const words = (there: string): readonly string[] => findTerminal(desktop([`/usr/bin/${there}`]))!.argv('h1', command);

describe('the terminal program', () => {
  it('is $TERMINAL first, then the one chosen on the desktop, then the first that is there', () => {
    const all = ['/usr/bin/foot', '/usr/bin/xterm', '/usr/bin/x-terminal-emulator', '/opt/st'];
    expect(findTerminal(desktop(all, { TERMINAL: '/opt/st' }))?.path).toBe('/opt/st');
    expect(findTerminal(desktop(all, { TERMINAL: 'xterm' }))?.path).toBe('/usr/bin/xterm');
    expect(findTerminal(desktop(all))?.path).toBe('/usr/bin/x-terminal-emulator');
    expect(findTerminal(desktop(['/usr/bin/xterm', '/usr/bin/foot']))?.path).toBe('/usr/bin/foot');
  });
  it('that is named but not there is passed over; a path that depends on the folder is never taken', () => {
    expect(findTerminal(desktop(['/usr/bin/xterm'], { TERMINAL: 'missing' }))?.name).toBe('xterm');
    expect(findTerminal(desktop(['./st', 'relative/xterm', 'st'], { TERMINAL: './st' }))).toBeUndefined();
  });
  it('is none where none is installed', () => {
    expect(findTerminal(desktop([]))).toBeUndefined();
    expect(searchedTerminals).toContain('kitty');
  });
  it('behind the link of the desktop is told by its own ways', () => {
    const chosen = findTerminal(desktop(['/usr/bin/x-terminal-emulator'], {}, { '/usr/bin/x-terminal-emulator': '/usr/bin/kitty' }))!;
    expect([chosen.name, chosen.argv('h1', command)]).toEqual(['kitty', ['--title=h1', ...command]]);
    const wrapped = findTerminal(
      desktop(['/usr/bin/x-terminal-emulator'], {}, { '/usr/bin/x-terminal-emulator': '/usr/bin/gnome-terminal.wrapper' }),
    )!;
    expect(wrapped.argv('h1', command)).toEqual(['-e', ...command]);
  });
});

it.each([
  ['gnome-terminal', ['--title=h1', '--']],
  ['konsole', ['-p', 'tabtitle=h1', '-e']],
  ['xfce4-terminal', ['--title=h1', '-x']],
  ['kitty', ['--title=h1']],
  ['alacritty', ['--title=h1', '-e']],
  ['foot', ['--title=h1']],
  ['xterm', ['-T', 'h1', '-e']],
])('%s gets the command word by word, behind its own', (name, own) => expect(words(name)).toEqual([...own, ...command]));
