/**
 * Module `_queue`: SimpleQueue, an unbounded queue whose `put` can be called at any moment, also by `__del__` and by what runs in the middle of another `put`. See
 * CPython Modules/_queuemodule.c. The other queues are Python (builtins/python/queue.py).
 *
 *     4 deque with the items   5 spin lock around each look at the deque   6 1: somebody waits
 *
 * Who finds the queue empty sets "somebody waits" under the bucket lock of the parking lot, looks again, and parks on the queue's address. Who puts looks at
 * that word after the item is in (the unlocking exchange stands between), so one of the two sees the other.
 */
import { loadWord, lockWord, storeWord, unlockWord } from "../heap/atomics.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, NONE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { R, Thread } from "../interpreter/frame.ts";
import { plainlyNamed, truthGen } from "../objects/abstract.ts";
import { E, raise, raiseArgs } from "../objects/errors.ts";
import { newGenericAlias } from "../objects/generic-alias.ts";
import { allocInstance } from "../objects/instance.ts";
import { boolRef } from "../objects/iterators.ts";
import { type Gen, parkRequest, type Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { defineType } from "../objects/type-def.ts";
import { Deque, dequeAppend, dequeLength, dequeTakeLeft, newDeque } from "./_collections.ts";
import { deadlineIn, secondsOf } from "./_thread-lock.ts";
import { defineModule } from "./modules.ts";
import { checkSignals } from "./signals.ts";
import { M } from "./type-indices.ts";

const enum Queue {
  ITEMS = 4,
  LOCK = 5,
  WAITED_FOR = 6,
  WORDS = 8,
}

defineLayout(M.SIMPLE_QUEUE, { words: Queue.WORDS, refs: [Queue.ITEMS] });

const itemsOf = (queue: Ref): Ref => i32[(queue >> 2) + Queue.ITEMS];
const lengthOf = (queue: Ref): number => dequeLength(itemsOf(queue));

/** Take the first item: on the handle stack, 0 if there is none. */
function takeFirst(queue: Ref): Ref {
  const lock = (queue >> 2) + Queue.LOCK;
  lockWord(lock);
  const items = itemsOf(queue);
  const value = dequeLength(items) === 0 ? 0 : dequeTakeLeft(items);
  unlockWord(lock);
  return value === 0 ? 0 : keep(value);
}

let wakeWord = 0;
const onWake = (_slot: number, more: boolean): void => storeWord(wakeWord, more ? 1 : 0);

function put(queue: Ref, item: Ref): Ref {
  const w = queue >> 2;
  lockWord(w + Queue.LOCK);
  dequeAppend(itemsOf(queue), item);
  unlockWord(w + Queue.LOCK);
  if (loadWord(w + Queue.WAITED_FOR) !== 0) {
    wakeWord = w + Queue.WAITED_FOR;
    host.unpark(queue, 1, onWake);
  }
  return NONE;
}

let waitingQueue = 0;
const announceWait = (): boolean => {
  const w = waitingQueue >> 2;
  storeWord(w + Queue.WAITED_FOR, 1);
  return loadWord((i32[w + Queue.ITEMS] >> 2) + Deque.LENGTH) === 0;
};

/** Take the first item, waiting for one until the deadline (host clock; -1 none). Signals are handled meanwhile. Raises Empty. */
function* waitForItem(queue: Ref, deadlineUs: number): Gen {
  const waitsFor = (R.thread >> 2) + Thread.WAITS_FOR;
  for (;;) {
    const value = takeFirst(queue);
    if (value !== 0) return value;
    waitingQueue = queue;
    i32[waitsFor] = queue;
    parkRequest.key = queue;
    parkRequest.why = ParkKind.LOCK;
    parkRequest.deadlineUs = deadlineUs;
    parkRequest.validate = announceWait;
    const result: ParkResult = (yield parkRequest) >> 1;
    i32[waitsFor] = 0;
    if (result === ParkResult.TIMEOUT) return takeFirst(queue) || raiseEmpty();
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
}
function raiseEmpty(): never {
  throw raiseArgs(M.QUEUE_EMPTY);
}

const get = {
  leaf: (queue: Ref): Ref => takeFirst(queue) || DEFER,
  *gen(queue: Ref, block: Ref, timeout: Ref): Gen {
    const wait = block === 0 || (yield* truthGen(block));
    if (!wait) return takeFirst(queue) || raiseEmpty();
    if (timeout === 0 || timeout === NONE) return yield* waitForItem(queue, -1);
    const seconds = yield* secondsOf(timeout);
    if (seconds < 0) throw raise(E.ValueError, "'timeout' must be a non-negative number");
    return yield* waitForItem(queue, deadlineIn(seconds));
  },
};

plainlyNamed.add(M.QUEUE_EMPTY);
defineType(M.QUEUE_EMPTY, () => ({
  name: "Empty",
  module: "_queue",
  base: E.Exception,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "Exception raised by Queue.get(block=0)/get_nowait().",
}));

defineType(M.SIMPLE_QUEUE, () => ({
  name: "SimpleQueue",
  module: "_queue",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Simple, unbounded, reentrant FIFO queue.",
  new: [
    "($type, /, *args)",
    (cls: Ref, _argv: number, argc: number) => {
      if (argc > 0) throw raise(E.TypeError, "SimpleQueue() takes no positional arguments");
      const queue = keep(allocInstance(cls));
      i32[(queue >> 2) + Queue.ITEMS] = incref(newDeque(-1));
      return queue;
    },
  ],
  methods: {
    put: ["($self, /, item, block=True, timeout=None)", put, "Put the item on the queue; never waits."],
    put_nowait: ["($self, /, item)", put, "Put the item on the queue."],
    get: ["($self, /, block=True, timeout=None)", get, "Take the first item off the queue, waiting for it."],
    get_nowait: ["($self, /)", (queue: Ref) => takeFirst(queue) || raiseEmpty(), "Take the first item off the queue."],
    empty: ["($self, /)", (queue: Ref) => boolRef(lengthOf(queue) === 0), "Is the queue empty just now?"],
    qsize: ["($self, /)", (queue: Ref) => newInt(lengthOf(queue)), "Number of items just now."],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));

defineModule("_queue", () => ({
  doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
  types: { SimpleQueue: M.SIMPLE_QUEUE, Empty: M.QUEUE_EMPTY },
}));
