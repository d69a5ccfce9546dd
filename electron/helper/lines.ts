/** Cuts a stream of bytes into lines, whatever the pieces it comes in. */

/** Longest line that either side of the control connection accepts, bytes with the newline (native/WIRE.md). */
export const lineLimit = 4 * 1024 * 1024;

export class LineReader {
  private pieces: Buffer[] = [];
  private length = 0;

  /** Calls `onLine` with each whole line, without its newline. Throws a RangeError on a line beyond the limit. */
  push(bytes: Buffer, onLine: (line: string) => void): void {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      this.pieces.push(bytes.subarray(start, end));
      const line = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
      this.pieces = [];
      this.length = 0;
      start = end + 1;
      onLine(line.toString('utf8'));
    }
    if (start < bytes.length) {
      this.pieces.push(bytes.subarray(start));
      this.length += bytes.length - start;
      if (this.length > lineLimit) throw new RangeError(`a line is longer than ${lineLimit} bytes`);
    }
  }
}
