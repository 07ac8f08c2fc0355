/** A read-only view of a mapping (`T.MAPPING_PROXY`: 4 the mapping): what `cls.__dict__` gives. See CPython Objects/descrobject.c (mappingproxy). */
import { allocObject } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  binaryGen,
  callKw,
  callMethod,
  containsGen,
  getAttrGen,
  getItemGen,
  isInstanceOfType,
  iterGen,
  lengthGen,
  reprJs,
  slotOf,
  strGen,
  typeName,
  typeOf,
} from "./abstract.ts";
import { compareGen, hashAsBigInt, hashGen } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { bool, newBigInt, newInt } from "./number-core.ts";
import { S } from "./slots.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.MAPPING_PROXY, { words: 6, refs: [4] });

/** A read-only view of a mapping (borrowed; a new reference is taken). On the handle stack. */
export function newMappingProxy(mapping: number): number {
  const ref = keep(allocObject(6 << 2, T.MAPPING_PROXY));
  i32[(ref >> 2) + 4] = incref(mapping);
  i32[(ref >> 2) + 5] = 0;
  return ref;
}

const mappingOf = (p: number): number => i32[(p >> 2) + 4];
const unwrap = (o: number): number => (typeOf(o) === T.MAPPING_PROXY ? mappingOf(o) : o);
/** A method that the mapping carries out. */
const forward = (name: string) =>
  function* (p: number): Gen {
    return yield* callMethod(mappingOf(p), name);
  };

defineType(T.MAPPING_PROXY, () => ({
  name: "mappingproxy",
  flags: TypeFlag.GC | TypeFlag.MAPPING,
  doc: "Read-only proxy of a mapping.",
  new: [
    "($type, mapping)",
    (_cls: number, mapping: number) => {
      if (
        slotOf(typeOf(mapping), S.GETITEM) === 0 ||
        isInstanceOfType(mapping, T.LIST) ||
        isInstanceOfType(mapping, T.TUPLE)
      ) {
        throw raise(E.TypeError, `mappingproxy() argument must be a mapping, not ${typeName(mapping)}`);
      }
      return newMappingProxy(mapping);
    },
  ],
  slots: {
    *repr(p: number): Gen {
      return newStr(`mappingproxy(${yield* reprJs(mappingOf(p))})`);
    },
    *str(p: number): Gen {
      return yield* strGen(mappingOf(p));
    },
    *hash(p: number): Gen {
      yield* hashGen(mappingOf(p));
      return newBigInt(hashAsBigInt());
    },
    *len(p: number): Gen {
      return newInt(yield* lengthGen(mappingOf(p)));
    },
    *getitem(p: number, key: number): Gen {
      return yield* getItemGen(mappingOf(p), key);
    },
    *contains(p: number, key: number): Gen {
      return bool(yield* containsGen(mappingOf(p), key));
    },
    *iter(p: number): Gen {
      return yield* iterGen(mappingOf(p));
    },
    *reversed(p: number): Gen {
      return yield* callMethod(mappingOf(p), "__reversed__");
    },
    *compare(a: number, b: number, op: number): Gen {
      return yield* compareGen(mappingOf(a), unwrap(b), op);
    },
    *or(a: number, b: number): Gen {
      return yield* binaryGen(S.OR, unwrap(a), unwrap(b));
    },
    *ror(a: number, b: number): Gen {
      return yield* binaryGen(S.OR, unwrap(b), unwrap(a));
    },
    ior(a: number): number {
      throw raise(E.TypeError, `'|=' is not supported by ${typeName(a)}; use '|' instead`);
    },
  },
  methods: {
    get: [
      "($self, key, default=None, /)",
      function* (p: number, key: number, fallback: number): Gen {
        const f = borrow(yield* getAttrGen(mappingOf(p), internJs("get")));
        return yield* callKw(f, fallback === 0 ? [key] : [key, fallback], 0);
      },
      "Return the value for key if key is in the mapping, else default.",
    ],
    keys: ["($self, /)", forward("keys"), "A view of the keys of the mapping."],
    values: ["($self, /)", forward("values"), "A view of the values of the mapping."],
    items: ["($self, /)", forward("items"), "A view of the pairs of the mapping."],
    copy: ["($self, /)", forward("copy"), "A shallow copy of the mapping."],
  },
  classMethods: {
    __class_getitem__: [
      "($type, object, /)",
      (cls: number, item: number) => newGenericAlias(cls, item),
      "See PEP 585.",
    ],
  },
}));
