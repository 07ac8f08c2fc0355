/**
 * Arguments of the methods of str, bytes and bytearray: what clinic code does in CPython. Methods with integer
 * arguments are plain functions; `indexed` gives them a resumable form for arguments whose `__index__` is Python
 * code.
 */
import { borrow } from "../heap/handles.ts";
import { DEFER, NONE, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { indexGen, indexLeaf, slotOf, truthGen, truthLeaf, typeName, typeOf } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import type { Gen, GenImpl, LeafImpl } from "./native.ts";
import { intToBigInt, intToNumber, isInt, plainValue } from "./number-core.ts";
import { SLICE, boundsUnpack } from "./slice.ts";
import { S } from "./slots.ts";

/** Is it a str or an instance of a subclass? */
export const isStr = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.STR_SUBCLASS) !== 0;
/** Is it an exact str? */
export const isExactStr = (ref: number): boolean => (ref & 1) === 0 && (i32[(ref >> 2) + 1] & 0xffff) === T.STR;

/** Name of a value's type in the message of a converter: "None" for None. */
export const shownType = (ref: number): string => (ref === NONE ? "None" : typeName(ref));
/** The TypeError of a converter: `find() argument 1 must be str, not int`. */
export const badArgument = (where: string, wanted: string, ref: number) =>
  raise(E.TypeError, `${where} must be ${wanted}, not ${shownType(ref)}`);

/** The exact str of an argument that must be a str. `where` begins the message: "find() argument 1". */
export function strArg(ref: number, where: string): number {
  if (!isStr(ref)) throw badArgument(where, "str", ref);
  return plainValue(ref);
}

/** Is it an object whose `__index__` is Python code? */
export const callsIndex = (ref: number): boolean => {
  if (ref === 0 || ref === undefined || (ref & 1) !== 0 || ref === NONE || isInt(ref)) return false;
  const s = slotOf(typeOf(ref), S.INDEX);
  return s !== 0 && (s & 1) === 0;
};

/**
 * Both forms of a method with integer arguments: bit k of `mask` is set where argument k (0: self) may be an object
 * with `__index__`. `impl` sees ints (or what is no integer at all, for its TypeError).
 */
export function indexed(mask: number, impl: LeafImpl): { leaf: LeafImpl; gen: GenImpl } {
  const mayCall = (k: number, ref: number): boolean => (mask & (1 << k)) !== 0 && callsIndex(ref);
  // One form for each count of parameters: a leaf is called quickly only if it takes what its signature says.
  const leaf: LeafImpl[] = [
    impl,
    impl,
    (a: number, b: number): number => (mayCall(1, b) ? DEFER : impl(a, b)),
    (a: number, b: number, c: number): number => (mayCall(1, b) || mayCall(2, c) ? DEFER : impl(a, b, c)),
    (a: number, b: number, c: number, d: number): number =>
      mayCall(1, b) || mayCall(2, c) || mayCall(3, d) ? DEFER : impl(a, b, c, d),
  ];
  return {
    leaf: leaf[impl.length],
    gen: function* (...args: number[]): Gen {
      for (let k = 1; k < args.length; k++) if (mayCall(k, args[k])) args[k] = borrow(yield* indexGen(args[k]));
      return impl(...args);
    },
  };
}

/** Both forms of a method whose last argument is a truth value: `impl(self, flag)`. */
export function flagged(impl: (self: number, flag: boolean) => number): { leaf: LeafImpl; gen: GenImpl } {
  return {
    leaf: (self: number, flag: number): number => {
      if (flag === 0) return impl(self, false);
      const t = truthLeaf(flag);
      return t === DEFER ? DEFER : impl(self, t === 1);
    },
    gen: function* (self: number, flag: number): Gen {
      return impl(self, yield* truthGen(flag));
    },
  };
}

/**
 * An integer argument as a JavaScript number (a C Py_ssize_t; beyond 53 bits an infinity). Raises TypeError,
 * OverflowError.
 */
export function ssizeArg(ref: number, absent = 0, type = "C ssize_t"): number {
  if (ref === 0) return absent;
  if ((ref & 1) !== 0) return ref >> 1;
  const v = indexLeaf(ref);
  const n = intToNumber(v);
  if (!Number.isFinite(n)) {
    const b = intToBigInt(v);
    if (b >= 1n << 63n || b < -(1n << 63n)) throw raise(E.OverflowError, `Python int too large to convert to ${type}`);
  }
  return n;
}
/** An integer argument that must fit a C int. */
export function intArg(ref: number, absent: number): number {
  const n = ssizeArg(ref, absent, "C int");
  if (n > 2147483647 || n < -2147483648) throw raise(E.OverflowError, "Python int too large to convert to C int");
  return n;
}

/** Start and end of a search in a sequence of a given length, after `boundsArg`. */
export const RANGE = { start: 0, end: 0 };
/** Fit optional start and end arguments (0 or None: absent) to a length, into RANGE. Start may lie behind the end. */
export function boundsArg(start: number, end: number, length: number): void {
  if (start === 0 && end === 0) {
    RANGE.start = 0;
    RANGE.end = length;
    return;
  }
  boundsUnpack(start || NONE, end || NONE);
  let from = SLICE[0];
  let to = SLICE[1];
  if (to > length) to = length;
  else if (to < 0) to = Math.max(0, to + length);
  if (from < 0) from = Math.max(0, from + length);
  RANGE.start = from;
  RANGE.end = to;
}

/**
 * The leaf form of a resumable function that mostly finishes without calling Python: it is run until it asks for
 * something, and then given up.
 */
export function leafOf(gen: GenImpl): LeafImpl {
  return (...args) => {
    const steps = gen(...args);
    const r = steps.next();
    if (r.done) return r.value;
    steps.return(0);
    return DEFER;
  };
}
