/**
 * The `%` operator of str, bytes and bytearray: fetching values from a tuple, a mapping or a single object, and
 * their conversion. The parser and the formatting of numbers are in text/percent-format.ts. See CPython
 * Objects/unicodeobject.c (PyUnicode_Format), bytesobject.c (_PyBytes_FormatEx).
 */
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER, G, NOT_IMPLEMENTED, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { Fail } from "../numeric/fail.ts";
import {
  PercentFlag,
  type PercentDirective,
  percentFloat,
  percentInt,
  percentMessages,
  PercentParser,
  type PercentPart,
  percentText,
  unsupportedCharacter,
} from "../text/percent-format.ts";
import { asciiOfRepr } from "../text/repr.ts";
import {
  callMethod,
  callSlot,
  getAttrOrMissing,
  getItemGen,
  indexGen,
  reprJs,
  slotOf,
  strGen,
  strLeaf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { BUFFER, bufferOf, newBytes } from "./bytes-core.ts";
import { caught, E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { floatValue, intToBigInt, intToNumber, isInt, plainValue } from "./number-core.ts";
import { S } from "./slots.ts";
import { isStr, leafOf } from "./str-args.ts";
import { cachedJs, codePointAt, newStr, strLength, strToJs } from "./str-core.ts";
import { raiseFail } from "./str-fail.ts";

/** Parsed templates, with and without mapping keys. Emptied when it grows. */
const known = [new Map<string, readonly PercentPart[]>(), new Map<string, readonly PercentPart[]>()];

function* parse(text: string, mapping: boolean): Iterable<PercentPart> {
  const parser = new PercentParser(text, mapping);
  for (let part = parser.next(); part !== null; part = parser.next()) yield part;
}

function partsOf(text: string, mapping: boolean): Iterable<PercentPart> {
  const cache = known[mapping ? 1 : 0];
  const found = cache.get(text);
  if (found !== undefined) return found;
  try {
    const parts = [...parse(text, mapping)];
    if (cache.size >= 256) cache.clear();
    cache.set(text, parts);
    return parts;
  } catch (thrown) {
    if (!(thrown instanceof Fail)) throw thrown;
    return parse(text, mapping);
  }
}

const flagsOf = (ref: number): number => i32[TYPE_FLAGS + typeOf(ref)];

/** The arguments of one `%` operation. */
class Arguments {
  readonly mapping: boolean;
  private readonly args: number;
  private readonly tuple: number;
  private next = 0;
  private count: number;
  private one: number;

  constructor(args: number, isText: (ref: number) => boolean) {
    this.args = args;
    this.one = args;
    const isTuple = (args & 1) === 0 && (flagsOf(args) & TypeFlag.TUPLE_SUBCLASS) !== 0;
    this.tuple = isTuple ? plainValue(args) : 0;
    this.count = isTuple ? i32[(this.tuple >> 2) + 4] : 1;
    this.mapping = !isTuple && !isText(args) && slotOf(typeOf(args), S.GETITEM) !== 0;
  }

  /** The next value. Raises TypeError. */
  take(): number {
    if (this.next >= this.count) throw raise(E.TypeError, percentMessages.notEnough);
    const k = this.next++;
    return this.tuple !== 0 && this.one === this.args ? i32[(this.tuple >> 2) + 5 + k] : this.one;
  }

  /** The value of a key becomes the only argument. */
  use(value: number): void {
    this.one = value;
    this.next = 0;
    this.count = 1;
  }

  /** Raise TypeError if values are left over. */
  done(what: string): void {
    if (!this.mapping && this.next < this.count)
      throw raise(E.TypeError, `not all arguments converted during ${what} formatting`);
  }

  get container(): number {
    return this.args;
  }
}

/** Width or precision from the arguments. */
function star(args: Arguments, tooBig: string): number {
  const v = args.take();
  if (!isInt(v)) throw raise(E.TypeError, percentMessages.starWantsInt);
  const n = intToNumber(v);
  if (Math.abs(n) > 2147483647) throw raise(E.OverflowError, tooBig);
  return n;
}

/** The integer for %d and its like: a JavaScript number where it is exact. */
function* integerOf(v: number, conversion: string): Gen<number | bigint> {
  const wrong = () => raise(E.TypeError, percentMessages.wrongType(conversion, typeName(v)));
  let n = v;
  if (!isInt(v)) {
    const hex = conversion === "x" || conversion === "X" || conversion === "o";
    if (!hex && typeOf(v) === T.FLOAT) {
      const x = floatValue(v);
      if (x !== x) throw raise(E.ValueError, "cannot convert float NaN to integer");
      if (!Number.isFinite(x)) throw raise(E.OverflowError, "cannot convert float infinity to integer");
      const whole = Math.trunc(x);
      return Number.isSafeInteger(whole) ? whole : BigInt(whole);
    }
    const toInt = !hex && slotOf(typeOf(v), S.INT) !== 0;
    if (!toInt && slotOf(typeOf(v), S.INDEX) === 0) throw wrong();
    try {
      n = toInt ? yield* callSlot(v, S.INT) : yield* indexGen(v);
    } catch (thrown) {
      if (caught(thrown, E.TypeError) === 0) throw thrown;
      throw wrong();
    }
    if (!isInt(n)) throw wrong();
  }
  const x = intToNumber(n);
  return Number.isFinite(x) ? x : intToBigInt(n);
}

/** The float for %f and its like, as PyFloat_AsDouble. */
function* floatOf(v: number, bytes: boolean): Gen<number> {
  const p = plainValue(v);
  if (typeOf(p) === T.FLOAT) return floatValue(p);
  if (isInt(p)) {
    const x = intToNumber(p);
    if (Number.isFinite(x)) return x;
    const big = Number(intToBigInt(p));
    if (!Number.isFinite(big)) throw raise(E.OverflowError, "int too large to convert to float");
    return big;
  }
  if (slotOf(typeOf(v), S.FLOAT) !== 0) {
    const r = plainValue(yield* callSlot(v, S.FLOAT));
    if (typeOf(r) !== T.FLOAT)
      throw raise(E.TypeError, `${typeName(v)}.__float__ returned non-float (type ${typeName(r)})`);
    return floatValue(r);
  }
  if (slotOf(typeOf(v), S.INDEX) !== 0) return intToNumber(yield* indexGen(v));
  throw raise(
    E.TypeError,
    bytes ? `float argument required, not ${typeName(v)}` : `must be real number, not ${typeName(v)}`,
  );
}

/** What differs between text and bytes: the conversions s, r, a, b, c. Null: no such conversion. */
type TextConversion = (conversion: string, v: number, precision: number) => Gen<string | null>;

/** Convert one directive. */
function* convert(
  d: PercentDirective,
  args: Arguments,
  key: (name: string) => number,
  textOf: TextConversion,
  bytes: boolean,
): Gen<string> {
  if (d.key !== null) {
    const value = yield* getItemGen(args.container, key(d.key));
    args.use(borrow(value));
  }
  let flags = d.flags;
  let width = d.width === "*" ? star(args, "Python int too large to convert to C ssize_t") : d.width;
  if (d.width === "*" && width < 0) {
    flags |= PercentFlag.Left;
    width = -width;
  }
  let precision = d.precision === "*" ? star(args, "Python int too large to convert to C int") : d.precision;
  if (d.precision === "*" && precision < 0) precision = 0;
  const c = d.conversion;
  const v = args.take();
  switch (c) {
    case "d":
    case "i":
    case "u":
    case "o":
    case "x":
    case "X":
      return percentInt(
        (v & 1) !== 0 ? v >> 1 : yield* integerOf(v, c),
        c,
        flags,
        width,
        precision,
        i32[G.INT_MAX_STR_DIGITS],
      );
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return percentFloat(yield* floatOf(v, bytes), c, flags, width, precision);
  }
  const text = yield* textOf(c, v, precision);
  if (text === null) unsupportedCharacter(c, d.index);
  return percentText(text, flags, width, c === "c" ? -1 : precision);
}

function* expand(
  template: string,
  args: Arguments,
  key: (name: string) => number,
  textOf: TextConversion,
  bytes: boolean,
): Gen<string> {
  let out = "";
  for (const part of partsOf(template, args.mapping)) {
    out += part.literal;
    if (part.directive !== null) out += yield* convert(part.directive, args, key, textOf, bytes);
  }
  args.done(bytes ? "bytes" : "string");
  return out;
}

// --- str ---

function* strConversion(conversion: string, v: number): Gen<string | null> {
  switch (conversion) {
    case "s": {
      const quick = strLeaf(v);
      return strToJs(plainValue(quick !== DEFER ? quick : yield* strGen(v)));
    }
    case "r":
      return yield* reprJs(v);
    case "a":
      return asciiOfRepr(yield* reprJs(v));
    case "c": {
      if (isStr(v)) {
        const t = plainValue(v);
        if (strLength(t) === 1) return String.fromCodePoint(codePointAt(t, 0));
        throw raise(E.TypeError, percentMessages.charRequired);
      }
      if (!isInt(v) && slotOf(typeOf(v), S.INDEX) === 0) throw raise(E.TypeError, percentMessages.charRequired);
      const n = intToNumber(yield* indexGen(v));
      if (!(n >= 0 && n <= 0x10ffff)) throw raise(E.OverflowError, percentMessages.charRange);
      return String.fromCodePoint(n);
    }
  }
  return null;
}

function* percent(template: number, args: number): Gen {
  const level = handleLevel();
  let text: string;
  try {
    text = yield* expand(strToJs(plainValue(template)), new Arguments(args, isStr), newStr, strConversion, false);
  } catch (thrown) {
    raiseFail(thrown);
  }
  releaseTo(level);
  return newStr(text);
}

/** One value without Python under a directive, which asks nothing of the arguments but it: its text, or null. */
function textOfLeaf(d: PercentDirective, v: number): string | null {
  const flags = d.flags;
  const width = d.width as number;
  const precision = d.precision as number;
  const type = typeOf(v);
  switch (d.conversion) {
    case "d":
    case "i":
    case "u":
    case "x":
    case "X":
    case "o":
      return type === T.INT ? percentInt(intToNumber(v), d.conversion, flags, width, precision) : null;
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      if (type !== T.FLOAT && type !== T.INT) return null;
      return percentFloat(type === T.FLOAT ? floatValue(v) : intToNumber(v), d.conversion, flags, width, precision);
    case "s": {
      if ((v & 1) !== 0) return percentText(String(v >> 1), flags, width, precision);
      const s = type === T.STR ? v : strLeaf(v);
      return s === DEFER ? null : percentText(strToJs(plainValue(s)), flags, width, precision);
    }
  }
  return null;
}

/** The common case: an exact str, a tuple or a single str or number, directives without keys and stars. DEFER: anything else, and whatever is wrong. */
function percentLeaf(left: number, right: number): number {
  const type = typeOf(right);
  if (typeOf(left) !== T.STR) return DEFER;
  const isTuple = type === T.TUPLE;
  if (!isTuple && type !== T.STR && type !== T.INT && type !== T.FLOAT) return DEFER;
  const parts = known[0].get(cachedJs(left));
  if (parts === undefined) return DEFER;
  const count = isTuple ? i32[(right >> 2) + 4] : 1;
  const level = handleLevel();
  let next = 0;
  let out = "";
  for (let k = 0; k < parts.length; k++) {
    const { literal, directive } = parts[k];
    out += literal;
    if (directive === null) continue;
    if (directive.key !== null || directive.width === "*" || directive.precision === "*" || next >= count) return DEFER;
    const text = textOfLeaf(directive, isTuple ? i32[(right >> 2) + 5 + next] : right);
    if (text === null) return DEFER;
    next++;
    out += text;
  }
  if (next < count) return DEFER;
  releaseTo(level);
  return newStr(out);
}

const percentSteps = leafOf((left: number, right: number) => percent(left, right));

/** `template % args`. */
export const strMod = {
  leaf: (left: number, right: number): number => {
    const quick = percentLeaf(left, right);
    return quick !== DEFER ? quick : percentSteps(left, right);
  },
  gen: percent,
};
/** `args.__rmod__(template)`. */
export const strRmod = {
  leaf: (self: number, other: number): number => (isStr(other) ? strMod.leaf(other, self) : NOT_IMPLEMENTED),
  gen: function* (self: number, other: number): Gen {
    return yield* percent(other, self);
  },
};

// --- bytes: the same over Latin-1 text, so that each character is one byte ---

const latin1 = (at: number, n: number): string => {
  let text = "";
  for (let k = at; k < at + n; k++) text += String.fromCharCode(u8[k]);
  return text;
};

const isBytesOrArray = (ref: number): boolean => {
  if ((ref & 1) !== 0) return false;
  const type = typeOf(ref);
  return type === T.BYTES || type === T.BYTEARRAY || (i32[TYPE_FLAGS + type] & TypeFlag.BYTES_SUBCLASS) !== 0;
};

function* bytesConversion(conversion: string, v: number): Gen<string | null> {
  switch (conversion) {
    case "r":
    case "a":
      return asciiOfRepr(yield* reprJs(v));
    case "s":
    case "b": {
      if (bufferOf(v)) return latin1(BUFFER.at, BUFFER.length);
      const f = yield* getAttrOrMissing(v, internJs("__bytes__"));
      if (f !== 0) {
        const r = yield* callMethod(v, "__bytes__");
        if (!bufferOf(r)) throw raise(E.TypeError, `__bytes__ returned non-bytes (type ${typeName(r)})`);
        return latin1(BUFFER.at, BUFFER.length);
      }
      throw raise(
        E.TypeError,
        `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(v)}'`,
      );
    }
    case "c": {
      if (isBytesOrArray(v) && bufferOf(v)) {
        if (BUFFER.length !== 1) throw raise(E.TypeError, "%c requires an integer in range(256) or a single byte");
        return String.fromCharCode(u8[BUFFER.at]);
      }
      if (!isInt(v) && slotOf(typeOf(v), S.INDEX) === 0) {
        throw raise(E.TypeError, "%c requires an integer in range(256) or a single byte");
      }
      const n = intToNumber(yield* indexGen(v));
      if (!(n >= 0 && n <= 255)) throw raise(E.OverflowError, "%c arg not in range(256)");
      return String.fromCharCode(n);
    }
  }
  return null;
}

/** `template % args` of bytes (`at`, `n`: where they lie): the bytes of the result, on the handle stack. */
export function* bytesPercent(at: number, n: number, args: number): Gen {
  const template = latin1(at, n);
  const level = handleLevel();
  let text: string;
  try {
    const key = (name: string): number => newBytes(Array.from(name, (c) => c.charCodeAt(0)));
    text = yield* expand(
      template,
      new Arguments(args, (ref) => isStr(ref) || isBytesOrArray(ref)),
      key,
      bytesConversion,
      true,
    );
  } catch (thrown) {
    raiseFail(thrown);
  }
  releaseTo(level);
  const codes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) codes[k] = text.charCodeAt(k);
  return newBytes(codes);
}
