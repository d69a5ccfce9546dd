/** Bytes that wait, in the order in which they came. Nothing is copied: pieces stay the arrays that they came in. */
export class ByteQueue {
  private pieces: Uint8Array[] = [];
  private first = 0;
  private bytes = 0;

  get size(): number {
    return this.bytes;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  /** The next bytes, at most `limit` of them; undefined if none waits. */
  shift(limit: number): Uint8Array | undefined {
    const piece = this.pieces[this.first];
    if (!piece) return undefined;
    if (piece.length > limit) {
      this.pieces[this.first] = piece.subarray(limit);
      this.bytes -= limit;
      return piece.subarray(0, limit);
    }
    this.first += 1;
    if (this.first === this.pieces.length || this.first > 256) {
      this.pieces = this.pieces.slice(this.first);
      this.first = 0;
    }
    this.bytes -= piece.length;
    return piece;
  }

  clear(): void {
    [this.pieces, this.first, this.bytes] = [[], 0, 0];
  }
}
