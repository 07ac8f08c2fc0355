/**
 * Compressing: which strings of the input are sent as "as before, so far back". Makes the same bytes as zlib 1.2.13 does, for every level and strategy (but for the cuts
 * between blocks at level 0). Source: zlib's deflate.c, RFC 1950, RFC 1951, RFC 1952.
 *
 * The state lies in memory of the caller's, so that one thread may go on where another stopped: `deflaterBytes` of it, scalars first, then
 *
 *     window (2 * wsize bytes) | prev (wsize 16-bit words) | head (hash size) | frequencies of the block's symbols | symbols (3 bytes each)
 *
 * `prev` chains the places with the same hash of three bytes, `head` is where each chain begins; 0 ends it. A Deflater object is a view of such a state: `open` it, use
 * it, `close` it.
 */
import { adler32, crc32 } from "./checksum.ts";
import type { Output } from "./output.ts";
import { distanceCode, END_BLOCK, LITERALS, lengthCode, MAX_MATCH, MIN_MATCH } from "./tables.ts";
import { BitWriter, D_TREE, emptyBlock, L_TREE, sendBlock, storedBlock } from "./trees.ts";

/** zlib's numbers for what is to be sent at the end of a call. */
export const enum Flush {
  NONE = 0,
  PARTIAL = 1,
  SYNC = 2,
  FULL = 3,
  FINISH = 4,
  BLOCK = 5,
}
export const enum Strategy {
  DEFAULT = 0,
  FILTERED = 1,
  HUFFMAN_ONLY = 2,
  RLE = 3,
  FIXED = 4,
}
export const enum Wrap {
  RAW = 0,
  ZLIB = 1,
  GZIP = 2,
}
export interface DeflateParameters {
  /** 0 to 9. */
  level: number;
  wrap: Wrap;
  /** 9 to 15. */
  windowBits: number;
  /** 1 to 9. */
  memLevel: number;
  strategy: Strategy;
}

const MIN_LOOKAHEAD = MAX_MATCH + MIN_MATCH + 1;
/** A match of the least length is not worth it farther back than this. */
const TOO_FAR = 4096;

/** By level: lengths that are good (search less), lazy (look no further), nice (stop searching); places to try; whether to look one byte further. */
const levels: readonly (readonly [good: number, lazy: number, nice: number, chain: number, isLazy: boolean])[] = [
  [0, 0, 0, 0, false],
  [4, 4, 8, 4, false],
  [4, 5, 16, 8, false],
  [4, 6, 32, 32, false],
  [4, 4, 16, 16, true],
  [8, 16, 32, 32, true],
  [8, 16, 128, 128, true],
  [8, 32, 128, 256, true],
  [32, 128, 258, 1024, true],
  [32, 258, 258, 4096, true],
];

/** The scalars of a state, in their order in memory. */
const scalars = [
  "level",
  "wrap",
  "windowBits",
  "memLevel",
  "strategy",
  "started",
  "finished",
  "lastFlush",
  "check",
  "total",
  "bitsHeld",
  "bitsCount",
  "strstart",
  "matchStart",
  "blockStart",
  "lookahead",
  "insert",
  "hash",
  "matchLength",
  "previousLength",
  "matchAvailable",
  "symbolEnd",
  "dictionaryCheck",
  "hasDictionary",
] as const;
const HEAD_BYTES = 128;

const hashBits = (memLevel: number): number => memLevel + 7;
const symbolBytes = (memLevel: number): number => 3 << (memLevel + 6);

/** Bytes of a state; a multiple of 4. */
export const deflaterBytes = ({ windowBits, memLevel }: DeflateParameters): number =>
  HEAD_BYTES +
  (2 << windowBits) +
  (2 << windowBits) +
  (2 << hashBits(memLevel)) +
  2 * (L_TREE + D_TREE) +
  symbolBytes(memLevel);

export class Deflater {
  level = 0;
  wrap: Wrap = Wrap.ZLIB;
  windowBits = 15;
  memLevel = 8;
  strategy: Strategy = Strategy.DEFAULT;
  /** The header was sent; the end was. */
  started = 0;
  finished = 0;
  lastFlush = -2;
  /** Adler-32 or CRC-32 of what was taken in, and its length modulo 2^32. */
  check = 1;
  total = 0;
  bitsHeld = 0;
  bitsCount = 0;
  /** Where the next string begins; where the block began (negative: before the window); what is known after strstart. */
  strstart = 0;
  matchStart = 0;
  blockStart = 0;
  lookahead = 0;
  /** Strings before strstart that are not in the hash table yet. */
  insert = 0;
  hash = 0;
  matchLength = MIN_MATCH - 1;
  previousLength = MIN_MATCH - 1;
  matchAvailable = 0;
  symbolEnd = 0;
  dictionaryCheck = 0;
  hasDictionary = 0;

  private readonly words: Int32Array;
  private readonly window: Uint8Array;
  private readonly prev: Uint16Array;
  private readonly head: Uint16Array;
  private readonly lTree: Uint16Array;
  private readonly dTree: Uint16Array;
  private readonly symbols: Uint8Array;
  private readonly wsize: number;
  private readonly mask: number;
  private readonly hashMask: number;
  private readonly hashShift: number;
  private bits: BitWriter = null as unknown as BitWriter;
  private input: Uint8Array = new Uint8Array(0);
  private next = 0;
  private inputEnd = 0;

  private constructor(memory: Uint8Array, at: number, parameters: DeflateParameters) {
    const { buffer, byteOffset } = memory;
    let from = byteOffset + at;
    const take = (bytes: number): number => {
      const start = from;
      from += bytes;
      return start;
    };
    const { windowBits, memLevel } = parameters;
    this.words = new Int32Array(buffer, take(HEAD_BYTES), HEAD_BYTES >> 2);
    this.wsize = 1 << windowBits;
    this.mask = this.wsize - 1;
    this.window = new Uint8Array(buffer, take(2 * this.wsize), 2 * this.wsize);
    this.prev = new Uint16Array(buffer, take(2 * this.wsize), this.wsize);
    const hashSize = 1 << hashBits(memLevel);
    this.hashMask = hashSize - 1;
    this.hashShift = Math.floor((hashBits(memLevel) + MIN_MATCH - 1) / MIN_MATCH);
    this.head = new Uint16Array(buffer, take(2 * hashSize), hashSize);
    this.lTree = new Uint16Array(buffer, take(2 * L_TREE), L_TREE);
    this.dTree = new Uint16Array(buffer, take(2 * D_TREE), D_TREE);
    this.symbols = new Uint8Array(buffer, take(symbolBytes(memLevel)), symbolBytes(memLevel));
  }

  /** Begin in the memory at byte `at` (a multiple of 4), which is `deflaterBytes(parameters)` long. */
  static start(memory: Uint8Array, at: number, parameters: DeflateParameters, dictionary: Uint8Array | null): Deflater {
    memory.fill(0, at, at + deflaterBytes(parameters));
    const d = new Deflater(memory, at, parameters);
    d.level = parameters.level;
    d.wrap = parameters.wrap;
    d.windowBits = parameters.windowBits;
    d.memLevel = parameters.memLevel;
    d.strategy = parameters.strategy;
    d.check = parameters.wrap === Wrap.GZIP ? 0 : 1;
    d.beginBlock();
    if (dictionary !== null) d.setDictionary(dictionary);
    d.close();
    return d;
  }

  /** Go on with the state in the memory at byte `at`. */
  static open(memory: Uint8Array, at: number): Deflater {
    const words = new Int32Array(memory.buffer, memory.byteOffset + at, HEAD_BYTES >> 2);
    const [level, wrap, windowBits, memLevel, strategy] = words;
    const d = new Deflater(memory, at, { level, wrap, windowBits, memLevel, strategy });
    const fields = d as Record<(typeof scalars)[number], number>;
    for (let k = 0; k < scalars.length; k++) fields[scalars[k]] = words[k];
    return d;
  }

  /** Bytes of the state that lies at byte `at`. */
  static bytesAt(memory: Uint8Array, at: number): number {
    const words = new Int32Array(memory.buffer, memory.byteOffset + at, HEAD_BYTES >> 2);
    const [level, wrap, windowBits, memLevel, strategy] = words;
    return deflaterBytes({ level, wrap, windowBits, memLevel, strategy });
  }

  /** Write the scalars back. */
  close(): void {
    for (let k = 0; k < scalars.length; k++) this.words[k] = this[scalars[k]];
  }

  /** Take bytes in; what can be sent goes to `out`. */
  deflate(out: Output, bytes: Uint8Array, from: number, to: number, flush: Flush): void {
    const before = this.lastFlush;
    this.lastFlush = flush;
    this.bits = new BitWriter(out, this.bitsHeld, this.bitsCount);
    this.input = bytes;
    this.next = from;
    this.inputEnd = to;
    if (this.started === 0) this.sendHeader();
    // The same once more, with nothing new: nothing to send.
    else if (from === to && rank(flush) <= rank(before) && flush !== Flush.FINISH) return;
    if (this.finished !== 0) return;
    if (from < to || this.lookahead !== 0 || flush !== Flush.NONE) {
      if (this.run(flush) && flush !== Flush.FINISH) this.sendMark(flush);
    }
    if (flush === Flush.FINISH) {
      this.sendTrailer();
      this.finished = 1;
    }
    this.bitsHeld = this.bits.held;
    this.bitsCount = this.bits.count;
  }

  /** All input was taken in. False: more of it is wanted first. */
  private run(flush: Flush): boolean {
    if (this.level === 0) return this.store(flush);
    if (this.strategy === Strategy.HUFFMAN_ONLY) return this.literals(flush);
    if (this.strategy === Strategy.RLE) return this.runLengths(flush);
    return levels[this.level][4] ? this.lazily(flush) : this.greedily(flush);
  }

  /** After a flush: a mark that lets the reader see all that came before. */
  private sendMark(flush: Flush): void {
    if (flush === Flush.PARTIAL) emptyBlock(this.bits);
    else if (flush !== Flush.BLOCK) {
      storedBlock(this.bits, this.window, 0, 0, false);
      if (flush !== Flush.FULL) return;
      this.head.fill(0);
      if (this.lookahead === 0) {
        this.strstart = 0;
        this.blockStart = 0;
        this.insert = 0;
      }
    }
  }

  // --- head and end ---

  private sendHeader(): void {
    const { bits } = this;
    this.started = 1;
    const simple = this.strategy >= Strategy.HUFFMAN_ONLY || this.level < 2;
    if (this.wrap === Wrap.GZIP) {
      for (const byte of [31, 139, 8, 0, 0, 0, 0, 0, this.level === 9 ? 2 : simple ? 4 : 0, 3]) bits.send(byte, 8);
    } else if (this.wrap === Wrap.ZLIB) {
      const level = simple ? 0 : this.level < 6 ? 1 : this.level === 6 ? 2 : 3;
      let header = ((8 + ((this.windowBits - 8) << 4)) << 8) | (level << 6);
      if (this.hasDictionary !== 0) header |= 0x20;
      header += 31 - (header % 31);
      this.sendBig(header, 2);
      if (this.hasDictionary !== 0) this.sendBig(this.dictionaryCheck, 4);
      this.check = 1;
    }
  }

  private sendTrailer(): void {
    if (this.wrap === Wrap.GZIP) {
      for (const word of [this.check, this.total])
        for (let k = 0; k < 32; k += 8) this.bits.send((word >>> k) & 255, 8);
    } else if (this.wrap === Wrap.ZLIB) this.sendBig(this.check, 4);
  }

  private sendBig(value: number, bytes: number): void {
    for (let k = 8 * (bytes - 1); k >= 0; k -= 8) this.bits.send((value >>> k) & 255, 8);
  }

  /** What the reader knows before the first byte. */
  private setDictionary(dictionary: Uint8Array): void {
    this.hasDictionary = 1;
    this.dictionaryCheck = adler32(1, dictionary) | 0;
    const known = dictionary.subarray(Math.max(0, dictionary.length - this.wsize));
    const { wrap } = this;
    // Taken in without a checksum and without being sent.
    this.wrap = Wrap.RAW;
    this.input = known;
    this.next = 0;
    this.inputEnd = known.length;
    this.fillWindow();
    while (this.lookahead >= MIN_MATCH) {
      const strings = this.lookahead - (MIN_MATCH - 1);
      for (let n = 0; n < strings; n++) this.insertString(this.strstart++);
      this.lookahead = MIN_MATCH - 1;
      this.fillWindow();
    }
    this.strstart += this.lookahead;
    this.blockStart = this.strstart;
    this.insert = this.lookahead;
    this.lookahead = 0;
    this.wrap = wrap;
  }

  // --- the window ---

  private fillWindow(): void {
    const { window, wsize, hashShift, hashMask } = this;
    do {
      let room = 2 * wsize - this.lookahead - this.strstart;
      if (this.strstart >= 2 * wsize - MIN_LOOKAHEAD) {
        window.copyWithin(0, wsize, 2 * wsize);
        this.matchStart -= wsize;
        this.strstart -= wsize;
        this.blockStart -= wsize;
        if (this.insert > this.strstart) this.insert = this.strstart;
        slide(this.head, wsize);
        slide(this.prev, wsize);
        room += wsize;
      }
      if (this.next === this.inputEnd) break;
      const n = Math.min(room, this.inputEnd - this.next);
      const to = this.strstart + this.lookahead;
      window.set(this.input.subarray(this.next, this.next + n), to);
      if (this.wrap === Wrap.ZLIB) this.check = adler32(this.check >>> 0, window, to, to + n) | 0;
      else if (this.wrap === Wrap.GZIP) this.check = crc32(this.check >>> 0, window, to, to + n) | 0;
      this.total = (this.total + n) | 0;
      this.next += n;
      this.lookahead += n;
      if (this.lookahead + this.insert >= MIN_MATCH) {
        let at = this.strstart - this.insert;
        this.hash = ((window[at] << hashShift) ^ window[at + 1]) & hashMask;
        while (this.insert !== 0) {
          this.insertString(at++);
          this.insert--;
          if (this.lookahead + this.insert < MIN_MATCH) break;
        }
      }
    } while (this.lookahead < MIN_LOOKAHEAD && this.next !== this.inputEnd);
  }

  /** Enter the string at a place. Returns the last place before it with its hash, 0 if there is none. */
  private insertString(at: number): number {
    const hash = ((this.hash << this.hashShift) ^ this.window[at + MIN_MATCH - 1]) & this.hashMask;
    this.hash = hash;
    const before = this.head[hash];
    this.prev[at & this.mask] = before;
    this.head[hash] = at;
    return before;
  }

  /** The longest match among the places of a chain that is longer than previousLength; its length, its place in matchStart. */
  private longestMatch(place: number): number {
    const { window, prev, mask, strstart, lookahead } = this;
    const [good, , niceLength, chain] = levels[this.level];
    let best = this.previousLength;
    let tries = best >= good ? chain >> 2 : chain;
    const nice = Math.min(niceLength, lookahead);
    const most = Math.min(MAX_MATCH, lookahead);
    const limit = Math.max(0, strstart - (this.wsize - MIN_LOOKAHEAD));
    let end1 = window[strstart + best - 1];
    let end = window[strstart + best];
    const first = window[strstart];
    const second = window[strstart + 1];
    do {
      if (
        window[place + best] === end &&
        window[place + best - 1] === end1 &&
        window[place] === first &&
        window[place + 1] === second
      ) {
        let length = 2;
        while (length < most && window[place + length] === window[strstart + length]) length++;
        if (length > best) {
          this.matchStart = place;
          best = length;
          if (length >= nice) break;
          end1 = window[strstart + best - 1];
          end = window[strstart + best];
        }
      }
      place = prev[place & mask];
    } while (place > limit && --tries !== 0);
    return Math.min(best, lookahead);
  }

  // --- symbols and blocks ---

  private beginBlock(): void {
    this.lTree.fill(0);
    this.dTree.fill(0);
    this.lTree[2 * END_BLOCK] = 1;
    this.symbolEnd = 0;
  }
  private get isFull(): boolean {
    return this.symbolEnd === this.symbols.length - 3;
  }
  /** Note a literal. True: the block is full. */
  private literal(value: number): boolean {
    const { symbols, symbolEnd } = this;
    symbols[symbolEnd] = 0;
    symbols[symbolEnd + 1] = 0;
    symbols[symbolEnd + 2] = value;
    this.symbolEnd = symbolEnd + 3;
    this.lTree[2 * value]++;
    return this.isFull;
  }
  /** Note a match of `length` bytes. True: the block is full. */
  private match(distance: number, length: number): boolean {
    const { symbols, symbolEnd } = this;
    symbols[symbolEnd] = distance & 255;
    symbols[symbolEnd + 1] = distance >> 8;
    symbols[symbolEnd + 2] = length - MIN_MATCH;
    this.symbolEnd = symbolEnd + 3;
    this.lTree[2 * (lengthCode[length - MIN_MATCH] + LITERALS + 1)]++;
    this.dTree[2 * distanceCode(distance - 1)]++;
    return this.isFull;
  }
  private flushBlock(last: boolean): void {
    const { blockStart, strstart } = this;
    sendBlock(
      this.bits,
      this.symbols,
      this.symbolEnd,
      this.lTree,
      this.dTree,
      blockStart >= 0 ? this.window : null,
      Math.max(0, blockStart),
      strstart - blockStart,
      last,
      this.strategy === Strategy.FIXED,
    );
    this.beginBlock();
    this.blockStart = strstart;
  }
  /** The input of a call is used up: end the block. */
  private endRun(flush: Flush): true {
    this.insert = Math.min(this.strstart, MIN_MATCH - 1);
    if (flush === Flush.FINISH) this.flushBlock(true);
    else if (this.symbolEnd !== 0) this.flushBlock(false);
    return true;
  }

  // --- ways to choose ---

  /** Take every match at once. */
  private greedily(flush: Flush): boolean {
    const { window, hashShift, hashMask } = this;
    const lazy = levels[this.level][1];
    const far = this.wsize - MIN_LOOKAHEAD;
    for (;;) {
      if (this.lookahead < MIN_LOOKAHEAD) {
        this.fillWindow();
        if (this.lookahead < MIN_LOOKAHEAD && flush === Flush.NONE) return false;
        if (this.lookahead === 0) break;
      }
      const place = this.lookahead >= MIN_MATCH ? this.insertString(this.strstart) : 0;
      if (place !== 0 && this.strstart - place <= far) this.matchLength = this.longestMatch(place);
      let full: boolean;
      if (this.matchLength >= MIN_MATCH) {
        full = this.match(this.strstart - this.matchStart, this.matchLength);
        this.lookahead -= this.matchLength;
        if (this.matchLength <= lazy && this.lookahead >= MIN_MATCH) {
          for (let n = this.matchLength - 1; n > 0; n--) this.insertString(++this.strstart);
          this.strstart++;
        } else {
          this.strstart += this.matchLength;
          this.hash = ((window[this.strstart] << hashShift) ^ window[this.strstart + 1]) & hashMask;
        }
        this.matchLength = 0;
      } else {
        full = this.literal(window[this.strstart]);
        this.lookahead--;
        this.strstart++;
      }
      if (full) this.flushBlock(false);
    }
    return this.endRun(flush);
  }

  /** Take a match only if there is no longer one at the next byte. */
  private lazily(flush: Flush): boolean {
    const { window } = this;
    const lazy = levels[this.level][1];
    const far = this.wsize - MIN_LOOKAHEAD;
    for (;;) {
      if (this.lookahead < MIN_LOOKAHEAD) {
        this.fillWindow();
        if (this.lookahead < MIN_LOOKAHEAD && flush === Flush.NONE) return false;
        if (this.lookahead === 0) break;
      }
      const place = this.lookahead >= MIN_MATCH ? this.insertString(this.strstart) : 0;
      const previousMatch = this.matchStart;
      this.previousLength = this.matchLength;
      this.matchLength = MIN_MATCH - 1;
      if (place !== 0 && this.previousLength < lazy && this.strstart - place <= far) {
        this.matchLength = this.longestMatch(place);
        const short = this.matchLength === MIN_MATCH && this.strstart - this.matchStart > TOO_FAR;
        if (this.matchLength <= 5 && (this.strategy === Strategy.FILTERED || short)) this.matchLength = MIN_MATCH - 1;
      }
      if (this.previousLength >= MIN_MATCH && this.matchLength <= this.previousLength) {
        const lastInsert = this.strstart + this.lookahead - MIN_MATCH;
        const full = this.match(this.strstart - 1 - previousMatch, this.previousLength);
        this.lookahead -= this.previousLength - 1;
        for (let n = this.previousLength - 2; n > 0; n--)
          if (++this.strstart <= lastInsert) this.insertString(this.strstart);
        this.matchAvailable = 0;
        this.matchLength = MIN_MATCH - 1;
        this.strstart++;
        if (full) this.flushBlock(false);
      } else if (this.matchAvailable !== 0) {
        if (this.literal(window[this.strstart - 1])) this.flushBlock(false);
        this.strstart++;
        this.lookahead--;
      } else {
        this.matchAvailable = 1;
        this.strstart++;
        this.lookahead--;
      }
    }
    if (this.matchAvailable !== 0) {
      this.literal(window[this.strstart - 1]);
      this.matchAvailable = 0;
    }
    return this.endRun(flush);
  }

  /** Matches of distance 1 only. */
  private runLengths(flush: Flush): boolean {
    const { window } = this;
    for (;;) {
      if (this.lookahead <= MAX_MATCH) {
        this.fillWindow();
        if (this.lookahead <= MAX_MATCH && flush === Flush.NONE) return false;
        if (this.lookahead === 0) break;
      }
      let length = 0;
      if (this.lookahead >= MIN_MATCH && this.strstart > 0) {
        const value = window[this.strstart - 1];
        const most = Math.min(MAX_MATCH, this.lookahead);
        while (length < most && window[this.strstart + length] === value) length++;
      }
      const full = length >= MIN_MATCH ? this.match(1, length) : this.literal(window[this.strstart]);
      const step = Math.max(1, length >= MIN_MATCH ? length : 1);
      this.lookahead -= step;
      this.strstart += step;
      if (full) this.flushBlock(false);
    }
    this.endRun(flush);
    this.insert = 0;
    return true;
  }

  /** No matches. */
  private literals(flush: Flush): boolean {
    for (;;) {
      if (this.lookahead === 0) {
        this.fillWindow();
        if (this.lookahead === 0) {
          if (flush === Flush.NONE) return false;
          break;
        }
      }
      const full = this.literal(this.window[this.strstart]);
      this.lookahead--;
      this.strstart++;
      if (full) this.flushBlock(false);
    }
    this.endRun(flush);
    this.insert = 0;
    return true;
  }

  /** No compression: blocks as large as the format allows. The window holds what is not sent yet, from its start on. */
  private store(flush: Flush): boolean {
    const most = Math.min(65535, this.window.length);
    for (;;) {
      const n = Math.min(most - this.lookahead, this.inputEnd - this.next);
      const from = this.lookahead;
      this.window.set(this.input.subarray(this.next, this.next + n), from);
      if (this.wrap === Wrap.ZLIB) this.check = adler32(this.check >>> 0, this.window, from, from + n) | 0;
      else if (this.wrap === Wrap.GZIP) this.check = crc32(this.check >>> 0, this.window, from, from + n) | 0;
      this.total = (this.total + n) | 0;
      this.next += n;
      this.lookahead += n;
      const isLast = this.next === this.inputEnd;
      if (isLast && flush === Flush.NONE && this.lookahead < most) return false;
      if (this.lookahead > 0 || flush === Flush.FINISH)
        storedBlock(this.bits, this.window, 0, this.lookahead, isLast && flush === Flush.FINISH);
      this.lookahead = 0;
      if (isLast) return true;
    }
  }
}

const rank = (flush: Flush): number => flush * 2 - (flush > 4 ? 9 : 0);

/** The window has moved: places move with it, and those that fell out end their chain. */
function slide(places: Uint16Array, by: number): void {
  for (let k = 0; k < places.length; k++) places[k] = places[k] >= by ? places[k] - by : 0;
}
