/**
 * Equality, order and hashing of any two objects: leaf forms over exact built-in operands, resumable forms for the rest.
 * See CPython Objects/object.c (PyObject_RichCompare, PyObject_Hash) and Python/pyhash.c.
 */
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_TABLE } from "../heap/layout.ts";
import { f64, i32, u32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  HASH_NONE_HI,
  HASH_NONE_LO,
  hashFloat,
  hashInt,
  hashLimbs,
  tupleHashAdd,
  tupleHashFinish,
  tupleHashStart,
} from "../numeric/hash.ts";
import { callSlot, slotOf, truthGen, typeName } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import { AskingCall, ended, type Gen, type Request } from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { floatValue, intToBigInt, intToNumber, isInt, plainValue } from "./number-core.ts";
import { S } from "./slots.ts";
import { strCompare, strEqual, strHash } from "./str-core.ts";

/** The 64-bit hash of the last hashLeaf/hashGen: low and high word. Dicts use the low one, sets both. */
export const HASH = new Int32Array(2);

const typeOf = (ref: number): number => ((ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + 1] & 0xffff);

/** Hash of an exact built-in value into HASH. False: Python must be called. Raises TypeError for unhashable values. */
export function hashLeaf(ref: number): boolean {
  if ((ref & 1) !== 0) {
    const n = ref >> 1;
    HASH[0] = n === -1 ? -2 : n;
    HASH[1] = n >> 31;
    return true;
  }
  const w = ref >> 2;
  const type = i32[w + 1] & 0xffff;
  switch (type) {
    case T.STR: {
      const h = strHash(ref);
      HASH[0] = h;
      HASH[1] = h;
      return true;
    }
    case T.INT:
      hashInt(f64[(ref >> 3) + 2], HASH);
      return true;
    case T.LONG: {
      const n = i32[w + 4];
      hashLimbs(u32, w + 5, n < 0 ? -n : n, n < 0, HASH);
      return true;
    }
    case T.FLOAT: {
      const x = f64[(ref >> 3) + 2];
      if (x !== x) hashAddress(ref);
      else hashFloat(x, HASH);
      return true;
    }
    case T.BOOL:
      HASH[0] = ref === TRUE ? 1 : 0;
      HASH[1] = 0;
      return true;
    case T.NONE:
      HASH[0] = HASH_NONE_LO;
      HASH[1] = HASH_NONE_HI;
      return true;
    case T.TUPLE:
      return hashTupleLeaf(w);
  }
  const slot = slotOf(type, S.HASH);
  if (slot === 0 || slot === NONE) throw raise(E.TypeError, `unhashable type: '${typeName(ref)}'`);
  if ((slot & 1) === 0) return false;
  const leaf = nativeAt(slot >> 1).leaf;
  if (leaf === null) return false;
  const h = leaf(ref);
  if (h === DEFER) return false;
  hashFromInt(h);
  return true;
}

/** Identity hash, as CPython rotates the address. */
export function hashAddress(ref: number): void {
  HASH[0] = (ref >>> 4) | (ref << 28);
  HASH[1] = 0;
}

/** HASH from what `__hash__` returned (an int of any size). */
export function hashFromInt(ref: number): void {
  const v = plainValue(ref);
  if ((v & 1) !== 0) {
    hashInt(v >> 1, HASH);
    return;
  }
  const n = BigInt.asIntN(64, intToBigInt(v));
  if (n === intToBigInt(v)) {
    HASH[0] = Number(n & 0xffffffffn) | 0;
    HASH[1] = Number(n >> 32n) | 0;
    if (HASH[0] === -1 && HASH[1] === -1) HASH[0] = -2;
  } else {
    const w = v >> 2;
    const c = i32[w + 4];
    hashLimbs(u32, w + 5, c < 0 ? -c : c, c < 0, HASH);
  }
}

/** The hash in HASH as an int: a JavaScript BigInt. */
export const hashAsBigInt = (): bigint => (BigInt(HASH[1]) << 32n) | BigInt(HASH[0] >>> 0);

let tupleDepth = 0;
/** The running hash of each tuple in the nest being hashed, by depth. */
const tupleStates: Int32Array[] = [];
function hashTupleLeaf(w: number): boolean {
  if (tupleDepth === tupleStates.length) tupleStates.push(new Int32Array(2));
  const state = tupleStates[tupleDepth];
  tupleHashStart(state);
  const n = i32[w + 4];
  if (++tupleDepth > 2000) {
    tupleDepth = 0;
    throw raise(E.RecursionError, "maximum recursion depth exceeded");
  }
  for (let k = 0; k < n; k++) {
    if (!hashLeaf(i32[w + 5 + k])) {
      tupleDepth--;
      return false;
    }
    tupleHashAdd(state, HASH[0], HASH[1]);
  }
  tupleDepth--;
  tupleHashFinish(state, n);
  HASH[0] = state[0];
  HASH[1] = state[1];
  return true;
}

/** Hash of any object into HASH; returns the low word. */
export function hashGen(ref: number): Gen<number> {
  const slot = slotOf(typeOf(ref), S.HASH);
  return isPythonSlot(slot) ? (new AskHash(slot, [ref], 0) as unknown as Gen<number>) : hashRest(ref);
}

function* hashRest(ref: number): Gen<number> {
  if (hashLeaf(ref)) return HASH[0];
  const type = typeOf(ref);
  if (type === T.TUPLE) {
    const state = new Int32Array(2);
    tupleHashStart(state);
    const n = i32[(ref >> 2) + 4];
    for (let k = 0; k < n; k++) {
      yield* hashGen(i32[(ref >> 2) + 5 + k]);
      tupleHashAdd(state, HASH[0], HASH[1]);
    }
    tupleHashFinish(state, n);
    HASH[0] = state[0];
    HASH[1] = state[1];
    return HASH[0];
  }
  const h = yield* callSlot(ref, S.HASH);
  return checkedHash(h);
}

/** What `__hash__` returned, in HASH; the low word. */
function checkedHash(h: number): number {
  if (!isInt(h)) throw raise(E.TypeError, "__hash__ method should return an integer");
  hashFromInt(h);
  return HASH[0];
}

/** hashGen for a Python `__hash__`. */
class AskHash extends AskingCall<number> {
  protected finish(answer: number): IteratorResult<Request, number> {
    return ended(checkedHash(answer));
  }
}

/** Is the word of a slot a Python function? */
const isPythonSlot = (word: number): boolean => (word & 1) === 0 && word !== 0 && typeOf(word) === T.FUNCTION;

/** a == b as objects in a container are compared: identity first. TRUE, FALSE or DEFER. */
export function equalLeaf(a: number, b: number): number {
  if (a === b) return TRUE;
  return compareLeaf(a, b, S.EQ);
}

/** Rich comparison of exact built-in operands. `op` is one of S.LT … S.GE. TRUE, FALSE, another ref, or DEFER. Raises TypeError for unordered types. */
export function compareLeaf(a: number, b: number, op: number): number {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if ((ta === T.INT || ta === T.FLOAT || ta === T.BOOL) && (tb === T.INT || tb === T.FLOAT || tb === T.BOOL)) {
    // 53-bit ints and floats compare exactly as JavaScript numbers.
    return compareNumbers(
      ta === T.FLOAT ? floatValue(a) : intToNumber(a),
      tb === T.FLOAT ? floatValue(b) : intToNumber(b),
      op,
    );
  }
  if (ta === T.STR && tb === T.STR) return compareStrs(a, b, op) ? TRUE : FALSE;
  const swapped = swapOp(op);
  const sa = slotOf(ta, op);
  const sb = slotOf(tb, swapped);
  if ((sa !== 0 && (sa & 1) === 0) || (sb !== 0 && (sb & 1) === 0)) return DEFER;
  if (sa !== 0) {
    const leaf = nativeAt(sa >> 1).leaf;
    if (leaf === null) return DEFER;
    const r = leaf(a, b, op);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (sb !== 0) {
    const leaf = nativeAt(sb >> 1).leaf;
    if (leaf === null) return DEFER;
    const r = leaf(b, a, swapped);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return compareDefault(a, b, op);
}

/** Comparison of two exact strs. */
export function compareStrs(a: number, b: number, op: number): boolean {
  if (op === S.EQ) return strEqual(a, b);
  if (op === S.NE) return !strEqual(a, b);
  return orderTruth(a === b ? 0 : strCompare(a, b), op);
}

/** What an order (negative, 0, positive) means for a comparison operator. */
export function orderTruth(order: number, op: number): boolean {
  switch (op) {
    case S.LT:
      return order < 0;
    case S.LE:
      return order <= 0;
    case S.EQ:
      return order === 0;
    case S.NE:
      return order !== 0;
    case S.GT:
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Order or equality of two numbers (of a difference and 0, where only that is known): True or False. */
export function compareNumbers(x: number, y: number, op: number): number {
  switch (op) {
    case S.LT:
      return x < y ? TRUE : FALSE;
    case S.LE:
      return x <= y ? TRUE : FALSE;
    case S.EQ:
      return x === y ? TRUE : FALSE;
    case S.NE:
      return x !== y ? TRUE : FALSE;
    case S.GT:
      return x > y ? TRUE : FALSE;
    default:
      return x >= y ? TRUE : FALSE;
  }
}

/** The operator that says the same with operands exchanged. */
export const swapOp = (op: number): number =>
  op === S.LT ? S.GT : op === S.GT ? S.LT : op === S.LE ? S.GE : op === S.GE ? S.LE : op;
/** `<`, `<=`, … of an operator. */
export const opText = (op: number): string => ["<", "<=", "==", "!=", ">", ">="][op - S.LT];

function compareDefault(a: number, b: number, op: number): number {
  if (op === S.EQ) return a === b ? TRUE : FALSE;
  if (op === S.NE) return a !== b ? TRUE : FALSE;
  throw raise(E.TypeError, `'${opText(op)}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** Rich comparison of any operands: a ref. */
export function* compareGen(a: number, b: number, op: number): Gen {
  const quick = compareLeaf(a, b, op);
  if (quick !== DEFER) return quick;
  const ta = typeOf(a);
  const tb = typeOf(b);
  const swapped = swapOp(op);
  let tried = false;
  if (ta !== tb && isSubtype(tb, ta) && slotOf(tb, swapped) !== 0) {
    tried = true;
    const r = yield* callSlot(b, swapped, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (slotOf(ta, op) !== 0) {
    const r = yield* callSlot(a, op, b);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return tried ? compareDefault(a, b, op) : yield* compareRest(a, b, op);
}

/** a op b after a's special method declined: the other operand's, then identity or TypeError. */
export function* compareRest(a: number, b: number, op: number): Gen {
  const swapped = swapOp(op);
  if (slotOf(typeOf(b), swapped) !== 0) {
    const r = yield* callSlot(b, swapped, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return compareDefault(a, b, op);
}

function isSubtype(type: number, base: number): boolean {
  const mro = i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.MRO] >> 2;
  const want = i32[TYPE_TABLE + base];
  for (let k = 0; k < i32[mro + 4]; k++) if (i32[mro + 5 + k] === want) return true;
  return false;
}

/** Does a comparison begin with the left operand's special method, a Python function? */
function beginsInPython(a: number, b: number, op: number): boolean {
  const ta = typeOf(a);
  const tb = typeOf(b);
  return isPythonSlot(slotOf(ta, op)) && (ta === tb || slotOf(tb, swapOp(op)) === 0 || !isSubtype(tb, ta));
}

/** Identity or `==` made a JavaScript boolean. The operands must be kept alive by the caller. */
export function equalGen(a: number, b: number): Gen<boolean> {
  return a === b ? identical() : compareTruthGen(a, b, S.EQ);
}
// biome-ignore lint/correctness/useYield: nothing is asked
function* identical(): Gen<boolean> {
  return true;
}

/** A comparison made a JavaScript boolean (for sort, min, bisect …). Leaves no handles. */
export function compareTruthGen(a: number, b: number, op: number): Gen<boolean> {
  if (!beginsInPython(a, b, op)) return truthOfGen(compareGen(a, b, op));
  return new AskTruth(a, b, op) as unknown as Gen<boolean>;
}

/** The truth of a comparison's result. */
function* truthOfGen(comparison: Gen): Gen<boolean> {
  const level = handleLevel();
  const r = yield* comparison;
  const truth = r === TRUE || (r !== FALSE && (yield* truthGen(borrow(r))));
  releaseTo(level);
  return truth;
}

// biome-ignore lint/correctness/useYield: the result is there
function* given(r: number): Gen {
  return r;
}

/** compareTruthGen where the left operand's special method is a Python function: its answer is mostly True or False. */
class AskTruth extends AskingCall<boolean> {
  private readonly a: number;
  private readonly b: number;
  private readonly op: number;
  private readonly level = handleLevel();
  /** What is left to do when the answer is another one. */
  private rest: Gen<boolean> | null = null;

  constructor(a: number, b: number, op: number) {
    super(slotOf(typeOf(a), op), [a, b], 0);
    this.a = a;
    this.b = b;
    this.op = op;
  }

  protected finish(answer: number): IteratorResult<Request, boolean> {
    if (this.rest === null) {
      if (answer === TRUE || answer === FALSE) {
        releaseTo(this.level);
        return ended(answer === TRUE);
      }
      this.rest = truthOfGen(answer === NOT_IMPLEMENTED ? compareRest(this.a, this.b, this.op) : given(answer));
    }
    return this.rest.next(answer);
  }

  override throw(thrown: unknown): IteratorResult<Request, boolean> {
    if (this.rest === null) throw thrown;
    return this.rest.throw(thrown);
  }
}
