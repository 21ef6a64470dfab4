/** How Glosa's own corpora are parted into train and dev (`training/reports/corpus.py`). */

/** One source document in so many is dev. */
const devShare = 7;

/** Whether a source document is kept out of training. */
export function isDevDocument(document: string): boolean {
  return crc32(Buffer.from(document, 'utf8')) % devShare === 0;
}

/** CRC-32 as in zip and zlib, which Node has itself from 20.15 on only. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
