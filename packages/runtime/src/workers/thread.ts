/**
 * The life of a worker: boot, then one thread after another, waiting for the next in shared memory. It never returns to its event loop, so all
 * that reaches it comes through the control buffer (and, once, the main worker's options through a port read synchronously).
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { BrokenHeap, type CreateThreadBody, setHost, type ThreadBody } from "@gilscope/vm/host.ts";
import { SystemClock } from "../io/clock.ts";
import { OsHost } from "../sched/os.ts";
import {
  PHASE,
  Phase,
  S_IDENT,
  S_STATE,
  S_THREAD_REF,
  SlotState,
  SPAWN_MUTEX,
  SPIN_US,
  slotBase,
} from "../shared/layout.ts";
import { lockMutex, unlockMutex } from "../shared/mutex.ts";
import { spinWhile } from "../shared/spin.ts";
import { setOsr } from "./osr.ts";
import type { StartMessage, WorkerData, WorkerMessage } from "./messages.ts";

/** Runs this worker until the process ends. Does not return. @param create makes the body: the machine's, or a test double's. */
export function runWorker(create: CreateThreadBody): never {
  const data = workerData as WorkerData;
  const ctl = new Int32Array(data.control);
  const port = parentPort;
  if (port === null) throw new Error("thread: runWorker outside of a worker");
  const post = (message: WorkerMessage) => port.postMessage(message);
  const host = new OsHost(ctl, data.slot, new SystemClock(ctl, data.originUs), post);
  // What the machine prints for its own debugging must not depend on an event loop that never runs.
  try {
    setHost(host);
    if (data.slot !== 0) host.configure();
    const body = create(host);
    host.setBody(body);
    body.boot();
    post({ type: "ready", slot: data.slot });
    if (data.slot === 0) runMainThread(host, body, data);
    else runThreads(host, body);
  } catch (error) {
    post(failure(host, error));
  }
  return host.hang();
}

function runMainThread(host: OsHost, body: ThreadBody, data: WorkerData): void {
  const { ctl } = host;
  while (Atomics.load(ctl, PHASE) === Phase.BOOT) Atomics.wait(ctl, PHASE, Phase.BOOT);
  setOsr(false);
  const message = receiveMessageOnPort(data.port as NonNullable<WorkerData["port"]>)?.message as StartMessage;
  host.configure();
  host.programBegins();
  host.threadBegins();
  const status = body.runMain(message.main);
  Atomics.store(ctl, PHASE, Phase.ENDED);
  host.mainEnds();
  // Only there while the build makes the code cache (loader.ts).
  (globalThis as { gilscopeMakeCodeCache?: () => void }).gilscopeMakeCodeCache?.();
  host.post({ type: "done", status });
}

function runThreads(host: OsHost, body: ThreadBody): void {
  const { ctl, slot } = host;
  const at = slotBase(slot);
  // A thread may have been assigned while the worker started.
  lockMutex(ctl, SPAWN_MUTEX);
  Atomics.store(ctl, at + S_STATE, ctl[at + S_IDENT] !== 0 ? SlotState.RUNNING : SlotState.IDLE);
  unlockMutex(ctl, SPAWN_MUTEX);
  for (;;) {
    if (!spinWhile(ctl, at + S_STATE, SlotState.IDLE, ctl[SPIN_US])) {
      Atomics.wait(ctl, at + S_STATE, SlotState.IDLE);
      continue;
    }
    host.threadBegins();
    body.runThread(ctl[at + S_THREAD_REF], ctl[at + S_IDENT]);
    host.threadEnds();
  }
}

function failure(host: OsHost, error: unknown): WorkerMessage {
  const { slot } = host;
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  if (error instanceof BrokenHeap) return { type: "broken", slot, text: error.message };
  // Without a lock a damaged heap shows up as an error of ours: nothing else can be concluded from it.
  if (host.mode === "none" && (error instanceof TypeError || error instanceof RangeError)) {
    return { type: "broken", slot, text };
  }
  return { type: "internal", slot, text };
}
