/**
 * The machine as a worker drives it (host.ts: ThreadBody): boot, the main program, further threads, and what reports ask of a stopped thread.
 */

import { allocHooks, HeapDamaged } from "./heap/alloc.ts";
import { Build } from "./heap/build.ts";
import { holdsMachine, lockMachine, machineLock, unlockMachine } from "./heap/machine-lock.ts";
import { addWord } from "./heap/atomics.ts";
import { audit } from "./heap/audit.ts";
import { G } from "./heap/layout.ts";
import { i32, setUnsafe } from "./heap/memory.ts";
import { refcountHooks } from "./heap/refcount.ts";
import { bootHeap } from "./boot.ts";
import { inspect, locks, waiting } from "./builtins/_thread-inspect.ts";
import { damageReport, withoutLockMeaning } from "./builtins/damage-report.ts";
import { setCacheFolder } from "./builtins/code-cache.ts";
import { isLibraryCode, traceCodeOf } from "./builtins/thread-trace.ts";
import {
  BreakerBit,
  BrokenHeap,
  type CreateThreadBody,
  host,
  type MainOptions,
  ParkKind,
  setHost,
  type ThreadBody,
} from "./host.ts";
import { loop } from "./interpreter/loop.ts";
import { F, R, Thread } from "./interpreter/frame.ts";
import { frameIndex, frameLine, lineOf } from "./interpreter/frame-access.ts";
import { countFromHere } from "./interpreter/training.ts";
import { beginThread, runToEnd, saveThread } from "./interpreter/machine.ts";
import { clearPending } from "./objects/errors.ts";
import { allocThreadState, registerThread } from "./objects/thread-state.ts";
import { mainProgram } from "./program.ts";
import { deadlockText, runPythonThread } from "./threads.ts";

/** Makes the body of this worker. */
export const createThreadBody: CreateThreadBody = (installed): ThreadBody => {
  setHost(installed);
  return { boot, runMain, runThread, line, code: lastCode, deadlockReport, save, waiting, inspect, locks };
};

function boot(): void {
  if (Build.FREE) host.heapLock = machineLock;
  bootHeap();
  countFromHere();
  refcountHooks.finalizerQueued = () => host.setBreaker(BreakerBit.FINALIZERS);
}

/** In `--lock none` a TypeError or RangeError of ours means that a heap word was not what it must be; elsewhere it is our bug. */
function guarded<X>(work: () => X): X {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof HeapDamaged) broken(thrown.what);
    if (host.mode === "none" && (thrown instanceof TypeError || thrown instanceof RangeError))
      broken(`a word of the heap was not what it must be (${thrown.message})`);
    throw thrown;
  }
}

/** How long the report on damage may take. */
const REPORT_US = 1_000_000;

/** The heap is damaged: which object and which lines it was about; with --audit, also what the audit finds in what is left. */
function broken(what: string): never {
  let finding = "";
  // With a lock damage is our bug, and no thread of the program's did it.
  if (host.mode === "none") {
    if (addWord(G.DAMAGE_REPORTS, 1) === 0) finding = damageReport();
    // Who finds it next leaves the first one the time to report.
    else host.park(0, ParkKind.SLEEP, host.clock.nowUs() + REPORT_US, null);
  }
  if (addWord(G.AUDIT, -1) === 1) writeAudit(audit(false).text);
  throw new BrokenHeap(finding === "" ? what : `${what}\n${finding}`);
}

const writeAudit = (text: string): void => {
  host.sys.write(2, new TextEncoder().encode(`${text}\n`));
};

function runMain(options: MainOptions): number {
  return guarded(() => {
    setUnsafe(host.mode === "none");
    setCacheFolder(options.cacheDir);
    const thread = allocThreadState(0);
    i32[(thread >> 2) + Thread.IDENT] = host.ident();
    i32[G.MAIN_THREAD] = thread;
    registerThread(thread);
    beginThread(thread, true);
    i32[G.GC_STRESS] = options.gcStress;
    allocHooks.stress = options.gcStress;
    i32[G.AUDIT] = options.audit ? 1 : 0;
    const result = runToEnd(mainProgram(options), loop);
    let status = result === 0 ? 1 : result >> 1;
    if (result === 0) clearPending();
    allocHooks.stress = 0;
    if (options.audit) {
      const found = audit();
      writeAudit(found.clean || host.mode !== "none" ? found.text : `${found.text}\n${withoutLockMeaning}`);
      if (!found.clean) status = 4;
    }
    return status;
  });
}

function runThread(thread: number, ident: number): void {
  guarded(() => {
    setUnsafe(host.mode === "none");
    allocHooks.stress = i32[G.GC_STRESS];
    if (Build.FREE) lockMachine();
    runPythonThread(thread, ident);
    if (Build.FREE && holdsMachine()) unlockMachine();
  });
}

let codeId = 0;
/** The program's own line: while it is inside our library, the line that called it. */
function line(): number {
  for (let fp = R.fp, steps = 0; fp !== 0 && steps < 10000; fp = i32[fp + F.PREV], steps++) {
    const code = i32[fp + F.CODE];
    if (code === 0 || isLibraryCode(code)) continue;
    codeId = traceCodeOf(code);
    // At a safe point the innermost frame is about to go on: what it does next counts.
    const next = fp === R.fp && i32[(R.thread >> 2) + Thread.AT_POINT] !== 0 ? lineOf(code, frameIndex(fp) + 1) : 0;
    return next > 0 ? next : frameLine(fp);
  }
  codeId = 0;
  return 0;
}
const lastCode = (): number => codeId;

const deadlockReport = (): string => deadlockText();
const save = (): void => saveThread();
