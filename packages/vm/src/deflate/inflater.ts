/**
 * Decompressing, also of input that comes in pieces and with a limit to the output. Source: RFC 1950, 1951, 1952; the words of errors are zlib's.
 *
 * The state lies in memory of the caller's, as the compressor's: scalars, then lengths of the block's codes, then bytes of the input that are not a whole element yet, then the
 * last 32 KiB of output. What is decoded in one go (a header, a block's head, a symbol with its extra bits) is an element: when the input ends in the middle
 * of one, the reader goes back to its beginning and keeps its bytes.
 */
import { adler32, crc32 } from "./checksum.ts";
import type { Output } from "./output.ts";
import {
  baseDistance,
  baseLength,
  codeLengthOrder,
  extraDistance,
  extraLength,
  fixedLength,
  LITERALS,
  MAX_BITS,
  MAX_MATCH,
  MIN_MATCH,
  reversed,
} from "./tables.ts";

const enum Phase {
  HEADER = 0,
  /** The dictionary that the header names is not there. */
  DICTIONARY = 1,
  BLOCK = 2,
  STORED = 3,
  CODES = 4,
  /** A match is being copied; a literal waits for room. */
  COPY = 5,
  LITERAL = 6,
  TRAILER = 7,
  DONE = 8,
}

/** What the header may be. */
export const enum Format {
  RAW = 0,
  ZLIB = 1,
  GZIP = 2,
  EITHER = 3,
}

/** The input is not what it should be; `message` is zlib's. */
export class InflateError extends Error {}
/** Thrown inside: the input ends in the middle of an element. */
const SHORT = Symbol("short");

const WINDOW = 32768;
/** Kept input: an element is at most a block's head, or a gzip header, whose text is read piece by piece. */
const KEPT = 1024;
const CODE_LENGTHS = 320;
const HEAD_BYTES = 64;
/** Bytes of a state; a multiple of 4. */
export const INFLATER_BYTES = HEAD_BYTES + CODE_LENGTHS + KEPT + WINDOW;

const scalars = [
  "phase",
  "format",
  "isLast",
  "bitsHeld",
  "bitsCount",
  "kept",
  "check",
  "total",
  "known",
  "farthest",
  "left",
  "distance",
  "lengthCodes",
  "distanceCodes",
  "windowBits",
  "wanted",
] as const;

/** Codes of one block, made from their lengths: a table of the first ROOT bits, and the canonical order for longer codes. */
interface Decoder {
  /** length << 9 | symbol, by the next ROOT bits; 0: a longer code, or none. */
  table: Uint16Array;
  counts: Uint16Array;
  symbols: Uint16Array;
  longest: number;
}
const ROOT = 10;
const newDecoder = (symbols: number): Decoder => ({
  table: new Uint16Array(1 << ROOT),
  counts: new Uint16Array(MAX_BITS + 1),
  symbols: new Uint16Array(symbols),
  longest: 0,
});

/** Set a decoder. Returns how many codes are missing: negative when the lengths ask for more codes than there are. */
function setDecoder(decoder: Decoder, lengths: Uint8Array, from: number, n: number): number {
  const { counts, symbols, table } = decoder;
  counts.fill(0);
  for (let k = 0; k < n; k++) counts[lengths[from + k]]++;
  decoder.longest = 0;
  let left = 1;
  const zeros = counts[0];
  counts[0] = 0;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    left = left * 2 - counts[bits];
    if (left < 0) return left;
    if (counts[bits] !== 0) decoder.longest = bits;
  }
  if (zeros === n) left = 1;
  const offsets = new Uint16Array(MAX_BITS + 2);
  const next = new Uint16Array(MAX_BITS + 2);
  for (let bits = 1, code = 0; bits <= MAX_BITS; bits++) {
    code = (code + (bits === 1 ? 0 : counts[bits - 1])) << 1;
    next[bits] = code;
    offsets[bits + 1] = offsets[bits] + counts[bits];
  }
  table.fill(0);
  for (let symbol = 0; symbol < n; symbol++) {
    const bits = lengths[from + symbol];
    if (bits === 0) continue;
    symbols[offsets[bits]++] = symbol;
    const code = next[bits]++;
    if (bits > ROOT) continue;
    for (let at = reversed(code, bits); at < 1 << ROOT; at += 1 << bits) table[at] = (bits << 9) | symbol;
  }
  return left;
}

const lengthDecoder = newDecoder(288);
const distanceDecoder = newDecoder(32);
const codeLengthDecoder = newDecoder(19);
const fixedLengths = new Uint8Array(320).fill(5);

export class Inflater {
  phase: Phase = Phase.HEADER;
  format: Format = Format.ZLIB;
  isLast = 0;
  bitsHeld = 0;
  bitsCount = 0;
  /** Bytes kept from earlier input. */
  kept = 0;
  check = 1;
  total = 0;
  /** Bytes of output that lie in the window; how far back a match may reach. */
  known = 0;
  farthest = WINDOW;
  /** Bytes of the stored block or of the match that are still to come; the literal that waits. */
  left = 0;
  distance = 0;
  lengthCodes = 0;
  distanceCodes = 0;
  windowBits = 15;
  /** Adler-32 of the dictionary that the header names. */
  wanted = 0;

  private readonly words: Int32Array;
  private readonly lengths: Uint8Array;
  private readonly keep: Uint8Array;
  private readonly window: Uint8Array;
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;
  private decodersSet = false;
  /** Where the element began, and the bits that were held then. */
  private markAt = 0;
  private markHeld = 0;
  private markCount = 0;

  private constructor(memory: Uint8Array, at: number) {
    const { buffer, byteOffset } = memory;
    const from = byteOffset + at;
    this.words = new Int32Array(buffer, from, HEAD_BYTES >> 2);
    this.lengths = new Uint8Array(buffer, from + HEAD_BYTES, CODE_LENGTHS);
    this.keep = new Uint8Array(buffer, from + HEAD_BYTES + CODE_LENGTHS, KEPT);
    this.window = new Uint8Array(buffer, from + HEAD_BYTES + CODE_LENGTHS + KEPT, WINDOW);
  }

  /** Begin in the memory at byte `at` (a multiple of 4), which is INFLATER_BYTES long. @param windowBits 8 to 15; 0: as the header says. */
  static start(memory: Uint8Array, at: number, format: Format, windowBits: number): Inflater {
    memory.fill(0, at, at + INFLATER_BYTES);
    const inflater = new Inflater(memory, at);
    inflater.format = format;
    inflater.windowBits = windowBits;
    if (format === Format.RAW) {
      inflater.phase = Phase.BLOCK;
      inflater.farthest = windowBits === 0 ? WINDOW : 1 << windowBits;
    }
    inflater.close();
    return inflater;
  }

  /** Go on with the state in the memory at byte `at`. */
  static open(memory: Uint8Array, at: number): Inflater {
    const inflater = new Inflater(memory, at);
    inflater.load();
    return inflater;
  }

  private load(): void {
    const self = this as Record<(typeof scalars)[number], number>;
    for (let k = 0; k < scalars.length; k++) self[scalars[k]] = this.words[k];
  }
  /** Write the scalars back. */
  close(): void {
    for (let k = 0; k < scalars.length; k++) this.words[k] = this[scalars[k]];
  }

  /** Has the stream ended? */
  get done(): boolean {
    return this.phase === Phase.DONE;
  }
  /** Is a dictionary wanted before anything can be decoded? */
  get needsDictionary(): boolean {
    return this.phase === Phase.DICTIONARY;
  }

  /** Give what the compressor knew before the first byte. False: it is another one than the header names. */
  setDictionary(dictionary: Uint8Array): boolean {
    if (this.phase === Phase.DICTIONARY) {
      if ((adler32(1, dictionary) | 0) !== this.wanted) return false;
      this.phase = Phase.BLOCK;
    }
    this.remember(dictionary, 0, dictionary.length);
    this.check = 1;
    return true;
  }

  /**
   * Decode input until it is used up, the stream has ended, a dictionary is wanted, or `out` has `limit` bytes.
   * @returns how many of the bytes from `from` to `to` were used.
   * @throws InflateError
   */
  inflate(out: Output, bytes: Uint8Array, from: number, to: number, limit: number): number {
    // What was kept comes first. It is less than an element, so it is used up, or kept again.
    const { kept } = this;
    if (kept > 0) {
      this.input = new Uint8Array(kept + to - from);
      this.input.set(this.keep.subarray(0, kept));
      this.input.set(bytes.subarray(from, to), kept);
      this.at = 0;
      this.end = this.input.length;
    } else {
      this.input = bytes;
      this.at = from;
      this.end = to;
    }
    const begin = this.at + kept;
    this.kept = 0;
    const made = out.length;
    this.whileThereIsInput(() => {
      do this.mark();
      while (this.element(out, made, limit));
    });
    this.account(out, made);
    // The checksum covers what was just made: the trailer is read only now.
    if (this.phase === Phase.TRAILER && this.kept === 0) {
      this.whileThereIsInput(() => {
        this.mark();
        this.trailer();
      });
    }
    return Math.max(0, this.at - begin);
  }

  /** An element begins here: if the input ends before it does, the reader comes back. */
  private mark(): void {
    this.markAt = this.at;
    this.markHeld = this.bitsHeld;
    this.markCount = this.bitsCount;
  }
  private whileThereIsInput(read: () => void): void {
    try {
      read();
    } catch (thrown) {
      if (thrown !== SHORT) throw thrown;
      this.bitsHeld = this.markHeld;
      this.bitsCount = this.markCount;
      this.kept = this.end - this.markAt;
      if (this.kept > KEPT) throw new InflateError("header too long");
      this.keep.set(this.input.subarray(this.markAt, this.end));
      this.at = this.end;
    }
  }

  /** Decode one element. False: no more can be done now. */
  private element(out: Output, made: number, limit: number): boolean {
    switch (this.phase) {
      case Phase.HEADER:
        this.header();
        return true;
      case Phase.BLOCK:
        this.blockHead();
        return true;
      case Phase.STORED: {
        const n = Math.min(this.left, this.end - this.at, limit - out.length);
        out.add(this.input, this.at, this.at + n);
        this.at += n;
        this.left -= n;
        if (this.left > 0) return false;
        this.endBlock();
        return true;
      }
      case Phase.CODES:
        this.codes(out, made, limit);
        return true;
      case Phase.COPY:
        this.copy(out, made, limit);
        return this.left === 0;
      case Phase.LITERAL:
        if (out.length >= limit) return false;
        out.byte(this.left);
        this.phase = Phase.CODES;
        return true;
      default:
        return false;
    }
  }

  // --- bits ---

  private need(n: number): void {
    while (this.bitsCount < n) {
      if (this.at === this.end) throw SHORT;
      this.bitsHeld |= this.input[this.at++] << this.bitsCount;
      this.bitsCount += 8;
    }
  }
  private take(n: number): number {
    this.need(n);
    const value = this.bitsHeld & ((1 << n) - 1);
    this.bitsHeld >>>= n;
    this.bitsCount -= n;
    return value;
  }
  private symbol({ table, counts, symbols, longest }: Decoder): number {
    for (;;) {
      const entry = table[this.bitsHeld & ((1 << ROOT) - 1)];
      const bits = entry >> 9;
      if (entry !== 0 && bits <= this.bitsCount) {
        this.bitsHeld >>>= bits;
        this.bitsCount -= bits;
        return entry & 511;
      }
      // Bit by bit: a longer code, or one that is not all there.
      let code = 0;
      let first = 0;
      let index = 0;
      for (let n = 1; n <= this.bitsCount && n <= longest; n++) {
        code |= (this.bitsHeld >>> (n - 1)) & 1;
        const many = counts[n];
        if (code - many < first) {
          this.bitsHeld >>>= n;
          this.bitsCount -= n;
          return symbols[index + code - first];
        }
        index += many;
        first = (first + many) << 1;
        code <<= 1;
      }
      if (this.bitsCount >= longest) return -1;
      this.need(this.bitsCount + 1);
    }
  }

  // --- head and end ---

  private header(): void {
    const first = this.take(8);
    const second = this.take(8);
    if ((this.format & Format.GZIP) !== 0 && first === 31 && second === 139) {
      this.gzipHeader();
      return;
    }
    if ((this.format & Format.ZLIB) === 0 || ((first << 8) | second) % 31 !== 0)
      throw new InflateError("incorrect header check");
    if ((first & 15) !== 8) throw new InflateError("unknown compression method");
    const bits = (first >> 4) + 8;
    const allowed = this.windowBits === 0 ? bits : this.windowBits;
    if (bits > 15 || bits > allowed) throw new InflateError("invalid window size");
    this.farthest = 1 << bits;
    this.format = Format.ZLIB;
    if ((second & 0x20) !== 0) {
      this.wanted = (this.take(8) << 24) | (this.take(8) << 16) | (this.take(8) << 8) | this.take(8);
      this.phase = Phase.DICTIONARY;
    } else this.phase = Phase.BLOCK;
    this.check = 1;
  }

  private gzipHeader(): void {
    const from = this.at;
    if (this.take(8) !== 8) throw new InflateError("unknown compression method");
    const flags = this.take(8);
    if ((flags & 0xe0) !== 0) throw new InflateError("unknown header flags set");
    for (let k = 0; k < 6; k++) this.take(8);
    if ((flags & 4) !== 0) for (let n = this.take(8) | (this.take(8) << 8); n > 0; n--) this.take(8);
    for (const flag of [8, 16]) if ((flags & flag) !== 0) while (this.take(8) !== 0);
    if ((flags & 2) !== 0) {
      const magic = crc32(0, Uint8Array.of(31, 139));
      const sum = crc32(magic, this.input, from, this.at) & 0xffff;
      if ((this.take(8) | (this.take(8) << 8)) !== sum) throw new InflateError("header crc mismatch");
    }
    this.format = Format.GZIP;
    this.check = 0;
    this.phase = Phase.BLOCK;
  }

  private trailer(): void {
    this.take(this.bitsCount & 7);
    if (this.format === Format.ZLIB) {
      let check = 0;
      for (let k = 0; k < 4; k++) check = (check << 8) | this.take(8);
      if (check !== this.check) throw new InflateError("incorrect data check");
    } else if (this.format === Format.GZIP) {
      if (this.littleWord() !== this.check) throw new InflateError("incorrect data check");
      if (this.littleWord() !== this.total) throw new InflateError("incorrect length check");
    }
    // Whole bytes that were read ahead go back.
    this.at -= this.bitsCount >> 3;
    this.bitsCount = 0;
    this.bitsHeld = 0;
    this.phase = Phase.DONE;
  }
  private littleWord(): number {
    let word = 0;
    for (let k = 0; k < 32; k += 8) word |= this.take(8) << k;
    return word;
  }

  // --- blocks ---

  private endBlock(): void {
    this.phase = this.isLast !== 0 ? Phase.TRAILER : Phase.BLOCK;
  }

  private blockHead(): void {
    const isLast = this.take(1);
    switch (this.take(2)) {
      case 0: {
        this.take(this.bitsCount & 7);
        const length = this.take(8) | (this.take(8) << 8);
        const inverse = this.take(8) | (this.take(8) << 8);
        if ((length ^ inverse) !== 0xffff) throw new InflateError("invalid stored block lengths");
        // Bytes of the block that were taken as bits go back.
        this.at -= this.bitsCount >> 3;
        this.bitsCount = 0;
        this.bitsHeld = 0;
        this.left = length;
        this.phase = Phase.STORED;
        break;
      }
      case 1:
        if (fixedLengths[0] === 5) for (let k = 0; k < 288; k++) fixedLengths[k] = fixedLength(k);
        this.lengths.set(fixedLengths);
        this.lengthCodes = 288;
        this.distanceCodes = 32;
        this.phase = Phase.CODES;
        break;
      case 2:
        this.dynamicHead();
        this.phase = Phase.CODES;
        break;
      default:
        throw new InflateError("invalid block type");
    }
    this.isLast = isLast;
    this.decodersSet = false;
  }

  private dynamicHead(): void {
    const nl = this.take(5) + 257;
    const nd = this.take(5) + 1;
    const nc = this.take(4) + 4;
    if (nl > 286 || nd > 30) throw new InflateError("too many length or distance symbols");
    const order = new Uint8Array(19);
    for (let k = 0; k < nc; k++) order[codeLengthOrder[k]] = this.take(3);
    if (setDecoder(codeLengthDecoder, order, 0, 19) !== 0) throw new InflateError("invalid code lengths set");
    const lengths = new Uint8Array(CODE_LENGTHS);
    for (let k = 0; k < nl + nd; ) {
      const symbol = this.symbol(codeLengthDecoder);
      if (symbol < 16) {
        lengths[k++] = symbol;
        continue;
      }
      if (symbol === 16 && k === 0) throw new InflateError("invalid bit length repeat");
      const value = symbol === 16 ? lengths[k - 1] : 0;
      const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (k + times > nl + nd) throw new InflateError("invalid bit length repeat");
      lengths.fill(value, k, k + times);
      k += times;
    }
    if (lengths[LITERALS] === 0) throw new InflateError("invalid code -- missing end-of-block");
    if (isWrong(setDecoder(lengthDecoder, lengths, 0, nl), lengthDecoder))
      throw new InflateError("invalid literal/lengths set");
    if (isWrong(setDecoder(distanceDecoder, lengths, nl, nd), distanceDecoder))
      throw new InflateError("invalid distances set");
    this.lengths.set(lengths);
    this.lengthCodes = nl;
    this.distanceCodes = nd;
  }

  /** Symbols of a block, until its end, the end of the input or the limit. */
  private codes(out: Output, made: number, limit: number): void {
    if (!this.decodersSet) {
      setDecoder(lengthDecoder, this.lengths, 0, this.lengthCodes);
      setDecoder(distanceDecoder, this.lengths, this.lengthCodes, this.distanceCodes);
      this.decodersSet = true;
    }
    this.quickCodes(out, made, limit);
    this.mark();
    this.oneSymbol(out, made, limit);
  }

  /** As many symbols as can be decoded without care: their codes are short, and neither the input nor the limit is near. */
  private quickCodes(out: Output, made: number, limit: number): void {
    const lengths = lengthDecoder.table;
    const distances = distanceDecoder.table;
    const { input, window, known, farthest } = this;
    // One symbol takes at most 48 bits and makes at most 258 bytes.
    const lastAt = this.end - 8;
    const ROOT_MASK = (1 << ROOT) - 1;
    let held = this.bitsHeld;
    let count = this.bitsCount;
    let at = this.at;
    let { bytes, length } = out;
    while (at <= lastAt && length + MAX_MATCH <= limit) {
      if (length + MAX_MATCH > bytes.length) {
        out.length = length;
        out.reserve(MAX_MATCH);
        bytes = out.bytes;
      }
      // 20 bits at least: a length code of ROOT bits, and its extra bits.
      while (count < 20) {
        held |= input[at++] << count;
        count += 8;
      }
      const entry = lengths[held & ROOT_MASK];
      if (entry === 0) break;
      const symbol = entry & 511;
      const bits = entry >> 9;
      if (symbol < LITERALS) {
        bytes[length++] = symbol;
        held >>>= bits;
        count -= bits;
        continue;
      }
      if (symbol === LITERALS || symbol > 285) break;
      const code = symbol - LITERALS - 1;
      const more = extraLength[code];
      let n = MIN_MATCH + baseLength[code] + (code === 28 ? 255 : 0) + ((held >>> bits) & ((1 << more) - 1));
      // The length's bits stay until the distance is known to be a quick one too.
      let heldAfter = held >>> (bits + more);
      let countAfter = count - bits - more;
      let atAfter = at;
      while (countAfter < ROOT + 13) {
        heldAfter |= input[atAfter++] << countAfter;
        countAfter += 8;
      }
      const farEntry = distances[heldAfter & ROOT_MASK];
      const far = farEntry & 511;
      if (farEntry === 0 || far > 29) break;
      const farBits = farEntry >> 9;
      const farMore = extraDistance[far];
      const distance = 1 + baseDistance[far] + ((heldAfter >>> farBits) & ((1 << farMore) - 1));
      if (distance > farthest || distance > known + (length - made)) break;
      held = heldAfter >>> (farBits + farMore);
      count = countAfter - farBits - farMore;
      at = atAfter;
      let from = length - distance;
      for (; n > 0 && from < made; n--, from++) bytes[length++] = window[known - (made - from)];
      for (; n > 0; n--) bytes[length++] = bytes[from++];
    }
    out.length = length;
    // Whole bytes that are not in use go back: what is kept, or unused, begins with them.
    while (count >= 8) {
      at--;
      count -= 8;
    }
    this.bitsHeld = held & ((1 << count) - 1);
    this.bitsCount = count;
    this.at = at;
  }

  private oneSymbol(out: Output, made: number, limit: number): void {
    const symbol = this.symbol(lengthDecoder);
    if (symbol < 0 || symbol > 285) throw new InflateError("invalid literal/length code");
    if (symbol === LITERALS) this.endBlock();
    else if (symbol < LITERALS) {
      if (out.length < limit) out.byte(symbol);
      else {
        this.left = symbol;
        this.phase = Phase.LITERAL;
      }
    } else {
      const code = symbol - LITERALS - 1;
      const length = MIN_MATCH + baseLength[code] + (code === 28 ? 255 : 0) + this.take(extraLength[code]);
      const far = this.symbol(distanceDecoder);
      if (far < 0 || far > 29) throw new InflateError("invalid distance code");
      const distance = 1 + baseDistance[far] + this.take(extraDistance[far]);
      if (distance > this.farthest || distance > this.known + (out.length - made))
        throw new InflateError("invalid distance too far back");
      this.left = length;
      this.distance = distance;
      this.phase = Phase.COPY;
      this.copy(out, made, limit);
    }
  }

  private copy(out: Output, made: number, limit: number): void {
    const n = Math.min(this.left, limit - out.length);
    const { distance, window, known } = this;
    out.reserve(n);
    const { bytes } = out;
    let to = out.length;
    for (let k = 0; k < n; k++, to++) {
      const from = to - distance;
      // Before this call's output lies the window, whose newest byte is at its end.
      bytes[to] = from >= made ? bytes[from] : window[known - (made - from)];
    }
    out.length = to;
    this.left -= n;
    if (this.left === 0) this.phase = Phase.CODES;
  }

  // --- what was made ---

  /** Checksum and window for what was made since `made`. */
  private account(out: Output, made: number): void {
    const { bytes, length } = out;
    if (this.format === Format.ZLIB) this.check = adler32(this.check >>> 0, bytes, made, length) | 0;
    else if (this.format === Format.GZIP) this.check = crc32(this.check >>> 0, bytes, made, length) | 0;
    this.total = (this.total + length - made) | 0;
    this.remember(bytes, made, length);
  }

  /** Append to the window; its oldest bytes go. */
  private remember(bytes: Uint8Array, from: number, to: number): void {
    const n = Math.min(WINDOW, to - from);
    const stay = Math.min(this.known, WINDOW - n);
    this.window.copyWithin(0, this.known - stay, this.known);
    this.window.set(bytes.subarray(to - n, to), stay);
    this.known = stay + n;
  }
}
/** Codes that are too many, or that leave some out; a single one may. */
const isWrong = (left: number, { longest }: Decoder): boolean => left < 0 || (left > 0 && longest > 1);
