/**
 * Properties (`T.PROPERTY`): 4 getter   5 setter   6 deleter   7 doc   8 name   9 plain: 1 = the doc is the getter's. Absent refs are 0.
 * See CPython Objects/descrobject.c (propertytype).
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  call,
  classOf,
  getAttrLeaf,
  getAttrOrMissing,
  isInstanceOfType,
  setAttrGen,
  truthGen,
  typeOf,
} from "./abstract.ts";
import { isClassAccess } from "./descr-core.ts";
import { caught, E, raise, setRefWord } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { bool, plainValue } from "./number-core.ts";
import { strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";
import { reprString } from "../text/repr.ts";

export const enum Property {
  GET = 4,
  SET = 5,
  DELETE = 6,
  DOC = 7,
  NAME = 8,
  GETTER_DOC = 9,
  WORDS = 10,
}
defineLayout(T.PROPERTY, { words: Property.WORDS, refs: [4, 5, 6, 7, 8] });

const word = (p: number, k: Property): number => i32[(p >> 2) + k];

/** Name for messages: what `__set_name__` told, else the getter's `__name__`. */
function nameOf(p: number): string | null {
  const own = word(p, Property.NAME);
  if (own !== 0) return isInstanceOfType(own, T.STR) ? reprString(strToJs(plainValue(own))) : null;
  const get = word(p, Property.GET);
  if (get === 0) return null;
  const name = getAttrLeaf(get, internJs("__name__"));
  return name !== 0 && name !== DEFER && isInstanceOfType(name, T.STR) ? reprString(strToJs(plainValue(name))) : null;
}

function refuse(p: number, o: number, what: string): never {
  const name = nameOf(p);
  const qualname = strToJs(i32[(classOf(o) >> 2) + TypeWord.QUALNAME]);
  throw raise(
    E.AttributeError,
    name === null
      ? `property of '${qualname}' object has no ${what}`
      : `property ${name} of '${qualname}' object has no ${what}`,
  );
}

function* initProperty(p: number, get: number, set: number, del: number, doc: number): Gen {
  const w = p >> 2;
  const given = (v: number): number => (v === NONE ? 0 : v);
  setRefWord(w + Property.GET, given(get));
  setRefWord(w + Property.SET, given(set));
  setRefWord(w + Property.DELETE, given(del));
  setRefWord(w + Property.DOC, 0);
  setRefWord(w + Property.NAME, 0);
  i32[w + Property.GETTER_DOC] = 0;
  let text = given(doc);
  if (text === 0 && given(get) !== 0) {
    const found = yield* getAttrOrMissing(get, internJs("__doc__"));
    if (found !== 0 && found !== NONE) {
      text = found;
      i32[w + Property.GETTER_DOC] = 1;
    }
  }
  if (typeOf(p) === T.PROPERTY) setRefWord(w + Property.DOC, text);
  else {
    // The class attribute __doc__ of a subclass would hide the member.
    borrow(text === 0 ? NONE : text);
    try {
      yield* setAttrGen(p, internJs("__doc__"), text === 0 ? NONE : text);
    } catch (thrown) {
      if (i32[w + Property.GETTER_DOC] === 0 && text !== 0) throw thrown;
      if (caught(thrown, E.AttributeError) === 0) throw thrown;
    }
  }
  return NONE;
}

/** A copy with one function replaced (0: keep). */
function* copyWith(p: number, get: number, set: number, del: number): Gen {
  const pick = (given: number, k: Property): number => (given === 0 || given === NONE ? word(p, k) || NONE : given);
  const getter = pick(get, Property.GET);
  const ownDoc = typeOf(p) === T.PROPERTY ? word(p, Property.DOC) : yield* getAttrOrMissing(p, internJs("__doc__"));
  const doc = word(p, Property.GETTER_DOC) === 1 && getter !== NONE ? NONE : ownDoc || NONE;
  const copy = borrow(
    yield* call(classOf(p), getter, pick(set, Property.SET), pick(del, Property.DELETE), borrow(doc)),
  );
  if (isInstanceOfType(copy, T.PROPERTY)) setRefWord((copy >> 2) + Property.NAME, word(p, Property.NAME));
  return copy;
}

defineType(T.PROPERTY, () => ({
  name: "property",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Property attribute: a getter, a setter and a deleter, each a function or None.",
  new: ["($type, /, *args, **kwargs)", (cls: number) => keep(allocInstance(cls))],
  init: ["($self, /, fget=None, fset=None, fdel=None, doc=None)", initProperty],
  slots: {
    get: {
      leaf(p: number, instance: number, owner: number): number {
        if (isClassAccess(instance, owner)) return p;
        if (word(p, Property.GET) === 0) refuse(p, instance, "getter");
        return DEFER;
      },
      *gen(p: number, instance: number): Gen {
        return yield* call(borrow(word(p, Property.GET)), instance);
      },
    },
    set: {
      leaf(p: number, o: number): number {
        if (word(p, Property.SET) === 0) refuse(p, o, "setter");
        return DEFER;
      },
      *gen(p: number, o: number, value: number): Gen {
        yield* call(borrow(word(p, Property.SET)), o, value);
        return NONE;
      },
    },
    delete: {
      leaf(p: number, o: number): number {
        if (word(p, Property.DELETE) === 0) refuse(p, o, "deleter");
        return DEFER;
      },
      *gen(p: number, o: number): Gen {
        yield* call(borrow(word(p, Property.DELETE)), o);
        return NONE;
      },
    },
  },
  methods: {
    getter: [
      "($self, object, /)",
      function* (p: number, f: number): Gen {
        return yield* copyWith(p, f, 0, 0);
      },
      "Descriptor to obtain a copy of the property with a different getter.",
    ],
    setter: [
      "($self, object, /)",
      function* (p: number, f: number): Gen {
        return yield* copyWith(p, 0, f, 0);
      },
      "Descriptor to obtain a copy of the property with a different setter.",
    ],
    deleter: [
      "($self, object, /)",
      function* (p: number, f: number): Gen {
        return yield* copyWith(p, 0, 0, f);
      },
      "Descriptor to obtain a copy of the property with a different deleter.",
    ],
    __set_name__: [
      "($self, owner, name, /)",
      (p: number, _owner: number, name: number) => {
        setRefWord((p >> 2) + Property.NAME, name);
        return NONE;
      },
      "Method to set name of a property.",
    ],
  },
  members: { fget: [4, "ro"], fset: [5, "ro"], fdel: [6, "ro"], __doc__: [7, "rw"] },
  getset: {
    __name__: [
      {
        leaf: (p: number) => word(p, Property.NAME) || DEFER,
        *gen(p: number): Gen {
          const name =
            word(p, Property.GET) === 0 ? 0 : yield* getAttrOrMissing(word(p, Property.GET), internJs("__name__"));
          if (name === 0) throw raise(E.AttributeError, "'property' object has no attribute '__name__'");
          return name;
        },
      },
      (p: number, value: number) => {
        setRefWord((p >> 2) + Property.NAME, value);
        return NONE;
      },
    ],
    __isabstractmethod__: [
      function* (p: number): Gen {
        for (const k of [Property.GET, Property.SET, Property.DELETE])
          if (yield* isAbstract(word(p, k))) return bool(true);
        return bool(false);
      },
    ],
  },
}));

/** Does a function say that it is abstract? */
export function* isAbstract(f: number): Gen<boolean> {
  if (f === 0) return false;
  const mark = yield* getAttrOrMissing(f, internJs("__isabstractmethod__"));
  return mark !== 0 && (yield* truthGen(mark));
}
