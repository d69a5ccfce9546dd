/** One xterm: what it draws, what it is asked, and what leaves it. It is in the page only while somebody sees it. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { externalAddress } from './links';
import type { TerminalLook } from './look';
import { kindOf } from './outgoing';
import type { Outgoing } from './outgoing';
import { allowSpanStyles } from './span-styles';
import { drawFast } from './webgl';

allowSpanStyles();

/** px; search marks its matches in it. */
const scrollbarWidth = 10;

export interface ScreenOptions {
  look: TerminalLook;
  /** Lines above the screen that stay. */
  scrollback: number;
  cols: number;
  rows: number;
  /** Only to be read: no cursor, and a line feed begins a line. */
  readOnly?: boolean;
  /** For screen readers. */
  label: string;
  /** Output is also put where screen readers find it. */
  spoken: boolean;
}
export interface ScreenListener {
  /** Nothing of kind `refused` comes here. */
  out(kind: Exclude<Outgoing, 'refused'>, data: string | Uint8Array): void;
  resized(cols: number, rows: number): void;
  titled(title: string): void;
  rang(): void;
  /** Somebody wants to go to an https address. */
  link(address: string): void;
  selected(): void;
}

export class Screen {
  /** What stands in the page; moves with the terminal from tile to tile. */
  readonly element = document.createElement('div');
  private readonly xterm: Terminal;
  private readonly fitting = new FitAddon();
  private readonly search = new SearchAddon({ highlightLimit: 2000 });
  private look: TerminalLook;
  private fast: { dispose(): void } | undefined;

  constructor(options: ScreenOptions, listener: ScreenListener) {
    this.look = options.look;
    this.element.className = 'terminal-screen';
    this.xterm = new Terminal({
      allowProposedApi: true,
      cols: options.cols,
      rows: options.rows,
      scrollback: options.scrollback,
      overviewRuler: { width: scrollbarWidth },
      convertEol: options.readOnly ?? false,
      disableStdin: options.readOnly ?? false,
      cursorInactiveStyle: options.readOnly ? 'none' : 'outline',
      screenReaderMode: options.spoken,
      linkHandler: {
        // OSC 8: the text is the program's; where it leads is looked at as any other address.
        activate: (_event, text) => {
          const address = externalAddress(text);
          if (address) listener.link(address);
        },
        allowNonHttpProtocols: false,
      },
      ...this.looks(),
    });
    const { xterm } = this;
    xterm.loadAddon(this.fitting);
    xterm.loadAddon(this.search);
    xterm.loadAddon(
      new WebLinksAddon((_event, address) => listener.link(address), {
        urlRegex: /https:\/\/[^\s"'<>`{}|\\^[\]]+[^\s"'<>`{}|\\^[\].,;:!?)]/,
      }),
    );
    // A request for a setting (DECRQSS) would be answered with what was asked, in somebody else's words.
    xterm.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
    xterm.onData((data) => {
      const kind = kindOf(data);
      if (kind !== 'refused') listener.out(kind, data);
    });
    xterm.onBinary((data) =>
      listener.out(
        'report',
        Uint8Array.from(data, (letter) => letter.charCodeAt(0)),
      ),
    );
    xterm.onResize(({ cols, rows }) => listener.resized(cols, rows));
    xterm.onTitleChange((title) => listener.titled(title));
    xterm.onBell(() => listener.rang());
    xterm.onSelectionChange(() => listener.selected());
    this.name(options.label);
  }

  get cols(): number {
    return this.xterm.cols;
  }
  get rows(): number {
    return this.xterm.rows;
  }
  get bracketedPaste(): boolean {
    return this.xterm.modes.bracketedPasteMode;
  }
  /** The program has asked for the mouse. */
  get takesMouse(): boolean {
    return this.xterm.modes.mouseTrackingMode !== 'none';
  }
  get selection(): string {
    return this.xterm.getSelection();
  }

  /** @param done when it is in the buffer */
  write(bytes: Uint8Array | string, done?: () => void): void {
    this.xterm.write(bytes, done);
  }
  reset(): void {
    this.xterm.reset();
  }

  /** Into the page, as large as the box. */
  show(box: HTMLElement): void {
    if (this.element.parentElement !== box) box.append(this.element);
    if (!this.xterm.element) {
      this.xterm.open(this.element);
      this.name(this.label);
    }
    this.fast ??= drawFast(this.xterm);
    this.fit();
  }
  /** Out of the page; it goes on reading. */
  hide(): void {
    this.fast?.dispose();
    this.fast = undefined;
    this.element.remove();
  }
  fit(): void {
    const size = this.fitting.proposeDimensions();
    // A box that is being laid out has no size yet.
    if (size && size.cols >= 2 && size.rows >= 1 && (size.cols !== this.cols || size.rows !== this.rows))
      this.xterm.resize(Math.min(size.cols, 1000), Math.min(size.rows, 1000));
  }
  focus(): void {
    this.xterm.focus();
  }

  take(look: TerminalLook): void {
    this.look = look;
    Object.assign(this.xterm.options, this.looks());
    if (this.element.isConnected) this.fit();
  }
  set scrollback(lines: number) {
    this.xterm.options.scrollback = lines;
  }
  set spoken(on: boolean) {
    this.xterm.options.screenReaderMode = on;
  }
  set readOnly(on: boolean) {
    this.xterm.options.disableStdin = on;
  }

  private label = '';
  name(label: string): void {
    this.label = label;
    this.xterm.textarea?.setAttribute('aria-label', label);
  }

  /** To where the program writes. */
  toEnd(): void {
    this.xterm.scrollToBottom();
  }
  selectAll(): void {
    this.xterm.selectAll();
  }
  /** Takes away what has been shown, but for the line of the prompt. */
  clear(): void {
    this.xterm.clear();
  }
  scroll(pages: number): void {
    this.xterm.scrollPages(pages);
  }

  private way = '';
  /** @param forward false: upwards. Gives whether it is there at all. */
  find(text: string, forward: boolean, options: { caseSensitive: boolean; regex: boolean }): boolean {
    // The addon counts anew when the words change, but not when only the way of looking does.
    const way = `${options.caseSensitive}/${options.regex}`;
    if (way !== this.way) this.search.clearDecorations();
    this.way = way;
    const { match, current } = this.look.found;
    const decorations = {
      matchBackground: match,
      activeMatchBackground: current,
      matchOverviewRuler: match,
      activeMatchColorOverviewRuler: current,
    };
    return forward ? this.search.findNext(text, { ...options, decorations }) : this.search.findPrevious(text, { ...options, decorations });
  }
  onFound(listener: (at: number, count: number) => void): () => void {
    const heard = this.search.onDidChangeResults(({ resultIndex, resultCount }) => listener(resultIndex + 1, resultCount));
    return () => heard.dispose();
  }
  endSearch(): void {
    this.search.clearDecorations();
    this.xterm.clearSelection();
  }

  /** Everything that it still has, as text: lines that were only folded are one. */
  text(): string {
    const { normal } = this.xterm.buffer;
    const lines: string[] = [];
    for (let at = 0; at < normal.length; at++) {
      const line = normal.getLine(at);
      if (!line) continue;
      const folded = normal.getLine(at + 1)?.isWrapped ?? false;
      const text = line.translateToString(!folded);
      if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    while (lines.at(-1) === '') lines.pop();
    return lines.length ? `${lines.join('\n')}\n` : '';
  }

  dispose(): void {
    this.hide();
    this.xterm.dispose();
  }

  private looks(): Pick<Terminal['options'], 'theme' | 'fontFamily' | 'fontSize' | 'lineHeight' | 'minimumContrastRatio'> {
    const { theme, fontFamily, fontSize, lineHeight, contrast } = this.look;
    return { theme, fontFamily, fontSize, lineHeight, minimumContrastRatio: contrast };
  }
}
