/** The three UnicodeErrors with their five fields. See CPython Objects/exceptions.c (UnicodeEncodeError_…). */
import { NONE, T } from "../heap/layout.ts";
import { u8 } from "../heap/memory.ts";
import { indexGen, isInstanceOfType, strJs, typeName, typeOf } from "./abstract.ts";
import { Bytes, bytesLength } from "./bytes-core.ts";
import { argsArray } from "./descr-core.ts";
import { E, Exc, raise } from "./errors.ts";
import { defineException, field, given, initException, setField } from "./exceptions.ts";
import type { Gen, Impl } from "./native.ts";
import { intToNumber, plainValue } from "./number-core.ts";
import { codePointAt, newStr, strLength } from "./str-core.ts";
import type { TypeDef } from "./type-def.ts";

/** Fields in the order of the arguments: encoding (unless translating), object, start, end, reason. */
function initUnicode(withEncoding: boolean, bytes: boolean): readonly [string, Impl] {
  return [
    "($self, /, *args, **kwargs)",
    function* (e: number, argv: number, argc: number, kwargs: number): Gen {
      initException(e, argv, argc, kwargs);
      const want = withEncoding ? 5 : 4;
      if (argc !== want) throw raise(E.TypeError, `function takes exactly ${want} arguments (${argc} given)`);
      const args = argsArray(argv, argc);
      const needStr = (k: number): void => {
        if (!isInstanceOfType(args[k], T.STR))
          throw raise(E.TypeError, `argument ${k + 1} must be str, not ${typeName(args[k])}`);
      };
      const at = withEncoding ? 1 : 0;
      if (withEncoding) needStr(0);
      if (bytes) {
        if (
          !isInstanceOfType(args[at], T.BYTES) &&
          !isInstanceOfType(args[at], T.BYTEARRAY) &&
          typeOf(args[at]) !== T.MEMORYVIEW
        ) {
          throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(args[at])}'`);
        }
      } else needStr(at);
      const start = yield* indexGen(args[at + 1]);
      setField(e, Exc.FIELD2, start);
      setField(e, Exc.FIELD3, yield* indexGen(args[at + 2]));
      needStr(at + 3);
      if (withEncoding) setField(e, Exc.FIELD0, args[0]);
      setField(e, Exc.FIELD1, args[at]);
      setField(e, Exc.FIELD4, args[at + 3]);
      return NONE;
    },
  ];
}

const positions = (e: number): { start: number; end: number } => ({
  start: field(e, Exc.FIELD2) === 0 ? 0 : intToNumber(field(e, Exc.FIELD2)),
  end: field(e, Exc.FIELD3) === 0 ? 0 : intToNumber(field(e, Exc.FIELD3)),
});
const escaped = (c: number): string =>
  c <= 0xff
    ? `\\x${c.toString(16).padStart(2, "0")}`
    : c <= 0xffff
      ? `\\u${c.toString(16).padStart(4, "0")}`
      : `\\U${c.toString(16).padStart(8, "0")}`;

function unicodeText(kind: "encode" | "decode" | "translate") {
  return function* (e: number): Gen {
    const object = field(e, Exc.FIELD1);
    if (object === 0) return newStr("");
    const { start, end } = positions(e);
    const reason = yield* strJs(given(field(e, Exc.FIELD4)));
    const head =
      kind === "translate" ? "can't translate" : `'${yield* strJs(given(field(e, Exc.FIELD0)))}' codec can't ${kind}`;
    const one = end === start + 1;
    if (kind === "decode") {
      const byte = one ? byteAt(object, start) : -1;
      if (byte >= 0)
        return newStr(`${head} byte 0x${byte.toString(16).padStart(2, "0")} in position ${start}: ${reason}`);
      return newStr(`${head} bytes in position ${start}-${end - 1}: ${reason}`);
    }
    const text = plainValue(object);
    if (one && start >= 0 && start < strLength(text)) {
      return newStr(`${head} character '${escaped(codePointAt(text, start))}' in position ${start}: ${reason}`);
    }
    return newStr(`${head} characters in position ${start}-${end - 1}: ${reason}`);
  };
}

/** The byte at an index of a bytes object, -1 outside. */
function byteAt(object: number, index: number): number {
  const plain = plainValue(object);
  if (typeOf(plain) !== T.BYTES || index < 0 || index >= bytesLength(plain)) return -1;
  return u8[plain + (Bytes.DATA << 2) + index];
}
const unicodeMembers: TypeDef["members"] = {
  encoding: [Exc.FIELD0, "rw", "exception encoding"],
  object: [Exc.FIELD1, "rw", "exception object"],
  start: [Exc.FIELD2, "rw", "exception start"],
  end: [Exc.FIELD3, "rw", "exception end"],
  reason: [Exc.FIELD4, "rw", "exception reason"],
};
defineException("UnicodeDecodeError", "UnicodeError", () => ({
  doc: "Unicode decoding error.",
  init: initUnicode(true, true),
  slots: { str: unicodeText("decode") },
  members: unicodeMembers,
}));
defineException("UnicodeEncodeError", "UnicodeError", () => ({
  doc: "Unicode encoding error.",
  init: initUnicode(true, false),
  slots: { str: unicodeText("encode") },
  members: unicodeMembers,
}));
defineException("UnicodeTranslateError", "UnicodeError", () => ({
  doc: "Unicode translation error.",
  init: initUnicode(false, false),
  slots: { str: unicodeText("translate") },
  members: unicodeMembers,
}));
