/**
 * Blocks of the deflate format: the Huffman codes for a block's symbols, and the choice of the shortest form. What the symbols are is deflater.ts's business. Makes the same
 * bytes as zlib does. Source: RFC 1951, and zlib's trees.c for every choice that the format leaves open.
 *
 * A tree is a list of pairs: frequency and later code of symbol n at [2n], father and later length of its code at [2n + 1].
 */
import type { Output } from "./output.ts";
import {
  BL_CODES,
  baseDistance,
  baseLength,
  codeLengthOrder,
  D_CODES,
  distanceCode,
  END_BLOCK,
  extraCodeLength,
  extraDistance,
  extraLength,
  fixedLength,
  L_CODES,
  LITERALS,
  lengthCode,
  MAX_BITS,
  reversed,
} from "./tables.ts";

const HEAP_SIZE = 2 * L_CODES + 1;
/** 16-bit words of the trees of a block: they fill while the block grows. */
export const L_TREE = HEAP_SIZE * 2;
export const D_TREE = (2 * D_CODES + 1) * 2;

const REPEAT_3_6 = 16;
const ZEROS_3_10 = 17;
const ZEROS_11_138 = 18;

const enum BlockType {
  STORED = 0,
  FIXED = 1,
  DYNAMIC = 2,
}

// The fixed trees: lengths 8, 9, 7, 8, with the codes that follow from them; 5 bits for every distance. Filled when the first block is written.
const fixedL = new Uint16Array((L_CODES + 2) * 2);
const fixedD = new Uint16Array(D_CODES * 2);
const counts = new Uint16Array(MAX_BITS + 1);

function fillFixed(): void {
  for (let n = 0; n < L_CODES + 2; n++) {
    fixedL[2 * n + 1] = fixedLength(n);
    counts[fixedLength(n)]++;
  }
  makeCodes(fixedL, L_CODES + 1);
  for (let n = 0; n < D_CODES; n++) {
    fixedD[2 * n] = reversed(n, 5);
    fixedD[2 * n + 1] = 5;
  }
}

/** Codes from lengths; `counts` says how many symbols have each length. */
function makeCodes(tree: Uint16Array, maxCode: number): void {
  const next = new Uint16Array(MAX_BITS + 1);
  for (let bits = 1, code = 0; bits <= MAX_BITS; bits++) {
    code = (code + counts[bits - 1]) << 1;
    next[bits] = code;
  }
  for (let n = 0; n <= maxCode; n++) {
    const length = tree[2 * n + 1];
    if (length !== 0) tree[2 * n] = reversed(next[length]++, length);
  }
}

interface TreeKind {
  fixed: Uint16Array | null;
  extra: Uint8Array;
  /** First symbol with extra bits. */
  base: number;
  symbols: number;
  maxLength: number;
}
const lKind: TreeKind = {
  fixed: fixedL,
  extra: extraLength,
  base: LITERALS + 1,
  symbols: L_CODES,
  maxLength: MAX_BITS,
};
const dKind: TreeKind = { fixed: fixedD, extra: extraDistance, base: 0, symbols: D_CODES, maxLength: MAX_BITS };
const blKind: TreeKind = { fixed: null, extra: extraCodeLength, base: 0, symbols: BL_CODES, maxLength: 7 };

// Work space of one block's end.
const heap = new Int32Array(HEAP_SIZE);
const depth = new Uint8Array(HEAP_SIZE);
const blTree = new Uint16Array((2 * BL_CODES + 1) * 2);
let heapLength = 0;
let heapMax = 0;
/** Bits of the block with its own codes, and with the fixed ones. */
let ownBits = 0;
let fixedBits = 0;

const smaller = (tree: Uint16Array, n: number, m: number): boolean =>
  tree[2 * n] < tree[2 * m] || (tree[2 * n] === tree[2 * m] && depth[n] <= depth[m]);

function siftDown(tree: Uint16Array, k: number): void {
  const v = heap[k];
  for (let j = k << 1; j <= heapLength; j <<= 1) {
    if (j < heapLength && smaller(tree, heap[j + 1], heap[j])) j++;
    if (smaller(tree, v, heap[j])) break;
    heap[k] = heap[j];
    k = j;
  }
  heap[k] = v;
}

/** Build a tree from its frequencies. Returns the largest symbol that occurs. */
function buildTree(tree: Uint16Array, kind: TreeKind): number {
  const { fixed, symbols } = kind;
  heapLength = 0;
  heapMax = HEAP_SIZE;
  let maxCode = -1;
  for (let n = 0; n < symbols; n++) {
    if (tree[2 * n] !== 0) {
      heap[++heapLength] = n;
      maxCode = n;
      depth[n] = 0;
    } else tree[2 * n + 1] = 0;
  }
  // Two codes at least, of a length that is not 0.
  while (heapLength < 2) {
    const node = maxCode < 2 ? ++maxCode : 0;
    heap[++heapLength] = node;
    tree[2 * node] = 1;
    depth[node] = 0;
    ownBits--;
    if (fixed !== null) fixedBits -= fixed[2 * node + 1];
  }
  for (let n = heapLength >> 1; n >= 1; n--) siftDown(tree, n);
  let node = symbols;
  do {
    const n = heap[1];
    heap[1] = heap[heapLength--];
    siftDown(tree, 1);
    const m = heap[1];
    heap[--heapMax] = n;
    heap[--heapMax] = m;
    tree[2 * node] = tree[2 * n] + tree[2 * m];
    depth[node] = Math.max(depth[n], depth[m]) + 1;
    tree[2 * n + 1] = node;
    tree[2 * m + 1] = node;
    heap[1] = node++;
    siftDown(tree, 1);
  } while (heapLength >= 2);
  heap[--heapMax] = heap[1];
  makeLengths(tree, maxCode, kind);
  makeCodes(tree, maxCode);
  return maxCode;
}

/** Lengths of codes from the tree; those above the limit are made shorter at the cost of others. */
function makeLengths(tree: Uint16Array, maxCode: number, { fixed, extra, base, maxLength }: TreeKind): void {
  counts.fill(0);
  tree[2 * heap[heapMax] + 1] = 0;
  let overflow = 0;
  let h = heapMax + 1;
  for (; h < HEAP_SIZE; h++) {
    const n = heap[h];
    let bits = tree[2 * tree[2 * n + 1] + 1] + 1;
    if (bits > maxLength) {
      bits = maxLength;
      overflow++;
    }
    tree[2 * n + 1] = bits;
    if (n > maxCode) continue;
    counts[bits]++;
    const more = n >= base ? extra[n - base] : 0;
    const times = tree[2 * n];
    ownBits += times * (bits + more);
    if (fixed !== null) fixedBits += times * (fixed[2 * n + 1] + more);
  }
  if (overflow === 0) return;
  do {
    let bits = maxLength - 1;
    while (counts[bits] === 0) bits--;
    counts[bits]--;
    counts[bits + 1] += 2;
    counts[maxLength]--;
    overflow -= 2;
  } while (overflow > 0);
  for (let bits = maxLength; bits !== 0; bits--) {
    for (let n = counts[bits]; n !== 0; ) {
      const m = heap[--h];
      if (m > maxCode) continue;
      if (tree[2 * m + 1] !== bits) {
        ownBits += (bits - tree[2 * m + 1]) * tree[2 * m];
        tree[2 * m + 1] = bits;
      }
      n--;
    }
  }
}

/** Visit the runs of a tree's code lengths as they are sent: symbol, its extra bits' value. */
function forEachRun(tree: Uint16Array, maxCode: number, visit: (symbol: number, value: number) => void): void {
  let previous = -1;
  let next = tree[1];
  let count = 0;
  let most = next === 0 ? 138 : 7;
  let least = next === 0 ? 3 : 4;
  for (let n = 0; n <= maxCode; n++) {
    const length = next;
    next = n === maxCode ? 0xffff : tree[2 * n + 3];
    if (++count < most && length === next) continue;
    if (count < least) {
      while (count-- > 0) visit(length, 0);
    } else if (length !== 0) {
      if (length !== previous) {
        visit(length, 0);
        count--;
      }
      visit(REPEAT_3_6, count - 3);
    } else if (count <= 10) visit(ZEROS_3_10, count - 3);
    else visit(ZEROS_11_138, count - 11);
    count = 0;
    previous = length;
    most = next === 0 ? 138 : length === next ? 6 : 7;
    least = next === 0 || length === next ? 3 : 4;
  }
}

/** Bits on their way out, lowest first. What is less than a byte waits for more. */
export class BitWriter {
  constructor(
    readonly out: Output,
    public held: number,
    public count: number,
  ) {
    if (fixedD[1] === 0) fillFixed();
  }

  send(value: number, n: number): void {
    let held = this.held | (value << this.count);
    let count = this.count + n;
    while (count >= 8) {
      this.out.byte(held & 255);
      held >>>= 8;
      count -= 8;
    }
    this.held = held;
    this.count = count;
  }
  code(tree: Uint16Array, symbol: number): void {
    this.send(tree[2 * symbol], tree[2 * symbol + 1]);
  }
  /** Fill up the byte. */
  align(): void {
    if (this.count > 0) this.send(0, 8 - this.count);
  }
}

/** A block of bytes as they are. */
export function storedBlock(bits: BitWriter, bytes: Uint8Array, from: number, length: number, last: boolean): void {
  bits.send((BlockType.STORED << 1) | Number(last), 3);
  bits.align();
  bits.send(length & 255, 8);
  bits.send(length >> 8, 8);
  bits.send(~length & 255, 8);
  bits.send((~length >> 8) & 255, 8);
  bits.out.add(bytes, from, from + length);
}
/** An empty block with fixed codes: lets the reader see all that came before. */
export function emptyBlock(bits: BitWriter): void {
  bits.send(BlockType.FIXED << 1, 3);
  bits.code(fixedL, END_BLOCK);
}

function sendSymbols(bits: BitWriter, symbols: Uint8Array, end: number, lTree: Uint16Array, dTree: Uint16Array): void {
  for (let k = 0; k < end; k += 3) {
    const distance = (symbols[k] | (symbols[k + 1] << 8)) - 1;
    const value = symbols[k + 2];
    if (distance < 0) {
      bits.code(lTree, value);
      continue;
    }
    const length = lengthCode[value];
    bits.code(lTree, length + LITERALS + 1);
    if (extraLength[length] !== 0) bits.send(value - baseLength[length], extraLength[length]);
    const code = distanceCode(distance);
    bits.code(dTree, code);
    if (extraDistance[code] !== 0) bits.send(distance - baseDistance[code], extraDistance[code]);
  }
  bits.code(lTree, END_BLOCK);
}

/**
 * Send a block in its shortest form.
 * @param symbols triples: distance (two bytes, 0 for a literal), literal or length - MIN_MATCH; `end` bytes of them.
 * @param lTree frequencies of literals and lengths, @param dTree of distances; spoilt.
 * @param raw the block's bytes at `from`, or null if they are gone. @param fixedOnly use no codes of its own.
 */
export function sendBlock(
  bits: BitWriter,
  symbols: Uint8Array,
  end: number,
  lTree: Uint16Array,
  dTree: Uint16Array,
  raw: Uint8Array | null,
  from: number,
  length: number,
  last: boolean,
  fixedOnly: boolean,
): void {
  ownBits = 0;
  fixedBits = 0;
  const maxL = buildTree(lTree, lKind);
  const maxD = buildTree(dTree, dKind);
  blTree.fill(0);
  const count = (symbol: number): void => {
    blTree[2 * symbol]++;
  };
  forEachRun(lTree, maxL, count);
  forEachRun(dTree, maxD, count);
  buildTree(blTree, blKind);
  let maxBl = BL_CODES - 1;
  while (maxBl >= 3 && blTree[2 * codeLengthOrder[maxBl] + 1] === 0) maxBl--;
  ownBits += 3 * (maxBl + 1) + 5 + 5 + 4;
  const fixedBytes = (fixedBits + 3 + 7) >>> 3;
  let best = (ownBits + 3 + 7) >>> 3;
  if (fixedBytes <= best || fixedOnly) best = fixedBytes;
  if (length + 4 <= best && raw !== null) storedBlock(bits, raw, from, length, last);
  else if (fixedBytes === best) {
    bits.send((BlockType.FIXED << 1) | Number(last), 3);
    sendSymbols(bits, symbols, end, fixedL, fixedD);
  } else {
    bits.send((BlockType.DYNAMIC << 1) | Number(last), 3);
    bits.send(maxL + 1 - 257, 5);
    bits.send(maxD, 5);
    bits.send(maxBl + 1 - 4, 4);
    for (let k = 0; k <= maxBl; k++) bits.send(blTree[2 * codeLengthOrder[k] + 1], 3);
    const send = (symbol: number, value: number): void => {
      bits.code(blTree, symbol);
      if (extraCodeLength[symbol] !== 0) bits.send(value, extraCodeLength[symbol]);
    };
    forEachRun(lTree, maxL, send);
    forEachRun(dTree, maxD, send);
    sendSymbols(bits, symbols, end, lTree, dTree);
  }
  if (last) bits.align();
}
