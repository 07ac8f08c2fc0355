/**
 * The main program, from options to exit status: find and compile the source, run it as `__main__`, report what it raised, wait for its threads, run exit
 * handlers, flush. See CPython Modules/main.c and Python/pylifecycle.c.
 */
import { handleLevel, releaseTo } from "./heap/handles.ts";
import type { MainOptions } from "./host.ts";
import { clearPendingForExit, exitStatusOf, finishProgram } from "./builtins/lifecycle.ts";
import { runMainModule } from "./builtins/main-module.ts";
import { training } from "./interpreter/training.ts";
import { type Gen, PY_THROW } from "./objects/native.ts";

/** Runs the whole program; returns the exit status as a small int. Never throws a Python exception. */
export function* mainProgram(options: MainOptions): Gen {
  let status = 0;
  const level = handleLevel();
  try {
    yield* runMainModule(options);
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    status = yield* exitStatusOf();
  }
  // What is left to do needs no fast loop.
  training.due = false;
  // What the body held must not keep `__main__` alive.
  releaseTo(level);
  try {
    const flushed = yield* finishProgram();
    if (!flushed) status = 120;
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPendingForExit();
  }
  return ((status & 255) << 1) | 1;
}
