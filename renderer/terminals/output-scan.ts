/** Finds the bell and the title in output that no screen has taken yet (ECMA-48: control strings end in ST, here in BEL too, as xterm has it). */

const [bel, esc, can, sub] = [0x07, 0x1b, 0x18, 0x1a];
/** Bytes of a control string that are looked at. */
const limit = 600;

export class OutputScan {
  private state: 'text' | 'escape' | 'osc' | 'string' | 'end' = 'text';
  private taken: number[] = [];

  /** @returns what was rung and named in these bytes */
  push(bytes: Uint8Array): { bell: boolean; title?: string } {
    const found: { bell: boolean; title?: string } = { bell: false };
    for (const byte of bytes) this.step(byte, found);
    return found;
  }

  private step(byte: number, found: { bell: boolean; title?: string }): void {
    switch (this.state) {
      case 'text':
        if (byte === esc) this.state = 'escape';
        else if (byte === bel) found.bell = true;
        return;
      case 'escape':
        // ] is OSC; P, X, ^ and _ begin strings of other kinds.
        this.state = byte === 0x5d ? 'osc' : [0x50, 0x58, 0x5e, 0x5f].includes(byte) ? 'string' : byte === esc ? 'escape' : 'text';
        if (this.state === 'text' && byte === bel) found.bell = true;
        this.taken = [];
        return;
      case 'osc':
      case 'string':
        if (byte === esc) this.close('end', found);
        else if (byte === bel && this.state === 'osc') this.close('text', found);
        else if (byte === can || byte === sub) this.state = 'text';
        else if (this.state === 'osc' && this.taken.length < limit) this.taken.push(byte);
        return;
      case 'end':
        // The second half of ST; anything else begins a sequence of its own.
        this.state = 'text';
        if (byte !== 0x5c) {
          this.state = 'escape';
          this.step(byte, found);
        }
    }
  }

  private close(next: 'text' | 'end', found: { title?: string }): void {
    if (this.state === 'osc') {
      const title = /^[02];(.*)$/s.exec(new TextDecoder().decode(Uint8Array.from(this.taken)));
      if (title) found.title = title[1]!;
    }
    this.state = next;
  }
}
