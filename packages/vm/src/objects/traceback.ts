/** Traceback objects: a linked list from the outermost frame to the raising one. Words in objects/traceback-layout.ts. See CPython Python/traceback.c. */
import { allocCleared } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { lineOf } from "../interpreter/frame-access.ts";
import { typeName, typeOf } from "./abstract.ts";
import { indexOfLasti, lastiOf } from "./code-encoding.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { liveFrameObject, newDetachedFrame } from "./frame-object.ts";
import { intToNumber, isInt, newInt } from "./number-core.ts";
import { newList } from "./sequence-core.ts";
import { Tb } from "./traceback-layout.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.TRACEBACK, { words: Tb.WORDS, refs: [Tb.NEXT, Tb.CODE, Tb.FUNC, Tb.FRAME] });

const word = (t: number, k: Tb): number => i32[(t >> 2) + k];

/** Source line of a traceback entry, 0 none. */
export function tracebackLine(t: number): number {
  const w = t >> 2;
  if (i32[w + Tb.LINENO] === 0) i32[w + Tb.LINENO] = lineOf(i32[w + Tb.CODE], i32[w + Tb.LASTI]);
  return i32[w + Tb.LINENO];
}

/** The frame object of an entry (borrowed), made when first asked for. */
export function tracebackFrame(t: number): number {
  const w = t >> 2;
  if (i32[w + Tb.FRAME] === 0) {
    const func = i32[w + Tb.FUNC];
    i32[w + Tb.FRAME] = incref(liveFrameObject(func) || newDetachedFrame(func, i32[w + Tb.CODE], i32[w + Tb.LASTI]));
  }
  return i32[w + Tb.FRAME];
}

function setNext(t: number, next: number): number {
  if (next === 0) throw raise(E.TypeError, "can't delete tb_next attribute");
  if (next !== NONE && typeOf(next) !== T.TRACEBACK)
    throw raise(E.TypeError, `expected traceback object or None, got '${typeName(next)}'`);
  for (let at = next === NONE ? 0 : next; at !== 0; at = word(at, Tb.NEXT))
    if (at === t) throw raise(E.ValueError, "traceback loop detected");
  setRefWord((t >> 2) + Tb.NEXT, next === NONE ? 0 : next);
  return NONE;
}

defineType(T.TRACEBACK, () => ({
  name: "traceback",
  flags: TypeFlag.GC,
  doc: "Create a new traceback object.",
  new: [
    "($type, tb_next, tb_frame, tb_lasti, tb_lineno)",
    (_cls: number, next: number, frame: number, lasti: number, lineno: number) => {
      if (next !== NONE && typeOf(next) !== T.TRACEBACK)
        throw raise(E.TypeError, `expected traceback object or None, got '${typeName(next)}'`);
      if (typeOf(frame) !== T.FRAME)
        throw raise(
          E.TypeError,
          `traceback() argument 'tb_frame' must be frame, not ${frame === NONE ? "None" : typeName(frame)}`,
        );
      for (const n of [lasti, lineno])
        if (!isInt(n)) throw raise(E.TypeError, `'${typeName(n)}' object cannot be interpreted as an integer`);
      const t = keep(allocCleared(Tb.WORDS << 2, T.TRACEBACK));
      const w = t >> 2;
      i32[w + Tb.NEXT] = next === NONE ? 0 : incref(next);
      // Words 4 and 5 of a frame object: function and code.
      i32[w + Tb.FUNC] = incref(i32[(frame >> 2) + 4]);
      i32[w + Tb.CODE] = incref(i32[(frame >> 2) + 5]);
      i32[w + Tb.FRAME] = incref(frame);
      i32[w + Tb.LASTI] = indexOfLasti(i32[w + Tb.CODE], intToNumber(lasti));
      i32[w + Tb.LINENO] = intToNumber(lineno);
      return t;
    },
  ],
  methods: {
    __dir__: [
      "($self, /)",
      () => newList(["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].map((n) => newStr(n))),
      "Names of the attributes.",
    ],
  },
  getset: {
    tb_next: [(t: number) => word(t, Tb.NEXT) || NONE, setNext],
    tb_frame: [tracebackFrame],
    tb_lineno: [
      (t: number) => {
        const line = tracebackLine(t);
        return line === 0 ? NONE : newInt(line);
      },
    ],
    tb_lasti: [(t: number) => newInt(lastiOf(word(t, Tb.CODE), word(t, Tb.LASTI)))],
  },
}));
