/** The fixed numbers of the deflate format. Source: RFC 1951. */

export const LITERALS = 256;
export const END_BLOCK = 256;
export const LENGTH_CODES = 29;
/** Literals, the end of a block, lengths. */
export const L_CODES = LITERALS + 1 + LENGTH_CODES;
export const D_CODES = 30;
export const BL_CODES = 19;
export const MIN_MATCH = 3;
export const MAX_MATCH = 258;
export const MAX_BITS = 15;

/** Extra bits of length codes (257 on), distance codes, codes of code lengths; and the order of the latter in a block's head. */
export const extraLength = Uint8Array.from({ length: LENGTH_CODES }, (_, k) => (k < 8 || k === 28 ? 0 : (k >> 2) - 1));
export const extraDistance = Uint8Array.from({ length: D_CODES }, (_, k) => (k < 4 ? 0 : (k >> 1) - 1));
export const extraCodeLength = Uint8Array.from({ length: BL_CODES }, (_, k) =>
  k < 16 ? 0 : k === 16 ? 2 : k === 17 ? 3 : 7,
);
export const codeLengthOrder = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** Least length (minus MIN_MATCH) and least distance (minus 1) of each code. */
export const baseLength = new Uint8Array(LENGTH_CODES);
export const baseDistance = new Uint16Array(D_CODES);
/** Code of a length (minus MIN_MATCH). */
export const lengthCode = new Uint8Array(256);
const distanceCodes = new Uint8Array(512);
for (let code = 0, length = 0; code < LENGTH_CODES - 1; code++) {
  baseLength[code] = length;
  const from = length;
  length += 1 << extraLength[code];
  lengthCode.fill(code, from, length);
}
// 258 has a code of its own, and no extra bits.
lengthCode[255] = 28;
for (let code = 0, distance = 0; code < D_CODES; code++) {
  baseDistance[code] = distance;
  const from = distance;
  distance += 1 << extraDistance[code];
  if (from < 256) distanceCodes.fill(code, from, distance);
  else distanceCodes.fill(code, 256 + (from >> 7), 256 + (distance >> 7));
}
/** Code of a distance (minus 1). */
export const distanceCode = (distance: number): number =>
  distance < 256 ? distanceCodes[distance] : distanceCodes[256 + (distance >> 7)];

/** The lowest `n` bits of a code, in the opposite order: codes are sent from their highest bit on. */
export function reversed(code: number, n: number): number {
  let out = 0;
  for (; n > 0; n--, code >>= 1) out = (out << 1) | (code & 1);
  return out;
}

/** Lengths of the fixed codes. */
export const fixedLength = (symbol: number): number => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
