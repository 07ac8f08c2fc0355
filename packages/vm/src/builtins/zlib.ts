/**
 * Module `zlib`: compressed data, whole and in pieces, and checksums. The format is deflate/'s business. See CPython Modules/zlibmodule.c.
 *
 *     Compress            4 state (raw block)   6, 7 whose turn it is (turns.ts)   8 1: ended
 *     Decompress          4 state   5 unused_data   6, 7 turn   8 1: ended   9 unconsumed_tail   10 zdict (0 none)
 *     _ZlibDecompressor   4 state   5 unused_data   6, 7 turn   8 1: ended   9 input not decoded yet   10 zdict   11 1: needs input
 *
 * States lie in the heap, so that one thread may go on where another stopped. Large data is worked on without the lock.
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { EMPTY_BYTES, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { adler32, crc32 } from "../deflate/checksum.ts";
import { type DeflateParameters, Deflater, deflaterBytes, Flush, type Strategy, Wrap } from "../deflate/deflater.ts";
import { type Format, INFLATER_BYTES, InflateError, Inflater } from "../deflate/inflater.ts";
import { Output } from "../deflate/output.ts";
import { classByIndex, indexGen, indexNumberGen, plainlyNamed, typeName, typeOf } from "../objects/abstract.ts";
import { BUFFER, bufferOf, bufferTypeOf, bytesToJs, bytesView, newBytes } from "../objects/bytes-core.ts";
import { dictSetStr } from "../objects/dict-core.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToBigInt, newInt } from "../objects/number-core.ts";
import { newStr } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { defineModule } from "./modules.ts";
import { endTurn, takeTurn, withoutLock } from "./turns.ts";
import { M } from "./type-indices.ts";

const enum Z {
  STATE = 4,
  UNUSED = 5,
  TURN = 6,
  WAITED_FOR = 7,
  ENDED = 8,
  TAIL = 9,
  ZDICT = 10,
  NEEDS_INPUT = 11,
  WORDS = 12,
}
const MAX_WBITS = 15;
const DEF_BUF_SIZE = 16384;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** Data above this size is worked on without the lock. */
const WITHOUT_LOCK = 2047;

for (const type of [M.COMPRESS, M.DECOMPRESS, M.ZLIB_DECOMPRESSOR]) {
  defineLayout(type, {
    words: Z.WORDS,
    refs: [Z.UNUSED, Z.TAIL, Z.ZDICT],
    blocks: [Z.STATE],
    release(w) {
      if (i32[w + Z.STATE] !== 0) freeRaw(i32[w + Z.STATE]);
    },
  });
}

plainlyNamed.add(M.ZLIB_ERROR);
defineType(M.ZLIB_ERROR, () => ({
  name: "error",
  module: "zlib",
  base: E.Exception,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
}));

const zlibError = (message: string): unknown => raise(M.ZLIB_ERROR, message);
const INCONSISTENT = "inconsistent stream state";

// --- what all of it is made of ---

/** Run `work` on the bytes of an object: byte address and length in the heap. They stay where they are meanwhile. Raises TypeError. */
function withBytes<R>(data: Ref, work: (at: number, length: number) => R): R {
  const type = bufferTypeOf(data);
  if (type === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
  bufferOf(data);
  const { at, length } = BUFFER;
  type.export(data, 1);
  try {
    return length > WITHOUT_LOCK ? withoutLock(() => work(at, length)) : work(at, length);
  } catch (thrown) {
    if (thrown instanceof InflateError) throw zlibError(`Error -3 while decompressing data: ${thrown.message}`);
    throw thrown;
  } finally {
    type.export(data, -1);
  }
}

/** The turn at an object for `work`. */
function inTurn<R>(self: Ref, work: () => R): R {
  const turn = (self >> 2) + Z.TURN;
  takeTurn(self, turn, () => new Error("zlib.ts: a thread took its turn twice"));
  try {
    return work();
  } finally {
    endTurn(self, turn);
  }
}

const stateAt = (self: Ref): number => i32[(self >> 2) + Z.STATE] << 2;
const isEnded = (self: Ref): boolean => i32[(self >> 2) + Z.ENDED] !== 0;

function newObject(type: number, bytes: number): Ref {
  const state = allocRaw(bytes >> 2);
  const self = keep(allocInstance(classByIndex(type)));
  i32[(self >> 2) + Z.STATE] = state;
  return self;
}

function* intArg(value: Ref, otherwise: number): Gen<number> {
  return value === 0 ? otherwise : yield* indexNumberGen(value);
}

/** As zlib's deflateInit2 reads its arguments; null when it refuses them. */
function deflateParameters(
  level: number,
  method: number,
  wbits: number,
  memLevel: number,
  strategy: number,
): DeflateParameters | null {
  if (level === -1) level = 6;
  let wrap = Wrap.ZLIB;
  if (wbits < 0) {
    wrap = Wrap.RAW;
    wbits = -wbits;
  } else if (wbits > 15) {
    wrap = Wrap.GZIP;
    wbits -= 16;
  }
  const isRight =
    memLevel >= 1 &&
    memLevel <= 9 &&
    method === 8 &&
    wbits >= 8 &&
    wbits <= 15 &&
    level >= 0 &&
    level <= 9 &&
    strategy >= 0 &&
    strategy <= 4 &&
    (wbits !== 8 || wrap === Wrap.ZLIB);
  return isRight ? { level, wrap, windowBits: Math.max(9, wbits), memLevel, strategy: strategy as Strategy } : null;
}

/** As zlib's inflateInit2 reads its argument; null when it refuses it. */
function inflateParameters(wbits: number): { format: Format; windowBits: number } | null {
  if (wbits < 0) return wbits >= -15 && wbits <= -8 ? { format: 0, windowBits: -wbits } : null;
  const windowBits = wbits < 48 ? wbits & 15 : wbits;
  if (windowBits !== 0 && (windowBits < 8 || windowBits > 15)) return null;
  return { format: ((wbits >> 4) + 1) as Format, windowBits };
}

// --- whole data ---

// Work space for whole data, not in the heap: one for each worker, made when it is first wanted.
let deflateSpace = new Uint8Array(0);
let inflateSpace = new Uint8Array(0);

function* compress(data: Ref, level: Ref, wbits: Ref): Gen {
  const parameters = deflateParameters(yield* intArg(level, -1), 8, yield* intArg(wbits, MAX_WBITS), 8, 0);
  return newBytes(
    withBytes(data, (at, length) => {
      if (parameters === null) throw zlibError("Bad compression level");
      if (deflateSpace.length < deflaterBytes(parameters)) deflateSpace = new Uint8Array(deflaterBytes(parameters));
      const out = new Output(length > WITHOUT_LOCK ? length >> 1 : 1024);
      Deflater.start(deflateSpace, 0, parameters, null).deflate(out, u8, at, at + length, Flush.FINISH);
      return out.made;
    }),
  );
}

function* decompress(data: Ref, wbits: Ref, bufsize: Ref): Gen {
  const parameters = inflateParameters(yield* intArg(wbits, MAX_WBITS));
  const size = yield* intArg(bufsize, DEF_BUF_SIZE);
  if (size < 0) throw raise(E.ValueError, "bufsize must be non-negative");
  return newBytes(
    withBytes(data, (at, length) => {
      if (parameters === null) throw zlibError(`Error -2 while preparing to decompress data: ${INCONSISTENT}`);
      if (inflateSpace.length === 0) inflateSpace = new Uint8Array(INFLATER_BYTES);
      const out = new Output(Math.max(1024, length * 3));
      const inflater = Inflater.start(inflateSpace, 0, parameters.format, parameters.windowBits);
      inflater.inflate(out, u8, at, at + length, NO_LIMIT);
      if (inflater.needsDictionary) throw zlibError("Error 2 while decompressing data");
      if (!inflater.done) throw zlibError("Error -5 while decompressing data: incomplete or truncated stream");
      return out.made;
    }),
  );
}

function* checksum(
  data: Ref,
  value: Ref,
  start: number,
  sum: (before: number, bytes: Uint8Array, from: number, to: number) => number,
): Gen {
  const before = value === 0 ? start : Number(BigInt.asUintN(32, intToBigInt(yield* indexGen(value))));
  return newInt(withBytes(data, (at, length) => sum(before, u8, at, at + length)));
}

// --- compressing piece by piece ---

function* compressobj(level: Ref, method: Ref, wbits: Ref, memLevel: Ref, strategy: Ref, zdict: Ref): Gen {
  const parameters = deflateParameters(
    yield* intArg(level, -1),
    yield* intArg(method, 8),
    yield* intArg(wbits, MAX_WBITS),
    yield* intArg(memLevel, 8),
    yield* intArg(strategy, 0),
  );
  let dictionary: Uint8Array | null = null;
  if (zdict !== 0) {
    dictionary = bytesToJs(zdict);
    if (dictionary === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(zdict)}'`);
  }
  if (parameters === null) throw raise(E.ValueError, "Invalid initialization option");
  const self = newObject(M.COMPRESS, deflaterBytes(parameters));
  Deflater.start(u8, stateAt(self), parameters, dictionary);
  return self;
}

function deflate(self: Ref, at: number, length: number, flush: Flush): Uint8Array {
  const out = new Output();
  const deflater = Deflater.open(u8, stateAt(self));
  deflater.deflate(out, u8, at, at + length, flush);
  deflater.close();
  return out.made;
}

function compressPiece(self: Ref, data: Ref): Ref {
  return inTurn(self, () => {
    if (isEnded(self)) throw zlibError(`Error -2 while compressing data: ${INCONSISTENT}`);
    return newBytes(withBytes(data, (at, length) => deflate(self, at, length, Flush.NONE)));
  });
}

function* flushCompress(self: Ref, mode: Ref): Gen {
  const flush = yield* intArg(mode, Flush.FINISH);
  if (flush === Flush.NONE) return EMPTY_BYTES;
  return inTurn(self, () => {
    if (isEnded(self) || flush < 0 || flush > Flush.BLOCK) throw zlibError(`Error -2 while flushing: ${INCONSISTENT}`);
    const made = newBytes(withoutLock(() => deflate(self, 0, 0, flush)));
    if (flush === Flush.FINISH) i32[(self >> 2) + Z.ENDED] = 1;
    return made;
  });
}

/** Another object with the same state. `size`: bytes of it. */
function copyObject(self: Ref, size: number): Ref {
  return inTurn(self, () => {
    if (isEnded(self)) throw raise(E.ValueError, "Inconsistent stream state");
    const other = newObject(typeOf(self), size);
    u8.copyWithin(stateAt(other), stateAt(self), stateAt(self) + size);
    for (const word of [Z.UNUSED, Z.TAIL, Z.ZDICT]) {
      const held = i32[(self >> 2) + word];
      if (held !== 0) i32[(other >> 2) + word] = incref(held);
    }
    return other;
  });
}
function copyCompress(self: Ref): Ref {
  if (isEnded(self)) throw raise(E.ValueError, "Inconsistent stream state");
  return copyObject(self, Deflater.bytesAt(u8, stateAt(self)));
}

defineType(M.COMPRESS, () => ({
  name: "Compress",
  module: "zlib",
  flags: TypeFlag.GC,
  methods: {
    compress: ["($self, data, /)", compressPiece, "Returns a bytes object containing compressed data."],
    flush: [
      "($self, mode=Z_FINISH, /)",
      flushCompress,
      "Return a bytes object containing any remaining compressed data.",
    ],
    copy: ["($self, /)", copyCompress, "Return a copy of the compression object."],
    __copy__: ["($self, /)", copyCompress],
    __deepcopy__: ["($self, memo, /)", (self: Ref) => copyCompress(self)],
  },
}));

// --- decompressing piece by piece ---

function* newDecompressor(type: number, wbits: Ref, zdict: Ref): Gen {
  const parameters = inflateParameters(yield* intArg(wbits, MAX_WBITS));
  if (zdict !== 0 && bytesView(zdict) === null)
    throw raise(E.TypeError, "zdict argument must support the buffer protocol");
  if (parameters === null) throw raise(E.ValueError, "Invalid initialization option");
  const self = newObject(type, INFLATER_BYTES);
  const w = self >> 2;
  i32[w + Z.UNUSED] = EMPTY_BYTES;
  i32[w + Z.TAIL] = EMPTY_BYTES;
  i32[w + Z.NEEDS_INPUT] = 1;
  const inflater = Inflater.start(u8, stateAt(self), parameters.format, parameters.windowBits);
  if (zdict !== 0) {
    i32[w + Z.ZDICT] = incref(zdict);
    if (parameters.format === 0) {
      inflater.setDictionary(bytesToJs(zdict) as Uint8Array);
      inflater.close();
    }
  }
  return self;
}

/**
 * Decode the bytes of an object, up to `limit` bytes of output.
 * @returns what was made (bytes), and how many bytes were used.
 */
function inflate(self: Ref, data: Ref, limit: number): { made: Ref; used: number } {
  const zdict = i32[(self >> 2) + Z.ZDICT];
  const dictionary = zdict === 0 ? null : bytesToJs(zdict);
  const out = new Output();
  const used = withBytes(data, (at, length) => {
    const inflater = Inflater.open(u8, stateAt(self));
    let n = inflater.inflate(out, u8, at, at + length, limit);
    if (inflater.needsDictionary) {
      if (dictionary === null) throw zlibError("Error 2 while decompressing data");
      if (!inflater.setDictionary(dictionary)) throw zlibError("Error -3 while setting zdict: invalid input data");
      n += inflater.inflate(out, u8, at + n, at + length, limit);
    }
    inflater.close();
    if (inflater.done) i32[(self >> 2) + Z.ENDED] = 1;
    return n;
  });
  return { made: newBytes(out.made), used };
}

const restOf = (data: Ref, from: number): Ref => newBytes((bytesView(data) as Uint8Array).subarray(from));
function joined(first: Ref, second: Ref): Ref {
  const a = bytesView(first) as Uint8Array;
  const b = bytesView(second) as Uint8Array;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return newBytes(both);
}

/** What was not used goes where the program finds it. */
function keepRest(self: Ref, data: Ref, used: number): void {
  const w = self >> 2;
  const rest = restOf(data, used);
  if (isEnded(self) && rest !== EMPTY_BYTES) setRefWord(w + Z.UNUSED, joined(i32[w + Z.UNUSED], rest));
  setRefWord(w + Z.TAIL, rest);
}

function* decompressPiece(self: Ref, data: Ref, maxLength: Ref): Gen {
  const limit = yield* intArg(maxLength, 0);
  if (limit < 0) throw raise(E.ValueError, "max_length must be non-negative");
  return inTurn(self, () => {
    const { made, used } = inflate(self, data, limit === 0 ? NO_LIMIT : limit);
    keepRest(self, data, used);
    return made;
  });
}

function* flushDecompress(self: Ref, length: Ref): Gen {
  const size = yield* intArg(length, DEF_BUF_SIZE);
  if (size <= 0) throw raise(E.ValueError, "length must be greater than zero");
  return inTurn(self, () => {
    const tail = borrow(i32[(self >> 2) + Z.TAIL]);
    const { made, used } = inflate(self, tail, NO_LIMIT);
    keepRest(self, tail, used);
    return made;
  });
}
const copyDecompress = (self: Ref): Ref => copyObject(self, INFLATER_BYTES);

defineType(M.DECOMPRESS, () => ({
  name: "Decompress",
  module: "zlib",
  flags: TypeFlag.GC,
  methods: {
    decompress: [
      "($self, data, /, max_length=0)",
      decompressPiece,
      "Return a bytes object containing the decompressed version of the data.",
    ],
    flush: [
      "($self, length=zlib.DEF_BUF_SIZE, /)",
      flushDecompress,
      "Return a bytes object containing any remaining decompressed data.",
    ],
    copy: ["($self, /)", copyDecompress, "Return a copy of the decompression object."],
    __copy__: ["($self, /)", copyDecompress],
    __deepcopy__: ["($self, memo, /)", (self: Ref) => copyDecompress(self)],
  },
  members: { unused_data: [Z.UNUSED, "ro"], unconsumed_tail: [Z.TAIL, "ro"] },
  getset: { eof: [(self: Ref) => bool(isEnded(self))] },
}));

function* decompressMore(self: Ref, data: Ref, maxLength: Ref): Gen {
  const most = yield* intArg(maxLength, -1);
  return inTurn(self, () => {
    const w = self >> 2;
    if (isEnded(self)) throw raise(E.EOFError, "End of stream already reached");
    if (bytesView(data) === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
    const input = i32[w + Z.TAIL] === EMPTY_BYTES ? data : joined(i32[w + Z.TAIL], data);
    const limit = most < 0 ? NO_LIMIT : most;
    const { made, used } = inflate(self, input, limit);
    const rest = restOf(input, used);
    const ended = isEnded(self);
    setRefWord(w + (ended ? Z.UNUSED : Z.TAIL), rest);
    const isFull = (bytesView(made) as Uint8Array).length === limit;
    i32[w + Z.NEEDS_INPUT] = !ended && rest === EMPTY_BYTES && !isFull ? 1 : 0;
    return made;
  });
}

defineType(M.ZLIB_DECOMPRESSOR, () => ({
  name: "_ZlibDecompressor",
  module: "zlib",
  flags: TypeFlag.GC,
  doc: "Create a decompressor object for decompressing data incrementally.",
  new: [
    "($type, wbits=MAX_WBITS, zdict=b'')",
    function* (_cls: Ref, wbits: Ref, zdict: Ref): Gen {
      return yield* newDecompressor(M.ZLIB_DECOMPRESSOR, wbits, zdict);
    },
  ],
  methods: {
    decompress: [
      "($self, /, data, max_length=-1)",
      decompressMore,
      "Decompress *data*, returning uncompressed data as bytes.",
    ],
  },
  members: { unused_data: [Z.UNUSED, "ro"] },
  getset: {
    eof: [(self: Ref) => bool(isEnded(self))],
    needs_input: [(self: Ref) => bool(i32[(self >> 2) + Z.NEEDS_INPUT] !== 0)],
  },
}));

// --- the module ---

const constants: Record<string, number> = {
  MAX_WBITS,
  DEFLATED: 8,
  DEF_MEM_LEVEL: 8,
  DEF_BUF_SIZE,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1,
  Z_HUFFMAN_ONLY: 2,
  Z_RLE: 3,
  Z_FIXED: 4,
  Z_DEFAULT_STRATEGY: 0,
  Z_FINISH: 4,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_BLOCK: 5,
  Z_TREES: 6,
};

defineModule("zlib", () => ({
  doc: "The functions in this module allow compression and decompression using the\nzlib format, which is that of GNU zip.",
  functions: {
    compress: [
      "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
      compress,
      "Returns a bytes object containing compressed data.",
    ],
    decompress: [
      "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
      decompress,
      "Returns a bytes object containing the uncompressed data.",
    ],
    compressobj: [
      "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)",
      compressobj,
      "Return a compressor object.",
    ],
    decompressobj: [
      "($module, /, wbits=MAX_WBITS, zdict=b'')",
      function* (wbits: Ref, zdict: Ref): Gen {
        return yield* newDecompressor(M.DECOMPRESS, wbits, zdict);
      },
      "Return a decompressor object.",
    ],
    crc32: [
      "($module, data, value=0, /)",
      function* (data: Ref, value: Ref): Gen {
        return yield* checksum(data, value, 0, crc32);
      },
      "Compute a CRC-32 checksum of data.",
    ],
    adler32: [
      "($module, data, value=1, /)",
      function* (data: Ref, value: Ref): Gen {
        return yield* checksum(data, value, 1, adler32);
      },
      "Compute an Adler-32 checksum of data.",
    ],
  },
  attributes: {
    ZLIB_VERSION: () => newStr("1.2.13"),
    ZLIB_RUNTIME_VERSION: () => newStr("1.2.13"),
    __version__: () => newStr("1.0"),
  },
  types: { error: M.ZLIB_ERROR, _ZlibDecompressor: M.ZLIB_DECOMPRESSOR },
  init(dict) {
    for (const [name, value] of Object.entries(constants)) dictSetStr(dict, internJs(name), newInt(value));
  },
}));
