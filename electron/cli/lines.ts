/** Bytes that come in pieces, as whole lines; what has no end of line yet waits for the rest. */

/** A longer line is passed on in pieces of this size, bytes. */
const longest = 64 * 1024;

export class Lines {
  private parts: Buffer[] = [];
  private length = 0;

  /** @param pass gets each line without its "\n". */
  constructor(private readonly pass: (line: Buffer) => void) {}

  push(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      this.add(bytes.subarray(from, at));
      this.flush();
      from = at + 1;
    }
    this.add(bytes.subarray(from));
    if (this.length > longest) this.flush();
  }
  /** A last line without its end. */
  end(): void {
    if (this.length > 0) this.flush();
  }

  private add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.parts.push(bytes);
    this.length += bytes.length;
  }
  private flush(): void {
    const line = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    this.pass(line);
  }
}
