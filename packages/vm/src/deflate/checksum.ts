/** The checksums of zlib and gzip. Source: RFC 1950 (Adler-32), RFC 1952 (CRC-32). Values are unsigned. */

let table: Int32Array | null = null;
/** Four tables: what a byte does that is followed by 0, 1, 2, 3 bytes. */
function makeTable(): Int32Array {
  const t = new Int32Array(1024);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    t[n] = c;
  }
  for (let n = 0; n < 256; n++)
    for (let k = 1; k < 4; k++) t[256 * k + n] = (t[256 * (k - 1) + n] >>> 8) ^ t[t[256 * (k - 1) + n] & 255];
  table = t;
  return t;
}

/** CRC-32 of what `before` is the value of, followed by these bytes. Begin with 0. */
export function crc32(before: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  const t = table ?? makeTable();
  let c = ~before;
  let k = from;
  for (const end = to - 3; k < end; k += 4) {
    c ^= bytes[k] | (bytes[k + 1] << 8) | (bytes[k + 2] << 16) | (bytes[k + 3] << 24);
    c = t[768 + (c & 255)] ^ t[512 + ((c >>> 8) & 255)] ^ t[256 + ((c >>> 16) & 255)] ^ t[c >>> 24];
  }
  for (; k < to; k++) c = t[(c ^ bytes[k]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}

/** Adler-32, likewise. Begin with 1. */
export function adler32(before: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let a = before & 0xffff;
  let b = before >>> 16;
  for (let k = from; k < to; ) {
    // As many as cannot overflow 32 bits.
    const stop = Math.min(to, k + 5552);
    for (; k < stop; k++) {
      a += bytes[k];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
