/**
 * Struct sequences: tuples whose items have names too (sys.version_info, os.stat_result, time.struct_time). The memory is a tuple's; items behind the
 * visible length are reached by name only. See CPython Objects/structseq.c.
 */
import { allocCleared } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { classOf, listOf, reprJs } from "../objects/abstract.ts";
import { dictGetStr, dictKeysArray } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { newList, newTuple, Tuple } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";

interface Shape {
  name: string;
  module: string;
  fields: readonly string[];
  /** How many of them are items of the tuple. */
  visible: number;
}
const shapes = new Map<number, Shape>();

/**
 * Declare a struct sequence type. `module` is that of its repr, "" for none.
 * @param visible items of the tuple; fields behind are only reached by name. Default: all.
 * @param constructible can be called with a sequence (time.struct_time, os.stat_result); sys's cannot
 */
export function defineStructSequence(
  type: number,
  name: string,
  module: string,
  fields: readonly string[],
  constructible: boolean,
  visible = fields.length,
  doc = "",
): void {
  const shape: Shape = { name, module, fields, visible };
  shapes.set(type, shape);
  defineLayout(type, {
    words: Tuple.ITEMS,
    refs: [],
    traverse(w, visit) {
      for (let k = 0; k < fields.length; k++) visit(i32[w + Tuple.ITEMS + k], w + Tuple.ITEMS + k);
    },
  });
  const full = module === "" ? name : `${module}.${name}`;
  defineType(type, () => ({
    name,
    module,
    base: T.TUPLE,
    flags: TypeFlag.GC,
    doc,
    new: [
      "($type, sequence, dict={}, /)",
      function* (cls: Ref, sequence: Ref): Gen {
        if (!constructible) throw raise(E.TypeError, `cannot create '${full}' instances`);
        const items = yield* listOf(sequence);
        if (items.length < visible)
          throw raise(
            E.TypeError,
            `${full}() takes ${visible === fields.length ? "a" : "an at least"} ${visible}-sequence (${items.length}-sequence given)`,
          );
        if (items.length > fields.length)
          throw raise(
            E.TypeError,
            `${full}() takes ${visible === fields.length ? "a" : "an at most"} ${fields.length}-sequence (${items.length}-sequence given)`,
          );
        void cls;
        return newStructSequence(type, items);
      },
    ],
    slots: {
      *repr(self: Ref): Gen {
        const parts: string[] = [];
        for (let k = 0; k < visible; k++)
          parts.push(`${fields[k]}=${yield* reprJs(i32[(self >> 2) + Tuple.ITEMS + k])}`);
        return newStr(`${full}(${parts.join(", ")})`);
      },
    },
    methods: {
      __reduce__: [
        "($self, /)",
        (self: Ref) => newTuple([classOf(self), newTuple([newTuple(visibleItems(self, visible))])]),
      ],
      __replace__: [
        "($self, /, **changes)",
        function* (self: Ref, changes: Ref): Gen {
          const items = visibleItems(self, fields.length);
          const names = changes === 0 ? [] : dictKeysArray(changes);
          for (const name of names) {
            const k = fields.indexOf(strToJs(name));
            if (k >= 0) items[k] = dictGetStr(changes, name);
          }
          const unknown = names.filter((name) => !fields.includes(strToJs(name)));
          if (unknown.length > 0)
            throw raise(E.TypeError, `Got unexpected field name(s): ${yield* reprJs(newList(unknown))}`);
          return newStructSequence(type, items);
        },
        "Return a copy of the structure with new values for the specified fields.",
      ],
    },
    getset: Object.fromEntries(
      fields.map((field, k) => [field, [(self: Ref) => i32[(self >> 2) + Tuple.ITEMS + k] || NONE] as const]),
    ),
    attributes: {
      __match_args__: () => newTuple(fields.slice(0, visible).map((field) => internJs(field))),
      n_fields: () => newInt(fields.length),
      n_sequence_fields: () => newInt(visible),
      n_unnamed_fields: () => newInt(0),
    },
  }));
}
function visibleItems(self: Ref, n: number): Ref[] {
  const out: Ref[] = [];
  for (let k = 0; k < n; k++) out.push(i32[(self >> 2) + Tuple.ITEMS + k]);
  return out;
}

/** A struct sequence of refs (new references are taken); missing ones are None. On the handle stack. */
export function newStructSequence(type: number, items: readonly Ref[]): Ref {
  const shape = shapes.get(type) as Shape;
  const ref = allocCleared((Tuple.ITEMS + shape.fields.length) << 2, type);
  const w = ref >> 2;
  i32[w + Tuple.LENGTH] = shape.visible;
  for (let k = 0; k < shape.fields.length; k++)
    i32[w + Tuple.ITEMS + k] = k < items.length ? incref(items[k]) : incref(NONE);
  return keep(ref);
}
