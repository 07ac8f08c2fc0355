/**
 * Generators as objects: `send`, `throw`, `close`, attributes. The frame lives inside the object (interpreter/frame.ts); resuming is a request to the
 * interpreter. See CPython Objects/genobject.c.
 */
import { Op } from "../bytecode/opcodes.ts";
import { FALSE, NONE, T, TRUE, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { borrow, keep } from "../heap/handles.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { F, GenObj, GenState } from "../interpreter/frame.ts";
import { machineGenerators } from "../interpreter/hooks.ts";
import { callKw, getAttrOrMissing, isClass, isInstanceOfType, MISSING, typeName, typeOf } from "./abstract.ts";
import { Code } from "./code-layout.ts";
import { caught, clearPending, E, Exc, pendingIs, raise, raiseArgs, raiseInstance, setRefWord } from "./errors.ts";
import { internJs } from "./intern.ts";
import { type Gen, PY_THROW, type Ref, resumeRequest } from "./native.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";
import { addressText } from "./address.ts";

const state = (gen: Ref): number => i32[(gen >> 2) + GenObj.STATE];

defineLayout(T.GENERATOR, {
  words: GenObj.FRAME,
  refs: [GenObj.NAME, GenObj.QUALNAME, GenObj.HANDLED, GenObj.CODE],
  traverse(w, visit) {
    const s = i32[w + GenObj.STATE];
    // A running generator's frame belongs to its thread; a finished one's is empty.
    if (s !== GenState.CREATED && s !== GenState.SUSPENDED) return;
    const fp = w + GenObj.FRAME;
    visit(i32[fp + F.FUNC], fp + F.FUNC);
    visit(i32[fp + F.NS], fp + F.NS);
    visit(i32[fp + F.OBJECT], fp + F.OBJECT);
    for (let k = fp; k < i32[fp + F.SP]; k++) visit(i32[k], k);
  },
  release(w) {
    // A frame object that outlives the generator must not look at it any more (words of a frame object: 8 fp).
    const s = i32[w + GenObj.STATE];
    const object = s === GenState.CREATED || s === GenState.SUSPENDED ? i32[w + GenObj.FRAME + F.OBJECT] : 0;
    if (object !== 0) i32[(object >> 2) + 8] = 0;
  },
  wantsFinalizer(w) {
    // Suspended inside a try: its finally or except GeneratorExit must run.
    if (i32[w + GenObj.STATE] !== GenState.SUSPENDED) return false;
    const c = i32[w + GenObj.CODE] >> 2;
    const index = (i32[w + GenObj.FRAME + F.PC] >> 2) - 1;
    let at = i32[c + Code.EXCEPTIONS];
    for (let k = 0; k < i32[c + Code.EXCEPTION_COUNT]; k++, at += 5) {
      // The last entry (StopIteration to RuntimeError) covers the whole generator and does not count.
      if (index >= i32[at] && index < i32[at + 1] && !isStopIterationHandler(c, i32[at + 2])) return true;
    }
    return false;
  },
});

function isStopIterationHandler(c: number, target: number): boolean {
  const word = i32[i32[c + Code.INSTRUCTIONS] + target];
  return (word & 0xff) === Op.CALL_INTRINSIC_1 && word >>> 8 === 3;
}

/** Resume: what it yields, or 0 at its end with the return value in resumeRequest.returned. */
export function* resume(gen: Ref, value: Ref): Gen {
  resumeRequest.generator = gen;
  resumeRequest.value = value;
  resumeRequest.throwing = false;
  return yield resumeRequest;
}

/** Throw the pending exception into it. As `resume`. */
function* resumeThrowing(gen: Ref): Gen {
  resumeRequest.generator = gen;
  resumeRequest.value = NONE;
  resumeRequest.throwing = true;
  return yield resumeRequest;
}

function stopIteration(): never {
  const value = resumeRequest.returned;
  throw value === NONE || value === 0 ? raiseArgs(E.StopIteration) : stopIterationWith(value);
}
function stopIterationWith(value: Ref): typeof PY_THROW {
  return raiseArgs(E.StopIteration, value);
}

/** The iterator that a suspended generator delegates to (`yield from`), 0 none. */
export function yieldFrom(gen: Ref): Ref {
  const w = gen >> 2;
  if (i32[w + GenObj.STATE] !== GenState.SUSPENDED) return 0;
  const c = i32[w + GenObj.CODE] >> 2;
  const fp = w + GenObj.FRAME;
  const next = i32[i32[c + Code.INSTRUCTIONS] + (i32[fp + F.PC] >> 2)];
  // RESUME 2 behind the yield (with bit 2 for a resume inside a try): yield from.
  if ((next & 0xff) !== Op.RESUME || ((next >>> 8) & 3) !== 2) return 0;
  return i32[i32[fp + F.SP] - 1];
}

function* send(self: Ref, value: Ref): Gen {
  const r = yield* resume(self, value);
  if (r === 0) stopIteration();
  return r;
}

/** Make `typ, val, tb` (as generator.throw takes them) the pending exception. */
function* pendingFrom(typ: Ref, val: Ref, tb: Ref): Gen<void> {
  if (tb !== 0 && tb !== NONE && typeOf(tb) !== T.TRACEBACK)
    throw raise(E.TypeError, "throw() third argument must be a traceback object");
  let e = typ;
  if (isClass(typ)) {
    if (val !== 0 && isInstanceOfType(val, E.BaseException)) e = val;
    else e = keep(incref(yield* callKw(typ, val === 0 || val === NONE ? [] : [val], 0)));
  } else if (val !== 0 && val !== NONE) throw raise(E.TypeError, "instance exception may not have a separate value");
  if (!isInstanceOfType(e, E.BaseException)) {
    throw raise(
      E.TypeError,
      `exceptions must be classes or instances deriving from BaseException, not ${typeName(typ)}`,
    );
  }
  if (tb !== 0 && tb !== NONE) setRefWord((e >> 2) + Exc.TRACEBACK, tb);
  raiseInstance(e);
}

function* throwInto(self: Ref, typ: Ref, val: Ref, tb: Ref): Gen {
  const sub = yieldFrom(self);
  if (sub !== 0) {
    borrow(sub);
    const probe = typ;
    const exit = (isClass(probe) && probe === classOfGeneratorExit()) || isInstanceOfType(probe, E.GeneratorExit);
    if (exit) {
      yield* closeIterator(sub);
    } else {
      const method = typeOf(sub) === T.GENERATOR ? MISSING : yield* getAttrOrMissing(sub, internJs("throw"));
      if (typeOf(sub) === T.GENERATOR || method !== MISSING) {
        const w = self >> 2;
        i32[w + GenObj.STATE] = GenState.RUNNING;
        let r: Ref;
        try {
          const args = [typ, ...(val === 0 ? [] : [val]), ...(tb === 0 ? [] : [tb])];
          r =
            typeOf(sub) === T.GENERATOR ? yield* throwInto(sub, typ, val, tb) : yield* callKw(borrow(method), args, 0);
        } catch (thrown) {
          if (thrown !== PY_THROW) throw thrown;
          i32[w + GenObj.STATE] = GenState.SUSPENDED;
          const last = yield* resumeThrowing(self);
          if (last === 0) stopIteration();
          return last;
        }
        i32[w + GenObj.STATE] = GenState.SUSPENDED;
        return r;
      }
    }
  }
  yield* pendingFrom(typ, val, tb);
  return yield* throwPending(self);
}

/** Throw the pending exception into a generator that is not delegating. */
function* throwPending(self: Ref): Gen {
  if (state(self) === GenState.CREATED) {
    // Never started: it ends at once; the exception passes through its first line.
    const r = yield* resumeThrowing(self);
    if (r === 0) stopIteration();
    return r;
  }
  const r = yield* resumeThrowing(self);
  if (r === 0) stopIteration();
  return r;
}

const classOfGeneratorExit = (): Ref => i32[TYPE_TABLE + E.GeneratorExit];

function* closeIterator(sub: Ref): Gen<void> {
  if (typeOf(sub) === T.GENERATOR) {
    yield* close(sub);
    return;
  }
  const method = yield* getAttrOrMissing(sub, internJs("close"));
  if (method !== MISSING) yield* callKw(borrow(method), [], 0);
}

/** generator.close(): throws GeneratorExit at the point where it is suspended. Returns the value that it returns then. */
function* close(self: Ref): Gen {
  const s = state(self);
  if (s === GenState.DONE) return NONE;
  if (s === GenState.CREATED) {
    yield* endUnstarted(self);
    return NONE;
  }
  const sub = yieldFrom(self);
  if (sub !== 0) {
    borrow(sub);
    const w = self >> 2;
    i32[w + GenObj.STATE] = GenState.RUNNING;
    try {
      yield* closeIterator(sub);
    } catch (thrown) {
      if (thrown !== PY_THROW) throw thrown;
      i32[w + GenObj.STATE] = GenState.SUSPENDED;
      const r = yield* resumeThrowing(self);
      if (r === 0) return resumeRequest.returned;
      throw raise(E.RuntimeError, "generator ignored GeneratorExit");
    }
    i32[w + GenObj.STATE] = GenState.SUSPENDED;
  }
  raiseArgs(E.GeneratorExit);
  try {
    const r = yield* resumeThrowing(self);
    if (r === 0) return resumeRequest.returned;
  } catch (thrown) {
    if (thrown !== PY_THROW || !(pendingIs(E.GeneratorExit) || pendingIs(E.StopIteration))) throw thrown;
    clearPending();
    return NONE;
  }
  throw raise(E.RuntimeError, "generator ignored GeneratorExit");
}

/** End a generator that was never started: its frame is released without running. */
function* endUnstarted(self: Ref): Gen<void> {
  raiseArgs(E.GeneratorExit);
  try {
    yield* resumeThrowing(self);
  } catch (thrown) {
    if (caught(thrown, E.GeneratorExit) === 0) throw thrown;
  }
}

machineGenerators.close = close;
machineGenerators.send = send;

function nameSetter(word: number, what: string): (self: Ref, value: Ref) => Ref {
  return (self, value) => {
    if (value === 0 || typeOf(value) !== T.STR) throw raise(E.TypeError, `${what} must be set to a string object`);
    setRefWord((self >> 2) + word, value);
    return NONE;
  };
}

defineType(T.GENERATOR, () => ({
  name: "generator",
  flags: TypeFlag.GC,
  slots: {
    repr: (self: Ref) =>
      newStr(`<generator object ${strToJs(i32[(self >> 2) + GenObj.QUALNAME])} at ${addressText(self)}>`),
    iter: (self: Ref) => self,
    next: function* (self: Ref): Gen {
      return yield* resume(self, NONE);
    },
  },
  methods: {
    send: [
      "($self, arg, /)",
      send,
      "send(arg) -> send 'arg' into generator, return next yielded value or raise StopIteration.",
    ],
    throw: [
      "($self, typ, val=None, tb=None, /)",
      throwInto,
      "Raise exception in generator, return next yielded value or raise StopIteration.",
    ],
    close: ["($self, /)", close, "close() -> raise GeneratorExit inside generator."],
  },
  getset: {
    __name__: [(self: Ref) => i32[(self >> 2) + GenObj.NAME], nameSetter(GenObj.NAME, "__name__")],
    __qualname__: [(self: Ref) => i32[(self >> 2) + GenObj.QUALNAME], nameSetter(GenObj.QUALNAME, "__qualname__")],
    gi_running: [(self: Ref) => (state(self) === GenState.RUNNING ? TRUE : FALSE)],
    gi_suspended: [(self: Ref) => (state(self) === GenState.SUSPENDED ? TRUE : FALSE)],
    gi_code: [(self: Ref) => i32[(self >> 2) + GenObj.CODE]],
    gi_yieldfrom: [(self: Ref) => yieldFrom(self) || NONE],
    gi_frame: [(self: Ref) => (state(self) === GenState.DONE ? NONE : generatorHooks.frameObject(self))],
  },
}));

/** Set by objects/frame-object.ts. */
export const generatorHooks = { frameObject: (_gen: Ref): Ref => NONE };
