import type { Readable } from 'node:stream';

/** One line of a stream. `bytes` is null where the line was longer than allowed; it has been skipped whole. */
export interface InputLine {
  /** 1-based. */
  readonly number: number;
  readonly bytes: Buffer | null;
}

/**
 * Cuts a byte stream into lines without their line feed, holding at most one line. The stream is read only as fast
 * as the lines are taken.
 * @param maxBytes of one line; a longer one is skipped without being kept in memory.
 */
export async function* inputLines(stream: Readable, maxBytes: number): AsyncGenerator<InputLine> {
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let number = 1;
  const line = (piece: Buffer): InputLine => {
    const bytes = carriedBytes + piece.length > maxBytes ? null : Buffer.concat([...carried, piece]);
    carried = [];
    carriedBytes = 0;
    return { number: number++, bytes };
  };
  for await (const data of stream) {
    const chunk: Buffer = Buffer.isBuffer(data) ? data : Buffer.from(String(data));
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start === chunk.length) continue;
    const rest = chunk.subarray(start);
    carriedBytes += rest.length;
    if (carriedBytes > maxBytes) carried = [];
    else carried.push(rest);
  }
  if (carriedBytes > 0) yield line(Buffer.alloc(0));
}
