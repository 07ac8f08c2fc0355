/**
 * Frames: one fixed layout, in the heap, on a contiguous stack for each Python thread; a generator's frame is inside the generator object.
 *
 *     fp - 12 … fp - 1   header, at constant negative offsets (`F`)
 *     fp …               locals, cells and free variables, then the value stack
 *
 * A frame of a resumable built-in (a **native frame**) has the same header with CODE 0; its generator is `nativeFrames[F.BASE]`.
 *
 * Invariants: `F.PC` of a frame that is not running is the arena position of its *next* instruction (the raising one is one before); `F.SP` is its stack
 * pointer; references at and above it are not owned. `F.TOP` says where frames of callees begin. Frames own their function (F.FUNC), namespace, locals and stack.
 *
 * Registers of the machine (`R`): while the eval loop runs they live in its local variables and are written back before anything here is called.
 */
import { allocRaw } from "../heap/alloc.ts";
import { G, PAGE_BYTES, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import type { Each, Gen, Sink } from "../objects/native.ts";

/** Words of the frame header, as offsets from fp. */
export const enum F {
  FUNC = -1,
  PREV = -2,
  PC = -3,
  /** Arena position of the code's first instruction in this worker. */
  BASE = -4,
  ACTION = -5,
  /** Namespace of a class body, module or exec (owned), 0 for functions. */
  NS = -6,
  SP = -7,
  TOP = -8,
  /** The code object (borrowed from the function). 0: native frame. */
  CODE = -9,
  /** Frame object made on demand (owned), 0 none. */
  OBJECT = -10,
  /** The generator whose frame this is (borrowed), 0 none. In a native frame: handle level of the caller. */
  GEN = -11,
  /** Native frame: operands of the caller to release when it finishes. */
  DROP = -12,
  HEADER = 12,
}

/** What happens to the result of a frame: numbered, so that any scheduler or compiled code can act on it. */
export const enum Action {
  /** Push it on the caller's stack. */
  PUSH = 0,
  /** `__init__`: must be None; dropped. */
  INIT = 2,
  /** Resume the native frame below with it. */
  NATIVE = 3,
  /** Drop it. */
  DISCARD = 4,
  /** `__del__` queue: drop it, exceptions are reported and dropped. */
  FINALIZER = 5,
  /** FOR_ITER over a Python `__next__`: push; StopIteration ends the loop. */
  ITERATE = 6,
  /** Generator resumed by FOR_ITER: a yield pushes, the return ends the loop. */
  GEN_FOR = 7,
  /** Generator resumed by SEND: a yield pushes and goes on, the return pushes and jumps. */
  GEN_SEND = 8,
  /** Generator resumed by a native frame: a yield resumes it with the value, the return with 0. */
  GEN_NATIVE = 9,
  /** Generator drained by a native frame: a yield gives the value to the frame's sink and goes on, the return resumes the frame with 0. */
  GEN_DRAIN = 16,
  /** Generator resumed by a call of its `send`, or of `next()`: a yield pushes, the return raises StopIteration. */
  GEN_CALL = 17,
  /** Special method of an operator whose operands are still on the stack: they are dropped and the result is pushed; NotImplemented goes to the other operand. */
  OPERATOR = 18,
  /** Called by a native frame for one of many arguments: the result goes to the frame's sink, and the next call is made. */
  EACH = 19,
  /** `__bool__`: must be True or False, and is pushed. */
  TRUTH = 20,
  /** `__len__`: pushed as the length that it is. */
  LENGTH = 21,
  /** `__len__` of an object without `__bool__`: push whether it is not 0. */
  LENGTH_TRUTH = 22,
  /** `__iter__`: must be an iterator, and is pushed. */
  ITERATOR = 23,
  /** `__getattr__`, called by LOAD_ATTR, which left the object on the stack: it is dropped, the result pushed. An AttributeError gets the name and the object. */
  ATTRIBUTE = 24,
  /** Push its truth as True or False. */
  BOOL = 10,
  /** Push the opposite of its truth. */
  NOT = 11,
  /** Push it, and NULL on top (LOAD_ATTR of a method that turned out to be a plain value). */
  PUSH_NULL = 12,
  /** A tuple: push its items, last first. */
  UNPACK = 13,
  /** A pair: push its first, then its second item. */
  PUSH_PAIR = 14,
  /** SEND to a plain iterator: push; StopIteration ends it as a generator's return does. */
  SEND = 15,
}

/** T.GENERATOR: header of the object; the frame's header and locals follow. */
export const enum GenObj {
  /** GenState */
  STATE = 4,
  NAME = 5,
  QUALNAME = 6,
  /** Exception being handled inside the generator while it is suspended (owned), 0 none. */
  HANDLED = 7,
  /** Exception that was being handled where it was resumed (borrowed while running). */
  OUTER = 8,
  CODE = 9,
  /** Word offset of the frame's fp from the object. */
  FRAME = 24,
}
export const enum GenState {
  CREATED = 0,
  SUSPENDED = 1,
  RUNNING = 2,
  DONE = 3,
}

/** T.THREAD_STATE: the interpreter's part of a Python thread. Raw words but for HANDLED and EXCEPTION. */
export const enum Thread {
  IDENT = 4,
  /** Raw block of the stack: word index and words. */
  STACK = 5,
  STACK_WORDS = 6,
  /** Registers while the thread does not run. */
  FP = 7,
  SP = 8,
  HANDLES = 9,
  /** Exception being handled, outside generators (owned), 0 none. */
  HANDLED = 10,
  /** Exception set by another thread, to be raised at the next safe point (owned). */
  ASYNC = 11,
  SLOT = 12,
  DEPTH = 13,
  /** What the thread was asked to call: tuple (callable, args, kwargs, handle), until it starts; then its handle, 0 if it has none. */
  START = 14,
  /** The lock or thread handle that it waits for (borrowed), 0 none: for reports. */
  WAITS_FOR = 15,
  /** 1 while the thread stands at a safe point: the instruction at F.PC of its innermost frame is the next one; else it is inside the one before. */
  AT_POINT = 16,
  WORDS = 17,
}
defineLayout(T.THREAD_STATE, { words: Thread.WORDS, refs: [Thread.HANDLED, Thread.ASYNC, Thread.START] });

/** The machine's registers in this worker. */
export const R = {
  fp: 0,
  sp: 0,
  pc: 0,
  /** Python frames below, counted for the recursion limit. */
  depth: 0,
  /** The recursion limit (a copy of G.RECURSION_LIMIT). */
  limit: 1000,
  /** End of the current thread's stack (word index). */
  stackEnd: 0,
  /** Thread state of the running Python thread. */
  thread: 0,
  /** Handle level of the innermost native frame that waits for a call: leaf calls release down to it. */
  level: 0,
  /** Set when the eval loop has come back to the root frame: the result (owned). */
  result: 0,
};

/** Where the running thread has the exception that it handles (word index). */
export const handledWord = (): number => (R.thread >> 2) + Thread.HANDLED;

/** Generators of native frames, innermost last; indexed by F.BASE of the frame. */
export const nativeFrames: Gen[] = [];
/** Sinks of native frames that drain a generator, by the same index (what stands there for others is old). */
export const nativeSinks: (Sink | null)[] = [];
/** As nativeSinks, for native frames that call a function again and again. */
export const nativeEach: (Each | null)[] = [];

/** Allocate a thread's stack. The collector does not count its pages among those that the program has filled. */
export function allocStack(words: number): number {
  const pages = (words + (PAGE_BYTES >> 2) - 1) >> 14;
  i32[G.BOOT_PAGES] += pages;
  if (i32[G.GC_LAST_PAGES] !== 0) i32[G.GC_LAST_PAGES] += pages;
  return allocRaw(words);
}

/** Frames from the innermost: calls `visit(fp)` until it returns false. */
export function walkFrames(fp: number, visit: (fp: number) => boolean | void): void {
  for (let at = fp; at !== 0; at = i32[at + F.PREV]) if (visit(at) === false) return;
}

/** How the loop ended. */
export const enum Outcome {
  RETURNED = 1,
  RAISED = 2,
  AGAIN = 3,
}

/** What the loop does after a slow form, but for going on (undefined). invariant: whatever is not UNWIND is an `Outcome`, with which it ends. */
export const enum Next {
  /** What was entered from TypeScript has returned: its result is in R.result. */
  RETURN = Outcome.RETURNED,
  /** An exception is pending. */
  UNWIND = 2,
  /**
   * Leave the loop and enter it again. Done at every stop at a safe point: V8 replaces a function that runs by its optimised form only at loop ends,
   * with code that knows less than what it makes for the next call.
   */
  ENTER_AGAIN = Outcome.AGAIN,
}
