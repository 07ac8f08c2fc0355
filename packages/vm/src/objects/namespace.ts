/** `types.SimpleNamespace`: attributes from keyword arguments. See CPython Objects/namespaceobject.c. */
import { borrow, keep } from "../heap/handles.ts";
import { H, NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { defineLayout } from "../heap/refcount.ts";
import { call, callMethod, classOf, isInstanceOfType, reprJs, setAttrGen, typeName, typeOf } from "./abstract.ts";
import { compareGen } from "./compare.ts";
import { attributeName } from "./descr-core.ts";
import { dictKeysArray, dictLength, dictNext, dictPosition, newDict } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { dictOfInstance } from "./object-dict.ts";
import { i32 } from "../heap/memory.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.SIMPLE_NAMESPACE, { words: H.WORDS, refs: [] });

/** Store all items of a dict as attributes. */
function* storeAll(o: number, dict: number): Gen<void> {
  for (let at = dictNext(dict, 0); at !== 0; at = dictNext(dict, dictPosition(dict, at) + 1)) {
    if (!isInstanceOfType(i32[at], T.STR)) throw raise(E.TypeError, `keywords must be strings`);
    yield* setAttrGen(o, attributeName(i32[at]), i32[at + 1]);
  }
}

/** Objects whose repr is being made. */
const active: number[] = [];

defineType(T.SIMPLE_NAMESPACE, () => ({
  name: "SimpleNamespace",
  module: "types",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "A simple attribute-based namespace.",
  new: ["($type, /, *args, **kwargs)", (cls: number) => keep(allocInstance(cls))],
  init: [
    "($self, mapping_or_iterable=(), /, **kwargs)",
    function* (o: number, from: number, kwargs: number): Gen {
      if (from !== 0) {
        let dict = from;
        if (!isInstanceOfType(from, T.DICT)) {
          dict = newDict();
          yield* callMethod(dict, "update", from);
        }
        yield* storeAll(o, dict);
      }
      if (kwargs !== 0) yield* storeAll(o, kwargs);
      return NONE;
    },
  ],
  slots: {
    *repr(o: number): Gen {
      const name = typeOf(o) === T.SIMPLE_NAMESPACE ? "namespace" : typeName(o);
      if (active.includes(o)) return newStr(`${name}(...)`);
      active.push(o);
      try {
        const dict = borrow(dictOfInstance(o));
        const parts: string[] = [];
        for (const key of dictKeysArray(dict)) {
          const value = yield* callMethod(dict, "get", key);
          if (typeOf(key) === T.STR) parts.push(`${strToJs(plainValue(key))}=${yield* reprJs(borrow(value))}`);
        }
        return newStr(`${name}(${parts.join(", ")})`);
      } finally {
        active.splice(active.lastIndexOf(o), 1);
      }
    },
    *compare(a: number, b: number, op: number): Gen {
      if (!isInstanceOfType(a, T.SIMPLE_NAMESPACE) || !isInstanceOfType(b, T.SIMPLE_NAMESPACE)) return NOT_IMPLEMENTED;
      if (op !== S.EQ && op !== S.NE) return NOT_IMPLEMENTED;
      return yield* compareGen(dictOfInstance(a), dictOfInstance(b), op);
    },
  },
  methods: {
    __replace__: [
      "($self, /, **changes)",
      function* (o: number, changes: number): Gen {
        const copy = borrow(yield* call(classOf(o)));
        yield* storeAll(copy, dictOfInstance(o));
        if (changes !== 0 && dictLength(changes) > 0) yield* storeAll(copy, changes);
        return copy;
      },
      "Return a copy of the namespace object with new values for the specified attributes.",
    ],
  },
  getset: { __dict__: [dictOfInstance] },
}));
