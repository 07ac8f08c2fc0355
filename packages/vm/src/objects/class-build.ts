/** `__build_class__`: bases, metaclass, namespace, body, class. See CPython Python/bltinmodule.c (builtin___build_class__), PEP 3115, PEP 560. */
import { borrow, keep } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import {
  callKw,
  call,
  className,
  classByIndex,
  classOf,
  getAttrOrMissing,
  isClass,
  isInstanceOfType,
  reprJs,
  setItemGen,
  slotOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { calculateMetaclass } from "./class-make.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { allocDictCopy, dictDeleteStr, dictGetStr, newDict } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import { bodyRequest, type Gen, native } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { newTuple, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";

/** The bases with what is no class replaced by what its `__mro_entries__` says. Borrowed refs on the handle stack. */
export function* resolveBases(bases: number[]): Gen<number[]> {
  if (bases.every(isClass)) return bases;
  const tuple = newTuple(bases);
  const out: number[] = [];
  for (const b of bases) {
    const entries = isClass(b) ? 0 : yield* getAttrOrMissing(b, internJs("__mro_entries__"));
    if (entries === 0) {
      out.push(b);
      continue;
    }
    const more = borrow(yield* call(borrow(entries), tuple));
    if (!isInstanceOfType(more, T.TUPLE)) throw raise(E.TypeError, "__mro_entries__ must return a tuple");
    out.push(...tupleToArray(plainValue(more)));
  }
  return out;
}

/** `__build_class__(func, name, /, *bases, [metaclass], **kwds)`: arguments at word `argv`, keyword arguments as a dict (0 none). */
export function* buildClassGen(func: number, name: number, argv: number, argc: number, kwargs: number): Gen {
  if (typeOf(func) !== T.FUNCTION) throw raise(E.TypeError, "__build_class__: func must be a function");
  if (!isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "__build_class__: name is not a string");
  const given = argsArray(argv, argc);
  const bases = yield* resolveBases(given);
  const basesTuple = newTuple(bases);
  const kw = kwargs === 0 ? 0 : keep(allocDictCopy(kwargs));
  let meta = 0;
  if (kw !== 0) {
    meta = dictGetStr(kw, internJs("metaclass"));
    if (meta !== 0) {
      borrow(meta);
      dictDeleteStr(kw, internJs("metaclass"));
    }
  }
  let metaIsClass = true;
  if (meta === 0) meta = bases.length === 0 ? classByIndex(T.TYPE) : classOf(bases[0]);
  else metaIsClass = isClass(meta);
  if (metaIsClass) meta = calculateMetaclass(meta, bases);
  // The namespace.
  const prepare =
    metaIsClass && meta === classByIndex(T.TYPE) ? 0 : yield* getAttrOrMissing(meta, internJs("__prepare__"));
  let namespace: number;
  if (prepare === 0) namespace = newDict();
  else {
    const { args, names } = withKeywords([name, basesTuple], kw);
    namespace = borrow(yield* callKw(borrow(prepare), args, names));
    if (slotOf(typeOf(namespace), S.GETITEM) === 0) {
      throw raise(
        E.TypeError,
        `${metaIsClass ? className(meta) : "<metaclass>"}.__prepare__() must return a mapping, not ${typeName(namespace)}`,
      );
    }
  }
  // The body.
  bodyRequest.callable = func;
  bodyRequest.namespace = namespace;
  const cell = borrow(yield bodyRequest);
  if (bases !== given) yield* setItemGen(namespace, internJs("__orig_bases__"), newTuple(given));
  const { args, names } = withKeywords([name, basesTuple, namespace], kw);
  const cls = borrow(yield* callKw(meta, args, names));
  if (isClass(cls) && typeOf(cell) === T.CELL) {
    const content = i32[(cell >> 2) + 4];
    if (content === 0) {
      throw raise(
        E.RuntimeError,
        `__class__ not set defining ${yield* reprJs(name)} as ${yield* reprJs(cls)}. Was __classcell__ propagated to type.__new__?`,
      );
    }
    if (content !== cls) {
      throw raise(
        E.TypeError,
        `__class__ set to ${yield* reprJs(content)} defining ${yield* reprJs(name)} as ${yield* reprJs(cls)}`,
      );
    }
  }
  return cls;
}

/** `__build_class__` of builtins. */
export const buildClassFunction = native(
  "__build_class__",
  "(func, name, /, *bases, **kwds)",
  buildClassGen,
  "Internal helper function used by the class statement.",
);
