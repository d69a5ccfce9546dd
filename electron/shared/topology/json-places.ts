/** Where things stand in a JSON text (RFC 8259): the first thing wrong with it, and the place of each element. JSON.parse says neither reliably. */

export interface Place {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}
export type JsonPath = readonly (string | number)[];
export interface JsonFault extends Place {
  /** What was found and what was expected there. */
  readonly message: string;
}

export function placeAt(text: string, offset: number): Place {
  let [line, start] = [1, 0];
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) [line, start] = [line + 1, end + 1];
  return { line, column: offset - start + 1 };
}

/** The first fault of the text, or undefined if it is JSON. Twice the same key in one object is a fault: one of them would be lost. */
export function findFault(text: string): JsonFault | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...placeAt(text, error.offset), message: error.message };
  }
}

/** Where the value at `path` begins, or the nearest thing around it that is there. The text must be JSON. */
export function placeOf(text: string, path: JsonPath): Place {
  const scanner = new Scanner(text, path);
  try {
    scanner.document();
  } catch (reached) {
    if (!(reached instanceof Reached)) throw reached;
  }
  return placeAt(text, scanner.found);
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** The wanted element: what stands behind it does not matter. */
class Reached extends Error {}

const deepest = 64;
/** In one object; a lab has a few dozen. More would be read, kept and compared key by key. */
const mostKeys = 10_000;
const token = {
  /** Up to the next character that means something. In one expression with what follows, a long text would be too much for the engine's stack. */
  plain: /[^"\\\u0000-\u001f]*/y,
  escape: /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  word: /true|false|null/y,
  space: /[ \t\r\n]*/y,
};

class Scanner {
  /** Offset of the deepest element on the way to the wanted path. */
  found = 0;
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly wanted: JsonPath = [],
  ) {}

  document(): void {
    this.value(0, true);
    this.space();
    if (this.at < this.text.length) this.fail(`${this.seen()} stands behind the end of the document`);
  }

  /** @param level how many steps of the wanted path lead here; @param onPath whether all of them matched. */
  private value(level: number, onPath: boolean): void {
    this.space();
    if (onPath) this.found = this.at;
    if (onPath && level > 0 && level === this.wanted.length) throw new Reached();
    if (++this.depth > deepest) this.fail(`it is nested deeper than ${deepest} levels`);
    const next = this.text[this.at];
    if (next === '{') this.object(level, onPath);
    else if (next === '[') this.array(level, onPath);
    else if (next === '"') this.string('a text');
    else if (!this.take(token.number) && !this.take(token.word)) this.fail(`a value was expected, ${this.seen()} was found`);
    this.depth--;
  }

  private object(level: number, onPath: boolean): void {
    const keys = new Set<string>();
    this.list('}', () => {
      const start = this.at;
      const quoted = this.string('a key in double quotes');
      const key = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
      if (keys.has(key)) this.fail(`the key "${key}" stands twice in one object`, start);
      if (keys.size === mostKeys) this.fail(`one object has more than ${mostKeys} keys`, start);
      keys.add(key);
      this.space();
      if (this.text[this.at] !== ':') this.fail(`":" was expected behind the key "${key}", ${this.seen()} was found`);
      this.at++;
      this.value(level + 1, onPath && this.wanted[level] === key);
    });
  }

  private array(level: number, onPath: boolean): void {
    let index = 0;
    this.list(']', () => this.value(level + 1, onPath && this.wanted[level] === index++));
  }

  private list(end: string, element: () => void): void {
    this.at++;
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      this.space();
      element();
      this.space();
      const next = this.text[this.at];
      if (next === end) break;
      if (next !== ',') this.fail(`"," or "${end}" was expected, ${this.seen()} was found`);
      this.at++;
    }
    this.at++;
  }

  private string(what: string): string {
    const start = this.at;
    if (this.text[start] !== '"') this.fail(`${what} was expected, ${this.seen()} was found`);
    this.at++;
    do this.take(token.plain);
    while (this.take(token.escape));
    if (this.text[this.at] !== '"') this.fail('a text in double quotes is not closed, or has a character that needs "\\"', start);
    this.at++;
    return this.text.slice(start, this.at);
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match || match[0] === '') return false;
    this.at += match[0].length;
    return true;
  }
  private space(): void {
    this.take(token.space);
  }
  private seen(): string {
    const next = this.text[this.at];
    return next === undefined ? 'the end of the file' : JSON.stringify(next);
  }
  private fail(message: string, offset = this.at): never {
    throw new Fault(offset, message);
  }
}
