/** Order of look-up in classes: C3 linearisation and the base whose layout the instances take. See CPython Objects/typeobject.c (mro_implementation, best_base). */
import { T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { className, classByIndex, fullClassName, isClass, isSubclassOf, typeIndexOf } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import { tupleToArray } from "./sequence-core.ts";

/** The linearisation of a class with these bases: the class first. Borrowed refs. Raises TypeError. */
export function linearize(cls: number, bases: readonly number[]): number[] {
  for (let k = 0; k < bases.length; k++) {
    for (let j = k + 1; j < bases.length; j++)
      if (bases[k] === bases[j]) throw raise(E.TypeError, `duplicate base class ${className(bases[k])}`);
  }
  const lists = bases.map((b) => tupleToArray(i32[(b >> 2) + TypeWord.MRO]));
  lists.push(bases.slice());
  const heads = lists.map(() => 0);
  const out = [cls];
  for (;;) {
    let done = true;
    let taken = false;
    for (let k = 0; k < lists.length; k++) {
      if (heads[k] >= lists[k].length) continue;
      done = false;
      const candidate = lists[k][heads[k]];
      if (lists.some((list, j) => list.indexOf(candidate, heads[j] + 1) >= 0)) continue;
      out.push(candidate);
      for (let j = 0; j < lists.length; j++) if (lists[j][heads[j]] === candidate) heads[j]++;
      taken = true;
      break;
    }
    if (done) return out;
    if (!taken) {
      const names: string[] = [];
      for (let k = 0; k < lists.length; k++) {
        if (heads[k] < lists[k].length && !names.includes(className(lists[k][heads[k]])))
          names.push(className(lists[k][heads[k]]));
      }
      throw raise(
        E.TypeError,
        `Cannot create a consistent method resolution order (MRO) for bases ${names.join(", ")}`,
      );
    }
  }
}

/** Exception classes whose objects CPython gives fields of their own. */
const ownFields = new Set<number>([
  E.BaseException,
  E.BaseExceptionGroup,
  E.SystemExit,
  E.ImportError,
  E.NameError,
  E.AttributeError,
  E.OSError,
  E.StopIteration,
  E.SyntaxError,
  E.UnicodeDecodeError,
  E.UnicodeEncodeError,
  E.UnicodeTranslateError,
]);

/** The nearest class of the line of first bases whose instances have words that its own base's have not. */
function solidBase(cls: number): number {
  for (let c = cls; ; ) {
    const w = c >> 2;
    const index = i32[w + TypeWord.INDEX];
    const base = i32[w + TypeWord.BASE];
    if (base === 0) return c;
    if (index >= T.FIRST_HEAP_TYPE) {
      if (i32[w + TypeWord.MEMBER_COUNT] > i32[(base >> 2) + TypeWord.MEMBER_COUNT]) return c;
    } else if (index >= T.FIRST_EXCEPTION_TYPE) {
      if (ownFields.has(index)) return c;
    } else if (i32[w + TypeWord.LAYOUT] === index && i32[w + TypeWord.WORDS] !== 4) return c;
    c = base;
  }
}

/** The base that decides the layout of the instances. Raises TypeError for bases that cannot be combined. */
export function bestBase(bases: readonly number[]): number {
  let winner = 0;
  let best = 0;
  for (const b of bases) {
    if (!isClass(b)) throw raise(E.TypeError, "bases must be types");
    if ((i32[TYPE_FLAGS + typeIndexOf(b)] & TypeFlag.BASETYPE) === 0)
      throw raise(E.TypeError, `type '${fullClassName(b)}' is not an acceptable base type`);
    const candidate = solidBase(b);
    if (winner === 0) {
      winner = candidate;
      best = b;
    } else if (isSubclassOf(winner, candidate)) continue;
    else if (isSubclassOf(candidate, winner)) {
      winner = candidate;
      best = b;
    } else throw raise(E.TypeError, "multiple bases have instance lay-out conflict");
  }
  return best === 0 ? classByIndex(T.OBJECT) : best;
}
