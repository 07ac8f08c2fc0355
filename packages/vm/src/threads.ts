/** What a further thread runs, and what reports say about threads. */
import { keep } from "./heap/handles.ts";
import { NONE, Slot, slotBase } from "./heap/layout.ts";
import { i32 } from "./heap/memory.ts";
import { incref } from "./heap/refcount.ts";
import { Code } from "./objects/code-layout.ts";
import { F, Thread } from "./interpreter/frame.ts";
import { lineOf } from "./interpreter/frame-access.ts";
import { callKw } from "./objects/abstract.ts";
import { dictKeysArray, dictValuesArray } from "./objects/dict-core.ts";
import { E, pendingIs, clearPending } from "./objects/errors.ts";
import { type Gen, PY_THROW } from "./objects/native.ts";
import { newTuple, tupleItem, tupleToArray } from "./objects/sequence-core.ts";
import { strToJs } from "./objects/str-core.ts";
import { threadHooks } from "./builtins/thread-hooks.ts";

/** Calls what the thread was started with: (callable, args, kwargs or None); uncaught exceptions go to the hook, SystemExit ends quietly. */
export function* threadMain(thread: number): Gen {
  const at = (thread >> 2) + Thread.START;
  const start = keep(i32[at]);
  i32[at] = 0;
  const callable = tupleItem(start, 0);
  const args = tupleToArray(tupleItem(start, 1));
  const kwargs = tupleItem(start, 2);
  let kwnames = 0;
  if (kwargs !== NONE) {
    const names = dictKeysArray(kwargs);
    args.push(...dictValuesArray(kwargs));
    if (names.length > 0) kwnames = newTuple(names);
  }
  try {
    yield* callKw(callable, args, kwnames);
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    if (pendingIs(E.SystemExit)) clearPending();
    else yield* threadHooks.uncaught(incref(callable));
  }
  yield* threadHooks.ended(thread);
  return NONE;
}

/** Frames of a stopped thread, innermost first: code name, file, line. */
export function frameList(slot: number): { name: string; file: string; line: number; fp: number }[] {
  const thread = i32[slotBase(slot) + Slot.THREAD];
  const out: { name: string; file: string; line: number; fp: number }[] = [];
  if (thread === 0) return out;
  let steps = 0;
  for (let fp = i32[(thread >> 2) + Thread.FP]; fp !== 0 && steps++ < 100000; fp = i32[fp + F.PREV]) {
    const code = i32[fp + F.CODE];
    if (code === 0) continue;
    const index = ((i32[fp + F.PC] - i32[fp + F.BASE]) >> 2) - 1;
    out.push({ name: strToJs(i32[(code >> 2) + Code.QUALNAME]), file: strToJs(i32[(code >> 2) + Code.FILENAME]), line: lineOf(code, index), fp });
  }
  return out;
}

/** Who holds what and who waits where, for exit code 3. */
export const deadlockText = (): string => threadHooks.deadlockReport();

/** Plain data about a stopped thread, as JSON text. */
export function inspectText(slot: number): string {
  return JSON.stringify({ slot, frames: frameList(slot).map(({ name, file, line }) => ({ name, file, line })) });
}
