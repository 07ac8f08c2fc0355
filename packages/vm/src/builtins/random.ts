/**
 * Module `random`: the classes Random and SystemRandom over the algorithms of numeric/random.ts and the Mersenne Twister of numeric/mt19937.ts, and the
 * functions of the module, which are methods of one hidden instance.
 *
 * All of it is native, where CPython has Lib/random.py over the C class `_random.Random`. A subclass that overrides `random` or `getrandbits` is honoured
 * by replay: an algorithm takes from a list of numbers drawn so far; when it needs one more, it is abandoned, the method is called, and it starts again. The
 * algorithms are pure, so the last run has the right result.
 *
 *     Random: 4 word index of the state's raw block (mt19937.ts: 625 words; 0: SystemRandom)   5 gauss_next: a float, None or 0
 *
 * See CPython Lib/random.py, Modules/_randommodule.c.
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32, u32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { host } from "../host.ts";
import {
  initByArray,
  nextBigBits,
  nextBits,
  nextFloat,
  seedBytes,
  seedFloat,
  seedHash,
  seedInt,
  STATE_WORDS,
} from "../numeric/mt19937.ts";
import * as algorithms from "../numeric/random.ts";
import type { RandomSource } from "../numeric/random.ts";
import {
  binaryGen,
  callMethod,
  classByIndex,
  classOf,
  getItemGen,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  isSubclassOf,
  lengthGen,
  listOf,
  plainlyNamed,
  setItemGen,
  slotOf,
  typeFlags,
  typeLookup,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { bytesToJs, newBytes } from "../objects/bytes-core.ts";
import { dictSetStr } from "../objects/dict-core.ts";
import { HASH, hashLeaf } from "../objects/compare.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { numberGen, numberLeaf, numberValue } from "../objects/float.ts";
import { bigArithmetic, intText, smallValue } from "../objects/int-arith.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Impl, NativeFunction, Ref } from "../objects/native.ts";
import { floatValue, intToBigInt, isInt, newBigInt, newFloat, newInt, plainValue } from "../objects/number-core.ts";
import { listItem, listLength, newList, newTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { codePoints, strToJs } from "../objects/str-core.ts";
import { guarded, raiseFail } from "../objects/str-fail.ts";
import { allocBuiltin, definedType, defineType, type MethodDef } from "../objects/type-def.ts";
import { defineModule } from "./modules.ts";
import { M } from "./type-indices.ts";

const enum Random {
  STATE = 4,
  GAUSS_NEXT = 5,
  WORDS = 6,
}
const SYSTEM = M.RANDOM + 1;

for (const type of [M.RANDOM, SYSTEM]) {
  defineLayout(type, {
    words: Random.WORDS,
    refs: [Random.GAUSS_NEXT],
    blocks: [Random.STATE],
    release(w) {
      const at = i32[w + Random.STATE];
      if (at !== 0) freeRaw(at);
    },
  });
}

// --- sources ---

/** The Mersenne Twister of the instance at hand: `base` is set before each use. */
class Twister implements RandomSource {
  base = 0;
  random(): number {
    return nextFloat(u32, this.base);
  }
  bits(k: number): number {
    return nextBits(u32, this.base, k);
  }
  bigBits(k: number): bigint {
    return nextBigBits(u32, this.base, k);
  }
}
const twister = new Twister();

/** The operating system's randomness. */
const system: RandomSource = {
  random(): number {
    const bytes = new Uint8Array(7);
    host.sys.randomBytes(bytes);
    // 53 of 56 bits.
    let n = bytes[6] >>> 3;
    for (let k = 5; k >= 0; k--) n = n * 256 + bytes[k];
    return n / 2 ** 53;
  },
  bits: (k: number) => Number(system.bigBits(k)),
  bigBits(k: number): bigint {
    const bytes = new Uint8Array((k + 7) >> 3);
    host.sys.randomBytes(bytes);
    let hex = "0x0";
    for (const b of bytes) hex += b.toString(16).padStart(2, "0");
    return BigInt(hex) >> BigInt(bytes.length * 8 - k);
  },
};

/** Thrown by Replay for a number that was not drawn yet. */
const NEED = { needsNumber: true };
/** The numbers that a Python override has given so far. */
class Replay implements RandomSource {
  readonly values: (number | bigint)[] = [];
  at = 0;
  /** What is needed next: bits, or -1 for random(). */
  wanted = -1;
  /** `random` alone is overridden: integers below n are made of it too. */
  below?: (n: number) => number;

  constructor(randomOnly: boolean) {
    if (randomOnly) this.below = (n) => this.belowOfRandom(n);
  }
  private next(wanted: number): number | bigint {
    if (this.at < this.values.length) return this.values[this.at++];
    this.wanted = wanted;
    throw NEED;
  }
  random(): number {
    return this.next(-1) as number;
  }
  bits(k: number): number {
    return Number(this.next(k));
  }
  bigBits(k: number): bigint {
    return this.next(k) as bigint;
  }
  private belowOfRandom(n: number): number {
    const most = 2 ** 53;
    const limit = (most - (most % n)) / most;
    let r = this.random();
    while (r >= limit) r = this.random();
    return Math.floor(r * most) % n;
  }
}

let ownRandom: NativeFunction | null = null;
let ownBits: NativeFunction | null = null;

/** What a class overrides: 0 nothing, 1 getrandbits (or both), 2 random alone. */
function overrides(self: Ref): 0 | 1 | 2 {
  const type = typeOf(self);
  if (type < T.FIRST_HEAP_TYPE) return 0;
  ownRandom ??= methodOf("random");
  ownBits ??= methodOf("getrandbits");
  const isOwn = (name: string, fn: NativeFunction): boolean => {
    const found = typeLookup(type, internJs(name));
    if (typeOf(found) !== T.METHOD_DESCRIPTOR) return false;
    const index = i32[(found >> 2) + 4];
    return index === fn.index || index === systemMethod(name).index;
  };
  if (!isOwn("getrandbits", ownBits)) return 1;
  return isOwn("random", ownRandom) ? 0 : 2;
}

const isSystem = (self: Ref): boolean => typeOf(self) !== M.RANDOM && isSubclassOf(classOf(self), classByIndex(SYSTEM));

/** The source of an instance that overrides nothing. */
function sourceOf(self: Ref): RandomSource {
  const at = i32[(self >> 2) + Random.STATE];
  if (at === 0) return system;
  twister.base = at;
  return twister;
}

/** Run an algorithm over an instance's numbers. It must be pure, since with overrides it runs several times. */
function* draw<R>(self: Ref, algorithm: (source: RandomSource) => R): Gen<R> {
  const overridden = overrides(self);
  if (overridden === 0) return guarded(() => algorithm(sourceOf(self)));
  const replay = new Replay(overridden === 2);
  const level = handleLevel();
  for (;;) {
    replay.at = 0;
    try {
      return algorithm(replay);
    } catch (thrown) {
      if (thrown !== NEED) raiseFail(thrown);
    }
    if (replay.wanted < 0) replay.values.push(yield* numberGen(yield* callMethod(self, "random")));
    else
      replay.values.push(intToBigInt(yield* indexGen(yield* callMethod(self, "getrandbits", newInt(replay.wanted)))));
    releaseTo(level);
  }
}

// --- seeding and state ---

function seedFromSystem(at: number): void {
  const key = new Uint8Array(2496);
  host.sys.randomBytes(key);
  initByArray(u32, at, new Uint32Array(key.buffer));
}

const seedTypes = "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.";

/** The seed of version 1 for text: a hash of 64 bits. */
function oldTextSeed(points: ArrayLike<number>): bigint {
  let x = points.length > 0 ? BigInt(points[0]) << 7n : 0n;
  for (let k = 0; k < points.length; k++) x = ((1000003n * x) ^ BigInt(points[k])) & 0xffffffffffffffffn;
  return x ^ BigInt(points.length);
}

/** Seed the state at word `at` as `seed(a, version)` does. Raises TypeError. */
function seedWith(at: number, a: Ref, version: number): void {
  if (a === 0 || a === NONE) {
    seedFromSystem(at);
    return;
  }
  if (isInt(a)) {
    seedInt(u32, at, intToBigInt(a));
    return;
  }
  if ((typeFlags(typeOf(a)) & TypeFlag.FLOAT_SUBCLASS) !== 0) {
    const x = floatValue(plainValue(a));
    if (x === x) seedFloat(u32, at, x);
    else {
      hashLeaf(a);
      seedHash(u32, at, HASH[0], HASH[1]);
    }
    return;
  }
  const isStr = isInstanceOfType(a, T.STR);
  if (!isStr && !isInstanceOfType(a, T.BYTES) && !isInstanceOfType(a, T.BYTEARRAY)) throw raise(E.TypeError, seedTypes);
  const bytes = isStr ? null : (bytesToJs(a) as Uint8Array);
  if (version === 1) {
    seedInt(u32, at, oldTextSeed(bytes ?? codePoints(plainValue(a))));
    return;
  }
  seedBytes(u32, at, bytes ?? new TextEncoder().encode(strToJs(plainValue(a))));
}

function seed(self: Ref, a: Ref, version: Ref): Ref {
  const at = i32[(self >> 2) + Random.STATE];
  if (at !== 0) seedWith(at, a, version === 0 ? 2 : isInt(version) ? smallValue(plainValue(version)) : 0);
  setRefWord((self >> 2) + Random.GAUSS_NEXT, 0);
  return NONE;
}

function getState(self: Ref): Ref {
  const at = i32[(self >> 2) + Random.STATE];
  if (at === 0) throw raise(E.NotImplementedError, "System entropy source does not have state.");
  const words: Ref[] = [];
  for (let k = 0; k < STATE_WORDS; k++) words.push(newInt(u32[at + k]));
  return newTuple([7, newTuple(words), i32[(self >> 2) + Random.GAUSS_NEXT] || NONE]);
}

function* setState(self: Ref, state: Ref): Gen {
  const at = i32[(self >> 2) + Random.STATE];
  if (at === 0) throw raise(E.NotImplementedError, "System entropy source does not have state.");
  const version = yield* getItemGen(state, 1);
  const v = isInt(version) ? smallValue(plainValue(version)) : Number.NaN;
  if (v !== 3 && v !== 2) {
    const shown = isInt(version) ? intText(plainValue(version)) : typeName(version);
    throw raise(E.ValueError, `state with version ${shown} passed to Random.setstate() of version 3`);
  }
  const parts = yield* listOf(state);
  if (parts.length > 3) throw raise(E.ValueError, "too many values to unpack (expected 3)");
  if (parts.length < 3) throw raise(E.ValueError, `not enough values to unpack (expected 3, got ${parts.length})`);
  if (!isInstanceOfType(parts[1], T.TUPLE)) throw raise(E.TypeError, "state vector must be a tuple");
  const inner = plainValue(parts[1]);
  if (tupleLength(inner) !== STATE_WORDS) throw raise(E.ValueError, "state vector is the wrong size");
  const words = new Uint32Array(STATE_WORDS);
  for (let k = 0; k < STATE_WORDS; k++) {
    const word = tupleItem(inner, k);
    if (!isInt(word)) throw raise(E.TypeError, "an integer is required");
    const n = intToBigInt(word);
    if (n < 0n && v === 3) throw raise(E.OverflowError, "can't convert negative value to unsigned int");
    words[k] = Number(n & 0xffffffffn);
  }
  if (words[STATE_WORDS - 1] > 624) throw raise(E.ValueError, "invalid state");
  u32.set(words, at);
  setRefWord((self >> 2) + Random.GAUSS_NEXT, parts[2] === NONE ? 0 : parts[2]);
  return NONE;
}

function newRandom(cls: Ref, system: boolean): Ref {
  const self = keep(allocInstance(cls));
  if (!system) {
    const at = allocRaw(STATE_WORDS);
    // Defined contents before anything can fail; __init__ seeds it.
    i32.fill(0, at, at + STATE_WORDS);
    i32[at] = 1;
    i32[at + STATE_WORDS - 1] = 624;
    i32[(self >> 2) + Random.STATE] = at;
  }
  return self;
}

// --- integers ---

const bitsOf = {
  leaf(self: Ref, k: Ref): Ref {
    const n = indexLeaf(k);
    if (n === DEFER) return DEFER;
    const bits = smallValue(n);
    if (bits < 0) throw raise(E.ValueError, "number of bits must be non-negative");
    if (bits !== bits) throw raise(E.OverflowError, "Python int too large to convert to C int");
    const source = sourceOf(self);
    return bits <= 32 ? newInt(source.bits(bits)) : bigArithmetic(() => newBigInt(source.bigBits(bits)));
  },
  *gen(self: Ref, k: Ref): Gen {
    return bitsOf.leaf(self, yield* indexGen(k));
  },
};

/** `randrange` of exact ints (`stop` 0 or None: absent; `step` 0: absent). */
function* rangeGen(self: Ref, start: Ref, stop: Ref, step: Ref): Gen {
  const from = borrow(yield* indexGen(start));
  if (stop === 0 || stop === NONE) {
    if (step !== 0 && step !== 3) throw raise(E.TypeError, "Missing a non-None stop argument");
    return newBigInt(yield* draw(self, (s) => algorithms.randrange(s, intToBigInt(from), null)));
  }
  const to = borrow(yield* indexGen(stop));
  const by = step === 0 ? 3 : borrow(yield* indexGen(step));
  const [a, b, c] = [intToBigInt(from), intToBigInt(to), intToBigInt(by)];
  return newBigInt(yield* draw(self, (s) => algorithms.randrange(s, a, b, c)));
}

/** from + below(width) for small numbers and no overrides, else DEFER. */
function quickBelow(self: Ref, from: number, width: number): Ref {
  if (!(width > 0 && width <= 0xffffffff) || typeOf(self) !== M.RANDOM) return DEFER;
  return newInt(from + algorithms.below(sourceOf(self), width));
}

const randrange: Impl = {
  leaf(self: Ref, start: Ref, stop: Ref, step: Ref): Ref {
    if ((start & 1) === 0 || (step !== 0 && step !== 3)) return DEFER;
    if (stop === 0 || stop === NONE) return quickBelow(self, 0, start >> 1);
    return (stop & 1) === 0 ? DEFER : quickBelow(self, start >> 1, (stop >> 1) - (start >> 1));
  },
  gen: rangeGen,
};

const randint: Impl = {
  leaf(self: Ref, a: Ref, b: Ref): Ref {
    if ((a & b & 1) === 0) return DEFER;
    return quickBelow(self, a >> 1, (b >> 1) - (a >> 1) + 1);
  },
  *gen(self: Ref, a: Ref, b: Ref): Gen {
    const stop = borrow(yield* binaryGen(S.ADD, b, 3));
    return yield* rangeGen(self, a, stop, 0);
  },
};

function* randbytes(self: Ref, n: Ref): Gen {
  const count = smallValue(yield* indexGen(n));
  if (count < 0) throw raise(E.ValueError, "number of bits must be non-negative");
  if (!(count < 2 ** 28)) throw raise(E.OverflowError, "Python int too large to convert to C int");
  const value = count === 0 ? 0n : yield* draw(self, (s) => s.bigBits(count * 8));
  const out = new Uint8Array(count);
  const hex = value.toString(16).padStart(count * 2, "0");
  const little = !isSystem(self);
  for (let k = 0; k < count; k++) out[little ? count - 1 - k : k] = Number.parseInt(hex.slice(k * 2, k * 2 + 2), 16);
  return newBytes(out);
}

// --- sequences ---

/** Item k of a sequence. */
function* itemAt(seq: Ref, k: number): Gen {
  const type = typeOf(seq);
  if (type === T.LIST && k < listLength(seq)) return listItem(seq, k);
  if (type === T.TUPLE && k < tupleLength(seq)) return tupleItem(seq, k);
  return yield* getItemGen(seq, newInt(k));
}

const choice: Impl = {
  leaf(self: Ref, seq: Ref): Ref {
    const type = typeOf(seq);
    if (typeOf(self) !== M.RANDOM || (type !== T.LIST && type !== T.TUPLE)) return DEFER;
    const n = type === T.LIST ? listLength(seq) : tupleLength(seq);
    if (n === 0) throw raise(E.IndexError, "Cannot choose from an empty sequence");
    const k = algorithms.below(sourceOf(self), n);
    return type === T.LIST ? listItem(seq, k) : tupleItem(seq, k);
  },
  *gen(self: Ref, seq: Ref): Gen {
    const n = yield* lengthGen(seq);
    if (n === 0) throw raise(E.IndexError, "Cannot choose from an empty sequence");
    const k = yield* draw(self, (s) => Number(algorithms.bigBelow(s, BigInt(n))));
    return yield* itemAt(seq, k);
  },
};

const shuffle: Impl = {
  leaf(self: Ref, x: Ref): Ref {
    if (typeOf(self) !== M.RANDOM || typeOf(x) !== T.LIST) return DEFER;
    const items = i32[(x >> 2) + 5];
    algorithms.shuffle(sourceOf(self), listLength(x), (i, j) => {
      const t = i32[items + i];
      i32[items + i] = i32[items + j];
      i32[items + j] = t;
    });
    return NONE;
  },
  *gen(self: Ref, x: Ref): Gen {
    const n = yield* lengthGen(x);
    const swaps = yield* draw(self, (s) => {
      const list: number[] = [];
      algorithms.shuffle(s, n, (i, j) => list.push(i, j));
      return list;
    });
    for (let k = 0; k < swaps.length; k += 2) {
      const level = handleLevel();
      const i = newInt(swaps[k]);
      const j = newInt(swaps[k + 1]);
      const a = borrow(yield* getItemGen(x, j));
      const b = borrow(yield* getItemGen(x, i));
      yield* setItemGen(x, i, a);
      yield* setItemGen(x, j, b);
      releaseTo(level);
    }
    return NONE;
  },
};

/** Is it a sequence, as `collections.abc.Sequence` sees it? */
function isSequence(o: Ref): boolean {
  if ((o & 1) !== 0) return false;
  const flags = i32[TYPE_FLAGS + typeOf(o)];
  const text =
    TypeFlag.STR_SUBCLASS |
    TypeFlag.BYTES_SUBCLASS |
    TypeFlag.LIST_SUBCLASS |
    TypeFlag.TUPLE_SUBCLASS |
    TypeFlag.SEQUENCE;
  return (flags & text) !== 0 || isInstanceOfType(o, T.BYTEARRAY);
}

/** Running sums of the ints of `counts`. Raises TypeError, ValueError. */
function* runningCounts(counts: Ref): Gen<number[]> {
  const out: number[] = [];
  let total = 0;
  for (const c of yield* listOf(counts)) {
    if (!isInt(c)) throw raise(E.TypeError, "Counts must be integers");
    total += Number(intToBigInt(c));
    out.push(total);
  }
  return out;
}

/** Items of a sequence at indices, as a list. */
function* pick(seq: Ref, indices: readonly number[]): Gen {
  const out: Ref[] = [];
  for (const k of indices) out.push(borrow(yield* itemAt(seq, k)));
  return newList(out);
}

function* sample(self: Ref, population: Ref, k: Ref, counts: Ref): Gen {
  if (!isSequence(population))
    throw raise(E.TypeError, "Population must be a sequence.  For dicts or sets, use sorted(d).");
  let n = yield* lengthGen(population);
  let running: number[] | null = null;
  if (counts !== 0 && counts !== NONE) {
    running = yield* runningCounts(counts);
    if (running.length !== n) throw raise(E.ValueError, "The number of counts does not match the population");
    n = running.length === 0 ? 0 : running[running.length - 1];
    if (n < 0) throw raise(E.ValueError, "Counts must be non-negative");
  }
  if ((k & 1) === 0 && !isInt(k) && slotOf(typeOf(k), S.INDEX) === 0)
    throw raise(E.TypeError, `can't multiply sequence by non-int of type '${typeName(k)}'`);
  const size = smallValue(yield* indexGen(k));
  const sums = running;
  const chosen = yield* draw(self, (s) => algorithms.sample(s, n, size));
  if (sums === null) return yield* pick(population, chosen);
  return yield* pick(
    population,
    chosen.map((r) => algorithms.chooseWeighted([...sums, Number.POSITIVE_INFINITY], r)),
  );
}

function* choices(self: Ref, population: Ref, weights: Ref, cumWeights: Ref, k: Ref): Gen {
  const n = yield* lengthGen(population);
  const given = weights !== 0 && weights !== NONE;
  const size = k === 0 ? 1 : smallValue(yield* indexGen(k));
  let cumulative: number[] | null = null;
  if (cumWeights !== 0 && cumWeights !== NONE) {
    if (given) throw raise(E.TypeError, "Cannot specify both weights and cumulative weights");
    cumulative = [];
    for (const w of yield* listOf(cumWeights)) cumulative.push(yield* numberGen(w));
  } else if (given) {
    if (isInt(weights))
      throw raise(E.TypeError, `The number of choices must be a keyword argument: k=${intText(plainValue(weights))}`);
    cumulative = [];
    let total = 0;
    for (const w of yield* listOf(weights)) {
      total += yield* numberGen(w);
      cumulative.push(total);
    }
  }
  const weighted = cumulative;
  return yield* pick(population, yield* draw(self, (s) => algorithms.choices(s, n, size, weighted)));
}

// --- distributions ---

/** A distribution of up to three parameters; `defaults` for those that may be absent. */
function distribution(
  f: (source: RandomSource, a: number, b: number, c: number) => number,
  defaults: readonly number[] = [],
): Impl {
  return {
    leaf(self: Ref, ...args: Ref[]): Ref {
      if (typeOf(self) !== M.RANDOM) return DEFER;
      const p = [0, 0, 0];
      for (let k = 0; k < args.length; k++) {
        if (args[k] === 0) p[k] = defaults[k];
        else if (!numberLeaf(args[k])) return DEFER;
        else p[k] = numberValue;
      }
      try {
        return newFloat(f(sourceOf(self), p[0], p[1], p[2]));
      } catch (thrown) {
        raiseFail(thrown);
      }
    },
    *gen(self: Ref, ...args: Ref[]): Gen {
      const p = [0, 0, 0];
      for (let k = 0; k < args.length; k++) p[k] = args[k] === 0 ? defaults[k] : yield* numberGen(args[k]);
      return newFloat(yield* draw(self, (s) => f(s, p[0], p[1], p[2])));
    },
  };
}

function* triangular(self: Ref, low: Ref, high: Ref, mode: Ref): Gen {
  const a = low === 0 ? 0 : yield* numberGen(low);
  const b = high === 0 ? 1 : yield* numberGen(high);
  const c = mode === 0 || mode === NONE ? null : yield* numberGen(mode);
  const r = yield* draw(self, (s) => algorithms.triangular(s, a, b, c));
  return c !== null && a === b && low !== 0 ? low : newFloat(r);
}

function* gauss(self: Ref, mu: Ref, sigma: Ref): Gen {
  const m = mu === 0 ? 0 : yield* numberGen(mu);
  const s = sigma === 0 ? 1 : yield* numberGen(sigma);
  const word = (self >> 2) + Random.GAUSS_NEXT;
  const stored = i32[word] === 0 || i32[word] === NONE ? null : yield* numberGen(i32[word]);
  const state = { next: stored };
  const r = yield* draw(self, (source) => {
    state.next = stored;
    return algorithms.gauss(source, m, s, state);
  });
  setRefWord(word, state.next === null ? 0 : newFloat(state.next));
  return newFloat(r);
}

function* binomial(self: Ref, n: Ref, p: Ref): Gen {
  const count = n === 0 ? 1 : yield* numberGen(n);
  const chance = p === 0 ? 0.5 : yield* numberGen(p);
  return newInt(yield* draw(self, (s) => algorithms.binomialvariate(s, count, chance)));
}

const methods: Record<string, MethodDef> = {
  random: ["($self, /)", (self: Ref) => newFloat(sourceOf(self).random()), "random() -> x in the interval [0, 1)."],
  getrandbits: ["($self, k, /)", bitsOf, "getrandbits(k) -> x.  Generates an int with k random bits."],
  seed: [
    "($self, a=None, version=2)",
    seed,
    "Initialize the state from a hashable object; None: from the operating system.",
  ],
  getstate: ["($self)", getState, "The internal state; setstate() takes it."],
  setstate: ["($self, state)", setState, "Go back to a state that getstate() gave."],
  randrange: ["($self, start, stop=None, step=1)", randrange, "Choose a random item from range(start, stop[, step])."],
  randint: ["($self, a, b)", randint, "Random integer in range [a, b], both end points included."],
  randbytes: ["($self, n)", randbytes, "n random bytes."],
  choice: ["($self, seq)", choice, "Choose a random element of a sequence that is not empty."],
  choices: [
    "($self, population, weights=None, *, cum_weights=None, k=1)",
    choices,
    "A list of k elements of the population, each of which may come again.",
  ],
  shuffle: ["($self, x)", shuffle, "Shuffle list x in place, and return None."],
  sample: ["($self, population, k, *, counts=None)", sample, "k different elements of a sequence, in random order."],
  uniform: ["($self, a, b)", distribution(algorithms.uniform), "A random number between a and b."],
  triangular: ["($self, low=0.0, high=1.0, mode=None)", triangular, "Triangular distribution."],
  normalvariate: ["($self, mu=0.0, sigma=1.0)", distribution(algorithms.normalvariate, [0, 1]), "Normal distribution."],
  gauss: ["($self, mu=0.0, sigma=1.0)", gauss, "Gaussian distribution."],
  lognormvariate: ["($self, mu, sigma)", distribution(algorithms.lognormvariate), "Log normal distribution."],
  expovariate: ["($self, lambd=1.0)", distribution(algorithms.expovariate, [1]), "Exponential distribution."],
  vonmisesvariate: ["($self, mu, kappa)", distribution(algorithms.vonmisesvariate), "Circular data distribution."],
  gammavariate: ["($self, alpha, beta)", distribution(algorithms.gammavariate), "Gamma distribution."],
  betavariate: ["($self, alpha, beta)", distribution(algorithms.betavariate), "Beta distribution."],
  paretovariate: ["($self, alpha)", distribution(algorithms.paretovariate), "Pareto distribution."],
  weibullvariate: ["($self, alpha, beta)", distribution(algorithms.weibullvariate), "Weibull distribution."],
  binomialvariate: ["($self, n=1, p=0.5)", binomial, "Binomial distribution."],
};

const init: MethodDef = [
  "($self, x=None)",
  {
    leaf(self: Ref, x: Ref): Ref {
      return typeOf(self) >= T.FIRST_HEAP_TYPE ? DEFER : seed(self, x, 0);
    },
    *gen(self: Ref, x: Ref): Gen {
      yield* callMethod(self, "seed", x === 0 ? NONE : x);
      return NONE;
    },
  },
];

plainlyNamed.add(M.RANDOM).add(SYSTEM);
defineType(M.RANDOM, () => ({
  name: "Random",
  module: "random",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "Random number generator base class used by bound module functions.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => newRandom(cls, false)],
  init,
  methods: {
    ...methods,
    __getstate__: ["($self)", getState],
    __setstate__: ["($self, state)", setState],
    __reduce__: ["($self)", (self: Ref) => newTuple([classOf(self), EMPTY_TUPLE, getState(self)])],
  },
  members: { gauss_next: [Random.GAUSS_NEXT, "rw"] },
  attributes: { VERSION: () => 7 },
}));

defineType(SYSTEM, () => ({
  name: "SystemRandom",
  module: "random",
  base: M.RANDOM,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "Alternate random number generator using sources provided\nby the operating system.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => newRandom(cls, true)],
  methods: {
    random: methods.random,
    getrandbits: methods.getrandbits,
    seed: ["($self, *args, **kwds)", () => NONE, "Stub method.  Not used for a system random number generator."],
  },
}));

/** The native function of a method of Random, of SystemRandom. */
const methodOf = (name: string): NativeFunction => functionOf(M.RANDOM, name);
const systemMethod = (name: string): NativeFunction => functionOf(SYSTEM, name);
function functionOf(type: number, name: string): NativeFunction {
  const found = definedType(type)?.methodFns.find((m) => m.name === name);
  if (found === undefined) throw new Error(`random.ts: no method ${name}`);
  return found.fn;
}

defineModule("random", () => ({
  doc: "Random variable generators.",
  types: { Random: M.RANDOM, SystemRandom: SYSTEM },
  init(dict) {
    const level = handleLevel();
    const hidden = newRandom(classByIndex(M.RANDOM), false);
    seed(hidden, 0, 0);
    dictSetStr(dict, internJs("_inst"), hidden);
    for (const name of Object.keys(methods))
      dictSetStr(dict, internJs(name), keep(allocBuiltin(methodOf(name), hidden)));
    releaseTo(level);
  },
}));
