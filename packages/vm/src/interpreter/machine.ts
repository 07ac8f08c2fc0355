/**
 * The machine of one worker as TypeScript sees it: the thread's frame stack and handle stack, beginning a thread, writing its registers back, running something to
 * its end.
 *
 * What does not live here: the frames (python-frames.ts, native-frames.ts, generator-frames.ts), calls (calling.ts), results (results.ts), exceptions (unwind.ts). None of them
 * runs Python code itself: they work on the registers `R`, which the eval loop writes before it calls and reads back afterwards; they push frames, and the loop goes
 * on with them.
 */
import { bearShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { HEAP_FULL } from "../heap/alloc.ts";
import { handleLevel, newHandleStack, saveHandles, useHandles } from "../heap/handles.ts";
import { G, Slot } from "../heap/layout.ts";
import { holdsMachine, lockMachine, unlockMachine } from "../heap/machine-lock.ts";
import { i32, SLOT, SLOT_AT } from "../heap/memory.ts";
import { Op } from "../bytecode/opcodes.ts";
import { raiseMemoryError } from "../objects/errors.ts";
import { type Gen, PY_THROW } from "../objects/native.ts";
import { arena } from "./arena.ts";
import { Action, allocStack, F, Outcome, R, Thread } from "./frame.ts";
import { enterNative } from "./native-frames.ts";
import { unwind } from "./unwind.ts";

/** Words of the stack of the main thread and of others: virtual until touched. */
const MAIN_STACK_WORDS = 8 << 20;
const THREAD_STACK_WORDS = 512 << 10;

/** Arena position of the INTERPRETER_EXIT instruction that the root frame of every thread is at. */
const EXIT_PC = 0;
let stackAt = 0;
let stackWords = 0;
let handlesAt = 0;

/** Make a handle stack current, so that objects can be made before a thread runs. Once per worker, attached. */
export function attachHandles(): void {
  handlesAt = newHandleStack();
  i32[SLOT_AT + Slot.HANDLES] = handlesAt;
  useHandles(handlesAt);
}

/** Use the handle stack that the heap has for this slot already. */
export function adoptHandles(): void {
  handlesAt = i32[SLOT_AT + Slot.HANDLES];
  useHandles(handlesAt);
}

/** Make `thread` (a T.THREAD_STATE) the Python thread of this worker, with an empty frame stack. */
export function beginThread(thread: number, main: boolean): void {
  if (handlesAt === 0) attachHandles();
  if (stackAt === 0) {
    stackWords = main ? MAIN_STACK_WORDS : THREAD_STACK_WORDS;
    stackAt = allocStack(stackWords);
    i32[SLOT_AT + Slot.STACK] = stackAt;
  }
  const t = thread >> 2;
  i32[t + Thread.STACK] = stackAt;
  i32[t + Thread.STACK_WORDS] = stackWords;
  i32[t + Thread.SLOT] = SLOT;
  i32[SLOT_AT + Slot.THREAD] = thread;
  const fp = stackAt + F.HEADER;
  i32.fill(0, stackAt, fp + 1);
  i32[fp + F.PC] = EXIT_PC;
  i32[fp + F.SP] = fp;
  i32[fp + F.TOP] = fp + 4;
  R.fp = fp;
  R.sp = fp;
  R.pc = EXIT_PC;
  R.depth = 0;
  R.limit = i32[G.RECURSION_LIMIT];
  R.stackEnd = stackAt + stackWords - 1024;
  R.thread = thread;
  R.level = handleLevel();
  arena[EXIT_PC] = Op.INTERPRETER_EXIT;
  saveThread();
}

/** Write the registers into the thread state, for whoever looks at a waiting or stopped thread. */
export function saveThread(): void {
  const t = R.thread >> 2;
  if (t === 0) return;
  i32[t + Thread.FP] = R.fp;
  i32[t + Thread.SP] = R.sp;
  i32[t + Thread.DEPTH] = R.depth;
  i32[t + Thread.HANDLES] = saveHandles();
  if (R.fp !== 0) {
    i32[R.fp + F.SP] = R.sp;
    if (i32[R.fp + F.CODE] !== 0) i32[R.fp + F.PC] = R.pc;
  }
}

/**
 * Run a resumable built-in as the outermost thing of the current thread, to its end. Returns its result (owned), or 0 when it ended with an exception,
 * which is pending. The eval loop is passed in, because it stands above this module.
 */
export function runToEnd(gen: Gen, run: () => Outcome): number {
  try {
    enterNative(gen, 0, Action.PUSH);
  } catch (thrown) {
    if (thrown === HEAP_FULL) raiseMemoryError();
    else if (thrown !== PY_THROW) throw thrown;
    if (!unwind()) return 0;
  }
  let outcome: Outcome;
  if (Build.FREE) {
    bearShared(false);
    if (holdsMachine()) unlockMachine();
  }
  do outcome = run();
  while (outcome === Outcome.AGAIN);
  if (Build.FREE) lockMachine();
  return outcome === Outcome.RETURNED ? R.result : 0;
}
