/** Frames of a terminal connection (native/WIRE.md): one byte type, four bytes length (big endian), payload. */

export const frameType = { data: 0, resize: 1, signal: 2, exit: 3, stderr: 4, eof: 5 } as const;
/** Longest payload, bytes. */
export const payloadLimit = 65536;

export function encodeFrame(type: number, payload: Uint8Array = new Uint8Array()): Buffer {
  const frame = Buffer.alloc(5 + payload.length);
  frame[0] = type;
  frame.writeUInt32BE(payload.length, 1);
  frame.set(payload, 5);
  return frame;
}

export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  /** Calls `onFrame` with each whole frame. Throws a RangeError on a payload beyond the limit. */
  push(bytes: Buffer, onFrame: (type: number, payload: Buffer) => void): void {
    let data = this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes;
    while (data.length >= 5) {
      const length = data.readUInt32BE(1);
      if (length > payloadLimit) throw new RangeError(`a frame is longer than ${payloadLimit} bytes`);
      if (data.length < 5 + length) break;
      onFrame(data[0]!, data.subarray(5, 5 + length));
      data = data.subarray(5 + length);
    }
    this.rest = data;
  }
}
