/**
 * Module `gc`: the collector seen from Python. The collector itself is in heap/gc.ts. See CPython Modules/gcmodule.c.
 *
 * There is one generation here: a collection of generation 0 or 1 looks at everything too, and new objects are not counted (`get_count`).
 */
import { share, shareWhole, threaded } from "../heap/share.ts";
import { Build } from "../heap/build.ts";
import { host } from "../host.ts";
import { forEachObject } from "../heap/alloc.ts";
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { FALSE, G, H, NONE, State, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { classRef, decref, visitRefs } from "../heap/refcount.ts";
import {
  collectionPending,
  collectNow,
  enableCollector,
  finishCollection,
  forEachCandidate,
  gcHooks,
  isCollected,
  isTracked,
  lastCollection,
  setLimit,
  visitAll,
} from "../heap/gc.ts";
import { Action } from "../interpreter/frame.ts";
import { finalize } from "../interpreter/finalizers.ts";
import { machineHooks } from "../interpreter/hooks.ts";
import { enterNative } from "../interpreter/native-frames.ts";
import { call, indexNumberGen, typeName, typeOf } from "../objects/abstract.ts";
import { dictKeysArray, dictSetStr, dictValuesArray, newDict } from "../objects/dict-core.ts";
import { E, isPythonException, raise, takePending } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { allocList, listAppend, listLength, listToArray, newList, newTuple } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import { defineModule } from "./modules.ts";

const GENERATIONS = 3;
const DEBUG_SAVEALL = 32;

/** A list kept in a heap-wide word, made at its first use (borrowed). */
function listAt(word: number): Ref {
  if (i32[word] === 0) i32[word] = allocList();
  return i32[word];
}

/** Call everything in gc.callbacks; what they raise is reported and dropped. */
function* callCallbacks(phase: string, generation: number, collected: number): Gen<void> {
  if (i32[G.GC_CALLBACKS] === 0 || listLength(i32[G.GC_CALLBACKS]) === 0) return;
  const info = newDict();
  for (const [name, n] of [
    ["generation", generation],
    ["collected", collected],
    ["uncollectable", 0],
  ] as const)
    dictSetStr(info, internJs(name), newInt(n));
  const text = newStr(phase);
  for (const callback of listToArray(i32[G.GC_CALLBACKS]).map(borrow)) {
    const level = handleLevel();
    try {
      yield* call(callback, text, info);
    } catch (thrown) {
      if (!isPythonException(thrown)) throw thrown;
      if (machineHooks.unraisable !== null) yield* machineHooks.unraisable(callback);
      else decref(takePending());
    }
    releaseTo(level);
  }
}

/** A whole collection: callbacks, search, finalizers, freeing. Returns what was found. */
export function* collection(generation: number, withCallbacks = true): Gen<number> {
  if (i32[G.GC_RUNNING] !== 0 || i32[G.GC_BUSY] !== 0) return 0;
  i32[G.GC_BUSY] = 1;
  try {
    if (withCallbacks) yield* callCallbacks("start", generation, 0);
    let n = collectNow(generation);
    if (collectionPending()) {
      yield* finalize();
      // Inside a finalizer nobody else goes on with it.
      if (collectionPending()) finishCollection();
      n = lastCollection.collected;
    }
    if (withCallbacks) yield* callCallbacks("stop", generation, n);
    return n;
  } finally {
    i32[G.GC_BUSY] = 0;
  }
}

function* automaticCollection(): Gen {
  yield* collection(2);
  return NONE;
}

gcHooks.automatic = () => {
  if (i32[G.GC_RUNNING] !== 0 || i32[G.GC_BUSY] !== 0) return;
  if (i32[G.GC_CALLBACKS] !== 0 && listLength(i32[G.GC_CALLBACKS]) > 0)
    enterNative(automaticCollection(), 0, Action.DISCARD);
  else collectNow();
};

/** Things that programs may see: not the machine's own records. */
const isShown = (type: number): boolean => type !== T.THREAD_STATE && type !== T.FREE;

/**
 * Walk the heap. In the lock-free mode the world is stopped for it, and objects that it finds belong to everybody from then on.
 */
function walking(walk: () => Ref): Ref {
  if (!Build.FREE || !threaded()) return walk();
  host.stopWorld();
  try {
    const found = walk();
    shareWhole(found);
    return found;
  } finally {
    host.startWorld();
  }
}

/** Called with the world stopped. */
function saveGarbage(ref: Ref): void {
  if (Build.FREE && threaded()) share(ref);
  listAppend(listAt(G.GC_GARBAGE), ref);
}

const allTracked = (): Ref =>
  walking(() => {
    const refs: number[] = [];
    forEachCandidate((ref, type) => {
      if (isShown(type) && isTracked(ref)) refs.push(ref);
    });
    return newList(refs);
  });

/** What an object refers to, in the order in which CPython's traverse functions go. */
function referents(ref: Ref): Ref[] {
  if ((ref & 1) !== 0) return [];
  const type = typeOf(ref);
  if (!isCollected(ref, type)) return [];
  const out: number[] = [];
  if (type === T.DICT) {
    const keys = dictKeysArray(ref);
    const values = dictValuesArray(ref);
    const plain = keys.every((k) => typeOf(k) === T.STR);
    for (let k = 0; k < keys.length; k++) {
      out.push(values[k]);
      if (!plain) out.push(keys[k]);
    }
    return out;
  }
  visitAll(ref, type, (r) => {
    if (r !== 0) out.push(r);
  });
  return type === T.TUPLE ? out.reverse() : out;
}

defineModule("gc", () => ({
  doc: "This module provides access to the garbage collector for reference cycles.\n\nenable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.\nget_count() -- Return the current collection counts.\nget_stats() -- Return list of dictionaries containing per-generation stats.\nset_debug() -- Set debugging flags.\nget_debug() -- Get debugging flags.\nset_threshold() -- Set the collection thresholds.\nget_threshold() -- Return the current the collection thresholds.\nget_objects() -- Return a list of all objects tracked by the collector.\nis_tracked() -- Returns true if a given object is tracked.\nis_finalized() -- Returns true if a given object has been already finalized.\nget_referrers() -- Return the list of objects that refer to an object.\nget_referents() -- Return the list of objects that an object refers to.\nfreeze() -- Freeze all tracked objects and ignore them for future collections.\nunfreeze() -- Unfreeze all objects in the permanent generation.\nget_freeze_count() -- Return the number of objects in the permanent generation.\n",
  functions: {
    enable: [
      "($module, /)",
      () => {
        enableCollector(true);
        return NONE;
      },
      "Enable automatic garbage collection.",
    ],
    disable: [
      "($module, /)",
      () => {
        enableCollector(false);
        return NONE;
      },
      "Disable automatic garbage collection.",
    ],
    isenabled: [
      "($module, /)",
      () => (i32[G.GC_ENABLED] !== 0 ? TRUE : FALSE),
      "Returns true if automatic garbage collection is enabled.",
    ],
    collect: [
      "($module, /, generation=2)",
      function* (argument: Ref): Gen {
        const generation = argument === 0 ? 2 : yield* indexNumberGen(argument);
        if (generation < 0 || generation >= GENERATIONS) throw raise(E.ValueError, "invalid generation");
        return newInt(yield* collection(generation));
      },
      "Run the garbage collector; returns the number of unreachable objects.",
    ],
    get_count: [
      "($module, /)",
      () => newTuple([newInt(0), newInt(0), newInt(0)]),
      "Return a three-tuple of the current collection counts.",
    ],
    get_threshold: [
      "($module, /)",
      () => newTuple([newInt(i32[G.GC_THRESHOLD0]), newInt(i32[G.GC_THRESHOLD1]), newInt(i32[G.GC_THRESHOLD2])]),
      "Return the current collection thresholds.",
    ],
    set_threshold: [
      "(*args)",
      function* (argv: number, argc: number): Gen {
        if (argc < 1 || argc > 3) throw raise(E.TypeError, "gc.set_threshold requires 1 to 3 arguments");
        for (let k = 0; k < argc; k++) {
          const n = yield* indexNumberGen(i32[argv + k]);
          if (Math.abs(n) > 0x7fffffff)
            throw raise(E.OverflowError, `signed integer is ${n < 0 ? "less than minimum" : "greater than maximum"}`);
          i32[G.GC_THRESHOLD0 + k] = n;
        }
        setLimit();
        return NONE;
      },
      "Set the collection thresholds; a first threshold of zero disables automatic collection.",
    ],
    get_stats: [
      "($module, /)",
      () => {
        const out: number[] = [];
        for (let g = 0; g < GENERATIONS; g++) {
          const d = newDict();
          dictSetStr(d, internJs("collections"), newInt(i32[G.GC_COLLECTIONS + g]));
          dictSetStr(d, internJs("collected"), newInt(i32[G.GC_COLLECTED + g]));
          dictSetStr(d, internJs("uncollectable"), newInt(0));
          out.push(d);
        }
        return newList(out);
      },
      "Return a list of dictionaries containing per-generation statistics.",
    ],
    set_debug: [
      "($module, flags, /)",
      function* (flags: Ref): Gen {
        i32[G.GC_DEBUG] = yield* indexNumberGen(flags);
        gcHooks.save = (i32[G.GC_DEBUG] & DEBUG_SAVEALL) === 0 ? null : saveGarbage;
        return NONE;
      },
      "Set the garbage collection debugging flags.",
    ],
    get_debug: ["($module, /)", () => newInt(i32[G.GC_DEBUG]), "Get the garbage collection debugging flags."],
    get_objects: [
      "($module, /, generation=None)",
      function* (argument: Ref): Gen {
        if (argument === 0 || argument === NONE) return allTracked();
        let generation: number;
        try {
          generation = yield* indexNumberGen(argument);
        } catch (thrown) {
          if (!isPythonException(thrown)) throw thrown;
          decref(takePending());
          throw raise(E.TypeError, `argument should be integer or None, not '${typeName(argument)}'`);
        }
        if (generation >= GENERATIONS)
          throw raise(
            E.ValueError,
            `generation parameter must be less than the number of available generations (${GENERATIONS})`,
          );
        if (generation < 0) throw raise(E.ValueError, "generation parameter cannot be negative");
        return generation === 2 ? allTracked() : newList();
      },
      "Return a list of objects tracked by the collector (excluding the list returned).",
    ],
    get_referents: [
      "($module, /, *objs)",
      (argv: number, argc: number) => {
        const out: number[] = [];
        for (let k = 0; k < argc; k++) out.push(...referents(i32[argv + k]));
        return newList(out);
      },
      "Return the list of objects that are directly referred to by 'objs'.",
    ],
    get_referrers: [
      "($module, /, *objs)",
      (argv: number, argc: number) =>
        walking(() => {
          const wanted = new Set<number>();
          for (let k = 0; k < argc; k++) if ((i32[argv + k] & 1) === 0) wanted.add(i32[argv + k]);
          const out: number[] = [];
          let found = false;
          forEachObject((ref, type) => {
            if (!isShown(type) || !isCollected(ref, type)) return;
            found = false;
            visitRefs(ref, type, (r) => {
              if (!found && wanted.has(r)) found = true;
            });
            if (found || wanted.has(classRef(type))) out.push(ref);
          });
          return newList(out);
        }),
      "Return the list of objects that directly refer to any of 'objs'.",
    ],
    is_tracked: [
      "($module, obj, /)",
      (obj: Ref) => (isTracked(obj) ? TRUE : FALSE),
      "Returns true if the object is tracked by the garbage collector.",
    ],
    is_finalized: [
      "($module, obj, /)",
      (obj: Ref) => ((obj & 1) === 0 && (i32[(obj >> 2) + H.STATE] & State.FINALIZED) !== 0 ? TRUE : FALSE),
      "Returns true if the object has been already finalized by the GC.",
    ],
    freeze: [
      "($module, /)",
      () =>
        walking(() => {
          forEachCandidate((ref) => {
            i32[(ref >> 2) + H.STATE] |= State.FROZEN;
          });
          return NONE;
        }),
      "Freeze all current tracked objects and ignore them for future collections.",
    ],
    unfreeze: [
      "($module, /)",
      () =>
        walking(() => {
          forEachObject((ref) => {
            i32[(ref >> 2) + H.STATE] &= ~State.FROZEN;
          });
          return NONE;
        }),
      "Unfreeze all objects in the permanent generation.",
    ],
    get_freeze_count: [
      "($module, /)",
      () =>
        walking(() => {
          let n = 0;
          forEachObject((ref) => {
            if ((i32[(ref >> 2) + H.STATE] & State.FROZEN) !== 0) n++;
          });
          return newInt(n);
        }),
      "Return the number of objects in the permanent generation.",
    ],
  },
  attributes: {
    garbage: () => listAt(G.GC_GARBAGE),
    callbacks: () => listAt(G.GC_CALLBACKS),
    DEBUG_STATS: () => newInt(1),
    DEBUG_COLLECTABLE: () => newInt(2),
    DEBUG_UNCOLLECTABLE: () => newInt(4),
    DEBUG_SAVEALL: () => newInt(DEBUG_SAVEALL),
    DEBUG_LEAK: () => newInt(38),
  },
}));
