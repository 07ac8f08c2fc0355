/**
 * THE list of trace events: what threads and host write, and the only contract between the runtime and everything that shows a run.
 *
 * An event is eight words: time (float64, microseconds of program time), kind, ident of the thread that wrote it, two arguments, the
 * source line (0 if unknown), id of the code object that the line is in (0 if unknown; see `CodeInfo`). Kinds from 64 up are the machine's
 * (`MachineEvent`): what threads do with locks of the program.
 *
 * The order of a thread's own events is exact (one ring a thread). Between threads, order by time; order takes of the lock by switch number.
 */
import { type CodeInfo, MachineEvent, parkKindNames } from "@gilscope/vm/host.ts";
import { type DropReason, dropReasonNames } from "../shared/layout.ts";

export type { CodeInfo };
export { MachineEvent };

/** Version of the event format: raised whenever an event changes its meaning. */
export const TRACE_VERSION = 2;

export const enum TraceEvent {
  THREAD_SPAWN = 1,
  THREAD_START = 2,
  THREAD_END = 3,
  GIL_WAIT = 4,
  GIL_TAKE = 5,
  GIL_DROP = 6,
  DROP_REQUEST = 7,
  PARK = 8,
  WAKE = 9,
  UNPARK = 10,
  LINE = 11,
  SIGNAL = 12,
  WORLD_STOP = 13,
  WORLD_START = 14,
  PAUSE = 15,
  RESUME = 16,
  LOST = 17,
  WORLD_WAIT = 18,
  WORLD_GO = 19,
}

/** One row of the table. `a` and `b` name the arguments; "" means unused. */
export interface EventRow {
  name: string;
  a: string;
  b: string;
  doc: string;
}

/** Indexed by `TraceEvent` and `MachineEvent`. */
export const events: Record<TraceEvent | MachineEvent, EventRow> = {
  [TraceEvent.THREAD_SPAWN]: {
    name: "thread-spawn",
    a: "ident of the new thread",
    b: "slot",
    doc: "A thread started another.",
  },
  [TraceEvent.THREAD_START]: {
    name: "thread-start",
    a: "slot",
    b: "1 if daemon",
    doc: "A thread begins in its worker, not attached yet.",
  },
  [TraceEvent.THREAD_END]: {
    name: "thread-end",
    a: "slot",
    b: "",
    doc: "A thread ended; its drop of the lock follows.",
  },
  [TraceEvent.GIL_WAIT]: {
    name: "gil-wait",
    a: "ident of the holder",
    b: "",
    doc: "The lock was taken by another: the thread waits for it.",
  },
  [TraceEvent.GIL_TAKE]: {
    name: "gil-take",
    a: "switch number",
    b: "bits 0-3: 1 + drop reason of the previous holder if the holder changed, else 0; bits 4-31: ident of the previous holder",
    doc: "The thread has the lock (without a lock: it attached). No gil-wait before it: the lock was free.",
  },
  [TraceEvent.GIL_DROP]: {
    name: "gil-drop",
    a: "drop reason",
    b: "",
    doc: "The thread let the lock go (without a lock: it detached).",
  },
  [TraceEvent.DROP_REQUEST]: {
    name: "drop-request",
    a: "ident of the holder",
    b: "",
    doc: "A waiter's interval ran out: it asks the holder.",
  },
  [TraceEvent.PARK]: { name: "park", a: "park kind", b: "key", doc: "The thread waits; its drop of the lock follows." },
  [TraceEvent.WAKE]: {
    name: "wake",
    a: "bits 0-2: park result; bits 3-31: ident of the thread that ended the wait, 0 none",
    b: "key",
    doc: "The wait is over; the thread attaches next.",
  },
  [TraceEvent.UNPARK]: { name: "unpark", a: "threads woken", b: "key", doc: "The thread woke others." },
  [TraceEvent.LINE]: { name: "line", a: "", b: "", doc: "A running thread was asked where it is." },
  [TraceEvent.SIGNAL]: { name: "signal", a: "signal number", b: "", doc: "A signal was handed to the main thread." },
  [TraceEvent.WORLD_STOP]: { name: "world-stop", a: "", b: "", doc: "The thread stopped all others." },
  [TraceEvent.WORLD_START]: { name: "world-start", a: "", b: "", doc: "It let them go on." },
  [TraceEvent.PAUSE]: { name: "pause", a: "", b: "", doc: "The thread stands still for the control door." },
  [TraceEvent.RESUME]: { name: "resume", a: "", b: "", doc: "It goes on." },
  [TraceEvent.WORLD_WAIT]: {
    name: "world-wait",
    a: "ident of the thread that stopped the world",
    b: "",
    doc: "The thread stands still at a safe point because another stopped the world.",
  },
  [TraceEvent.WORLD_GO]: { name: "world-go", a: "", b: "", doc: "It goes on." },
  [TraceEvent.LOST]: { name: "lost", a: "events lost", b: "", doc: "The ring was full and the host did not come." },
  [MachineEvent.LOCK_NEW]: {
    name: "lock-new",
    a: "lock",
    b: "bit 0: 1 for an RLock; bits 1-31: code id of the library function that the program called to have it made, 0 none",
    doc: "A lock of the program was made; the same number meant another lock before.",
  },
  [MachineEvent.LOCK_WAIT]: {
    name: "lock-wait",
    a: "lock",
    b: "ident of its owner, 0 unknown",
    doc: "The lock is taken: the thread begins to wait for it.",
  },
  [MachineEvent.LOCK_TAKE]: {
    name: "lock-take",
    a: "lock",
    b: "",
    doc: "The thread took the lock (RLock: first time).",
  },
  [MachineEvent.LOCK_DROP]: {
    name: "lock-drop",
    a: "lock",
    b: "",
    doc: "The thread let go of the lock (RLock: last time).",
  },
  [MachineEvent.LOCK_FAIL]: {
    name: "lock-fail",
    a: "lock",
    b: "ident of its owner, 0 unknown",
    doc: "The lock is taken and the thread does not, or no longer, wait for it.",
  },
};

/** Why the previous holder let go, from `b` of a gil-take; -1 if the holder did not change. */
export const takeReason = (b: number): DropReason | -1 => (b & 15) - 1;
/** Who held the lock before, from `b` of a gil-take; 0 unknown. */
export const takeFrom = (b: number): number => b >> 4;
/** The park result, from `a` of a wake. */
export const wakeResult = (a: number): number => a & 7;
/** Who ended the wait, from `a` of a wake; 0: its deadline, a signal or the host. */
export const wakeBy = (a: number): number => a >> 3;

/** One event, decoded. Times in microseconds of program time; idents as `threading.get_ident()`. */
export interface TraceRecord {
  timeUs: number;
  kind: number;
  ident: number;
  a: number;
  b: number;
  /** Source line, 0 unknown. */
  line: number;
  /** Id of the code object that `line` is in, 0 unknown. */
  code: number;
}

/** Text of one event for people: `12.345ms 2 gil-drop forced (line 7)`. */
export function describeEvent(record: TraceRecord): string {
  const row = events[record.kind as TraceEvent] as EventRow | undefined;
  const what = row === undefined ? `event ${record.kind}` : row.name;
  let detail = "";
  if (record.kind === TraceEvent.GIL_DROP) detail = ` ${dropReasonNames[record.a] ?? record.a}`;
  else if (record.kind === TraceEvent.PARK) detail = ` ${parkKindNames[record.a] ?? record.a}`;
  else if (record.kind === TraceEvent.WAKE) detail = wakeBy(record.a) > 0 ? ` by ${wakeBy(record.a)}` : "";
  else if (row !== undefined && row.a !== "") detail = ` ${record.a}`;
  const line = record.line > 0 ? ` (line ${record.line})` : "";
  return `${(record.timeUs / 1000).toFixed(3)}ms ${record.ident} ${what}${detail}${line}`;
}
