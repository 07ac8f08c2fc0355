/** Built-in functions that fold an iterable: all, any, min, max, sum, sorted. See CPython Python/bltinmodule.c. */
import { decref, incref } from "../heap/refcount.ts";
import { borrow, handleLevel, keep, releaseTo, releaseToOwning, reserveHandles } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  call,
  drain,
  iterGen,
  nextGen,
  nextLeaf,
  truthGen,
  truthLeaf,
  typeOf,
  iterLeaf,
  isInstanceOfType,
} from "../objects/abstract.ts";
import { compareLeaf, compareTruthGen } from "../objects/compare.ts";
import { E, raise } from "../objects/errors.ts";
import { nextOwned } from "../objects/iterators.ts";
import { sortGen, sortLeaf } from "../objects/list-sort.ts";
import { newListFrom } from "../objects/list.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { floatValue, intToNumber, newBigInt, newFloat, newInt } from "../objects/number-core.ts";
import {
  listItem,
  listLength,
  listToArray,
  newList,
  tupleItem,
  tupleLength,
  tupleToArray,
} from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { NOT_IMPLEMENTED } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";

/** all() and any(): the first item whose truth is `stop` decides. */
function truthFold(stop: boolean): Impl {
  return {
    leaf(iterable: Ref): Ref {
      const type = typeOf(iterable);
      if (type !== T.LIST && type !== T.TUPLE) return DEFER;
      const n = type === T.LIST ? listLength(iterable) : tupleLength(iterable);
      for (let k = 0; k < n; k++) {
        const t = truthLeaf(type === T.LIST ? listItem(iterable, k) : tupleItem(iterable, k));
        if (t === DEFER) return DEFER;
        if ((t === 1) === stop) return stop ? TRUE : FALSE;
      }
      return stop ? FALSE : TRUE;
    },
    *gen(iterable: Ref): Gen {
      const it = borrow(yield* iterGen(iterable));
      const level = handleLevel();
      const goesOn = stop ? 0 : 1;
      for (;;) {
        const item = yield* drain(it, (x) => truthLeaf(x) === goesOn);
        if (item === 0) return stop ? FALSE : TRUE;
        borrow(item);
        const t = yield* truthGen(item);
        releaseTo(level);
        if (t === stop) return stop ? TRUE : FALSE;
      }
    },
  };
}
export const all = truthFold(false);
export const any = truthFold(true);

/** min() and max(): `op` says when an item takes the lead. */
function extreme(name: string, op: number): Impl {
  const check = (argc: number, fallback: Ref): void => {
    if (argc === 0) throw raise(E.TypeError, `${name} expected at least 1 argument, got 0`);
    if (argc > 1 && fallback !== 0)
      throw raise(E.TypeError, `Cannot specify a default for ${name}() with multiple positional arguments`);
  };
  const orFallback = (fallback: Ref): Ref => {
    if (fallback !== 0) return fallback;
    throw raise(E.ValueError, `${name}() iterable argument is empty`);
  };
  return {
    leaf(argv: number, argc: number, key: Ref, fallback: Ref): Ref {
      if (key !== 0 && key !== NONE) return DEFER;
      check(argc, fallback);
      let at = argv;
      let n = argc;
      if (argc === 1) {
        const list = i32[argv];
        const type = typeOf(list);
        if (type === T.LIST) {
          n = listLength(list);
          at = i32[(list >> 2) + 5];
        } else if (type === T.TUPLE) {
          n = tupleLength(list);
          at = (list >> 2) + 5;
        } else return DEFER;
        if (n === 0) return DEFER;
      }
      let best = i32[at];
      for (let k = 1; k < n; k++) {
        const item = i32[at + k];
        if ((item & best & 1) !== 0) {
          if (op === S.GT ? item > best : item < best) best = item;
          continue;
        }
        const r = compareLeaf(item, best, op);
        if (r !== TRUE && r !== FALSE) return DEFER;
        if (r === TRUE) best = item;
      }
      return best;
    },
    *gen(argv: number, argc: number, key: Ref, fallback: Ref): Gen {
      check(argc, fallback);
      const keyed = key !== 0 && key !== NONE;
      const it = argc === 1 ? borrow(yield* iterGen(i32[argv])) : 0;
      if (it !== 0 && !keyed) {
        const found = yield* extremeOf(it, op);
        if (found !== 0) return found;
        return orFallback(fallback);
      }
      const level = handleLevel();
      let best = 0;
      let bestKey = 0;
      for (let k = 0; ; k++) {
        const inner = handleLevel();
        let item: Ref;
        if (it !== 0) {
          item = nextLeaf(it);
          if (item === DEFER) item = yield* nextGen(it);
        } else item = k < argc ? i32[argv + k] : 0;
        if (item === 0) break;
        borrow(item);
        const itemKey = keyed ? borrow(yield* call(key, item)) : item;
        if (best === 0 || (yield* compareTruthGen(itemKey, bestKey, op))) {
          // The new leader stays on the handle stack, the old one goes.
          const ownedItem = releaseToOwningTwo(level, item, itemKey);
          best = ownedItem;
          bestKey = itemKey;
        } else releaseTo(inner);
      }
      return best !== 0 ? best : orFallback(fallback);
    },
  };
}

/** The greatest or smallest item of an iterator without a key, on the handle stack; 0 when there is none. */
function* extremeOf(it: Ref, op: number): Gen {
  const at = reserveHandles(1);
  const level = handleLevel();
  const lead = (item: Ref): void => {
    const old = i32[at];
    i32[at] = incref(item);
    if (old !== 0) decref(old);
  };
  const sink = (item: Ref): boolean => {
    const best = i32[at];
    const r = best === 0 ? TRUE : compareLeaf(item, best, op);
    if (r === TRUE) lead(item);
    return r === TRUE || r === FALSE;
  };
  for (;;) {
    const item = yield* drain(it, sink);
    if (item === 0) return i32[at];
    borrow(item);
    if (yield* compareTruthGen(item, i32[at], op)) lead(item);
    releaseTo(level);
  }
}
/** Release the handles above `level` but for two refs. */
function releaseToOwningTwo(level: number, a: Ref, b: Ref): Ref {
  incref(b);
  keep(releaseToOwning(level, a));
  keep(b);
  return a;
}
export const max = extreme("max", S.GT);
export const min = extreme("min", S.LT);

/** A float sum with its compensation (Neumaier): CPython 3.12's sum(). */
class FloatSum {
  hi: number;
  lo = 0;
  constructor(start: number) {
    this.hi = start;
  }
  add(x: number): void {
    const t = this.hi + x;
    if (Math.abs(this.hi) >= Math.abs(x)) this.lo += this.hi - t + x;
    else this.lo += x - t + this.hi;
    this.hi = t;
  }
  get value(): number {
    return this.lo !== 0 && Number.isFinite(this.lo) ? this.hi + this.lo : this.hi;
  }
}

/** Sum of leading items that are exact ints (or floats): state of the fold. */
class Fold {
  /** An exact int below 2^53, or null once it is no longer one. */
  int: number | null = null;
  /** What came before `int` was begun anew, because the sum left 53 bits. */
  spilled = 0n;
  /** Has it been too large for 64 bits? */
  wide = false;
  float: FloatSum | null = null;
  ref: Ref;

  constructor(start: Ref) {
    this.ref = start;
    const type = typeOf(start);
    if (type === T.INT) this.int = intToNumber(start);
    else if (type === T.FLOAT) this.float = new FloatSum(floatValue(start));
  }

  /** Take an item; false: it is not one for the quick way, `settle` and add in general. */
  take(item: Ref): boolean {
    if (this.int !== null) {
      let n: number;
      if ((item & 1) !== 0) n = item >> 1;
      else {
        const type = typeOf(item);
        if (type === T.INT || type === T.BOOL) n = intToNumber(item);
        else {
          // Once an int was larger than a machine word CPython adds in general, without compensation.
          if (type !== T.FLOAT || this.wide) return false;
          this.float = new FloatSum(Number(this.total) + floatValue(item));
          this.int = null;
          return true;
        }
      }
      const sum = this.int + n;
      if (Number.isSafeInteger(sum)) this.int = sum;
      else {
        this.spilled += BigInt(this.int);
        this.wide ||= BigInt.asIntN(64, this.spilled) !== this.spilled;
        this.int = n;
      }
      return true;
    }
    if (this.float !== null) {
      const type = typeOf(item);
      if (type === T.FLOAT) {
        this.float.add(floatValue(item));
        return true;
      }
      if (type === T.INT || type === T.BOOL) {
        this.float.hi += intToNumber(item);
        return true;
      }
    }
    return false;
  }

  private get total(): bigint {
    return this.spilled + BigInt(this.int ?? 0);
  }

  /** The sum so far as a ref, on the handle stack. */
  settle(): Ref {
    if (this.int !== null) this.ref = this.spilled === 0n ? newInt(this.int) : newBigInt(this.total);
    else if (this.float !== null) this.ref = newFloat(this.float.value);
    this.int = null;
    this.float = null;
    return this.ref;
  }
}

function checkStart(start: Ref): void {
  if (isInstanceOfType(start, T.STR)) throw raise(E.TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  if (isInstanceOfType(start, T.BYTES)) throw raise(E.TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  if (isInstanceOfType(start, T.BYTEARRAY))
    throw raise(E.TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
}

/** Exact built-in types that can be walked from their start again and again, without Python. */
const walksFreely = (type: number): boolean =>
  type === T.RANGE ||
  type === T.SET ||
  type === T.FROZENSET ||
  type === T.DICT ||
  type === T.DICT_KEYS ||
  type === T.DICT_VALUES;

export const sum: Impl = {
  leaf(iterable: Ref, start: Ref): Ref {
    const type = typeOf(iterable);
    if (type !== T.LIST && type !== T.TUPLE && !walksFreely(type)) return DEFER;
    checkStart(start === 0 ? 1 : start);
    const fold = new Fold(start === 0 ? 1 : start);
    if (type !== T.LIST && type !== T.TUPLE) {
      const it = iterLeaf(iterable);
      if (it === DEFER) return DEFER;
      for (;;) {
        const item = nextOwned(it);
        if (item === 0) return fold.settle();
        if (item === DEFER) return DEFER;
        const taken = fold.take(item);
        decref(item);
        if (!taken) return DEFER;
      }
    }
    const n = type === T.LIST ? listLength(iterable) : tupleLength(iterable);
    for (let k = 0; k < n; k++)
      if (!fold.take(type === T.LIST ? listItem(iterable, k) : tupleItem(iterable, k))) return DEFER;
    return fold.settle();
  },
  *gen(iterable: Ref, startRef: Ref): Gen {
    const start = startRef === 0 ? 1 : startRef;
    const it = borrow(yield* iterGen(iterable));
    checkStart(start);
    const level = handleLevel();
    const fold = new Fold(start);
    let quick = true;
    let total = start;
    for (;;) {
      const item = yield* drain(it, (x) => quick && fold.take(x));
      if (item === 0) break;
      borrow(item);
      if (quick) {
        total = fold.settle();
        quick = false;
      }
      let next = binaryLeaf(S.ADD, total, item);
      if (next === NOT_IMPLEMENTED) binaryFailed(S.ADD, total, item, false);
      if (next === DEFER) next = yield* binaryGen(S.ADD, total, item);
      keep(releaseToOwning(level, next));
      total = next;
    }
    return quick ? fold.settle() : total;
  },
};

/** sorted(): positional arguments at `argv` (one), then key and reverse. */
export const sorted: Impl = {
  leaf(argv: number, argc: number, key: Ref, reverse: Ref): Ref {
    if (argc !== 1) throw raise(E.TypeError, `sorted expected 1 argument, got ${argc}`);
    if (key !== 0 && key !== NONE) return DEFER;
    const type = typeOf(i32[argv]);
    if (type !== T.LIST && type !== T.TUPLE) return DEFER;
    const list = newList(type === T.LIST ? listToArray(i32[argv]) : tupleToArray(i32[argv]));
    return sortLeaf(list, 0, reverse) === DEFER ? DEFER : list;
  },
  *gen(argv: number, argc: number, key: Ref, reverse: Ref): Gen {
    if (argc !== 1) throw raise(E.TypeError, `sorted expected 1 argument, got ${argc}`);
    const list = borrow(yield* newListFrom(i32[argv]));
    yield* sortGen(list, key, reverse);
    return list;
  },
};
