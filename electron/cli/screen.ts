/** A screen of its own on the person's terminal (the alternate one, as vi and top use it), and keys without Enter. */

export interface Page {
  /** Always there. */
  head: string[];
  /** As many as fit; of the rest the number. */
  rows: string[];
  foot: string;
}
export interface Screen {
  draw(page: Page): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** @param pressed gets each key; Ctrl-C and Ctrl-D are "q". */
export function openScreen(pressed: (key: string) => void): Screen {
  const { stdin, stdout } = process;
  let shown: Page | undefined;
  let open = true;
  const read = (bytes: Buffer): void => {
    for (const key of bytes.toString('utf8')) pressed(key === '\u0003' || key === '\u0004' ? 'q' : key);
  };
  const draw = (page: Page): void => {
    if (!open) return;
    shown = page;
    const room = Math.max(1, (stdout.rows || 24) - page.head.length - 1);
    const fits = page.rows.length <= room;
    const rows = fits ? page.rows : [...page.rows.slice(0, room - 1), `… and ${page.rows.length - room + 1} more`];
    const lines = [...page.head, ...rows, ...Array.from({ length: Math.max(0, room - rows.length) }, () => ''), page.foot];
    // Home, then each line and what was behind it: nothing flickers (ECMA-48: CUP, EL). Lines that are too long are cut, not wrapped (DECAWM).
    stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}`);
  };
  const redraw = (): void => void (shown && draw(shown));
  const close = (): void => {
    if (!open) return;
    open = false;
    stdout.write('\u001b[?7h\u001b[?25h\u001b[?1049l');
    stdout.off('resize', redraw);
    stdin.off('data', read).pause().setRawMode(false);
    stdin.unref?.();
    process.off('exit', close);
  };
  stdout.write('\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J');
  stdin.setRawMode(true).on('data', read);
  stdout.on('resize', redraw);
  process.on('exit', close);
  return { draw, close };
}
