/** `itertools.count`, `cycle` and `repeat`. See CPython Modules/itertoolsmodule.c. */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NOT_IMPLEMENTED } from "../heap/layout.ts";
import { f64, i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  classOf,
  className,
  reprJs,
  slotOf,
  typeOf,
} from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import { nextOwned } from "../objects/iterators.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, isInt, newInt } from "../objects/number-core.ts";
import { allocList, listAppend, listItem, listLength, newTuple } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { newStr } from "../objects/str-core.ts";
import {
  clearWords,
  countGen,
  countLeaf,
  DEFER_COUNT,
  defineIterator,
  makeIterator,
  overIterables,
  pull,
} from "./itertools-core.ts";
import { M } from "./type-indices.ts";

// --- count ---

const enum Count {
  NEXT = 4,
  STEP = 5,
  WORDS = 6,
}
defineLayout(M.COUNT, { words: Count.WORDS, refs: [Count.NEXT, Count.STEP] });

function checkNumber(o: Ref): void {
  const type = typeOf(o);
  if (!isInt(o) && slotOf(type, S.INDEX) === 0 && slotOf(type, S.INT) === 0 && slotOf(type, S.FLOAT) === 0)
    throw raise(E.TypeError, "a number is required");
}

/** Put the next number in; returns the one before, on the handle stack. */
function countOn(self: Ref, next: Ref): Ref {
  const at = (self >> 2) + Count.NEXT;
  const now = i32[at];
  i32[at] = incref(next);
  return keep(now);
}

defineIterator(M.COUNT, "count", {
  doc: "Return a count object whose .__next__() method returns consecutive values.",
  new: [
    "($type, start=0, step=1)",
    (cls: Ref, start: Ref, step: Ref): Ref => {
      if (start !== 0) checkNumber(start);
      if (step !== 0) checkNumber(step);
      return makeIterator(cls, [start === 0 ? 1 : start, step === 0 ? 3 : step]);
    },
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const now = i32[(self >> 2) + Count.NEXT];
      const step = i32[(self >> 2) + Count.STEP];
      if ((now & step & 1) !== 0) {
        const r = now + step - 1;
        if (r === (r | 0)) {
          i32[(self >> 2) + Count.NEXT] = r;
          return now;
        }
      }
      const sum = binaryLeaf(S.ADD, now, step);
      if (sum === DEFER) return DEFER;
      if (sum === NOT_IMPLEMENTED) binaryFailed(S.ADD, now, step, false);
      return countOn(self, sum);
    },
    gen: function* (self: Ref): Gen {
      const now = borrow(i32[(self >> 2) + Count.NEXT]);
      return countOn(self, yield* binaryGen(S.ADD, now, borrow(i32[(self >> 2) + Count.STEP])));
    },
  },
  slots: {
    *repr(self: Ref): Gen {
      const step = borrow(i32[(self >> 2) + Count.STEP]);
      const now = yield* reprJs(borrow(i32[(self >> 2) + Count.NEXT]));
      const name = className(classOf(self));
      if (isInt(step) && intToNumber(step) === 1) return newStr(`${name}(${now})`);
      return newStr(`${name}(${now}, ${yield* reprJs(step)})`);
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: Ref): Ref => {
        const step = i32[(self >> 2) + Count.STEP];
        const now = i32[(self >> 2) + Count.NEXT];
        return newTuple([classOf(self), newTuple(step === 3 ? [now] : [now, step])]);
      },
      "Return state information for pickling.",
    ],
  },
});

// --- cycle ---

const enum Cycle {
  /** 0 once it is exhausted. */
  ITERATOR = 4,
  /** List of what has come. */
  SAVED = 5,
  /** Plain: index of the next item of SAVED. */
  INDEX = 6,
  WORDS = 8,
}
defineLayout(M.CYCLE, { words: Cycle.WORDS, refs: [Cycle.ITERATOR, Cycle.SAVED] });

/** The next of the saved items; 0 when there are none. */
function again(self: Ref): Ref {
  const w = self >> 2;
  const saved = i32[w + Cycle.SAVED];
  const n = listLength(saved);
  if (n === 0) return 0;
  const k = i32[w + Cycle.INDEX];
  i32[w + Cycle.INDEX] = k + 1 < n ? k + 1 : 0;
  return borrow(listItem(saved, k));
}

defineIterator(M.CYCLE, "cycle", {
  doc: "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
  new: [
    "($type, iterable, /)",
    overIterables([1], (cls: Ref, it: Ref): Ref => makeIterator(cls, [it, keep(allocList())])),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const it = i32[(self >> 2) + Cycle.ITERATOR];
      if (it === 0) return again(self);
      const item = nextOwned(it);
      if (item === DEFER) return DEFER;
      if (item !== 0) {
        listAppend(i32[(self >> 2) + Cycle.SAVED], item);
        return keep(item);
      }
      clearWords(self, Cycle.ITERATOR);
      return again(self);
    },
    gen: function* (self: Ref): Gen {
      const item = yield* pull(i32[(self >> 2) + Cycle.ITERATOR]);
      if (item === 0) {
        clearWords(self, Cycle.ITERATOR);
        return again(self);
      }
      listAppend(i32[(self >> 2) + Cycle.SAVED], item);
      return item;
    },
  },
});

// --- repeat ---

const enum Repeat {
  OBJECT = 4,
  /** Float64 in words 6 and 7: how often it still comes, -1 without end. */
  LEFT = 6,
  WORDS = 8,
}
defineLayout(M.REPEAT, { words: Repeat.WORDS, refs: [Repeat.OBJECT] });

/** Index of the float64 at a word of an object (whose address is a multiple of 8). */
const left = (self: Ref): number => (self >> 3) + (Repeat.LEFT >> 1);

function makeRepeat(cls: Ref, object: Ref, times: number): Ref {
  const r = makeIterator(cls, [object]);
  f64[left(r)] = times;
  return r;
}

defineIterator(M.REPEAT, "repeat", {
  doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
  new: [
    "($type, object, times=-1)",
    {
      leaf: (cls: Ref, object: Ref, times: Ref): Ref => {
        if (times === 0) return makeRepeat(cls, object, -1);
        const n = countLeaf(times);
        return n === DEFER_COUNT ? DEFER : makeRepeat(cls, object, Math.max(0, n));
      },
      gen: function* (cls: Ref, object: Ref, times: Ref): Gen {
        return makeRepeat(cls, object, Math.max(0, yield* countGen(times)));
      },
    },
  ],
  next: (self: Ref): Ref => {
    const n = f64[left(self)];
    if (n === 0) return 0;
    if (n > 0) f64[left(self)] = n - 1;
    return borrow(i32[(self >> 2) + Repeat.OBJECT]);
  },
  slots: {
    *repr(self: Ref): Gen {
      const object = yield* reprJs(borrow(i32[(self >> 2) + Repeat.OBJECT]));
      const n = f64[left(self)];
      return newStr(`${className(classOf(self))}(${object}${n < 0 ? "" : `, ${n}`})`);
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: Ref): Ref => {
        const object = i32[(self >> 2) + Repeat.OBJECT];
        const n = f64[left(self)];
        return newTuple([classOf(self), newTuple(n < 0 ? [object] : [object, newInt(n)])]);
      },
      "Return state information for pickling.",
    ],
    __length_hint__: [
      "($self, /)",
      (self: Ref): Ref => {
        if (f64[left(self)] < 0) throw raise(E.TypeError, "len() of unsized object");
        return newInt(f64[left(self)]);
      },
      "Private method returning an estimate of len(list(it)).",
    ],
  },
});
