/**
 * THE map of the control buffer: one SharedArrayBuffer of words that host and workers share beside the heap.
 *
 * What lives here: every word index, the values that state words take, and what each word means, who sets it and who clears it.
 * What does not: code that waits (mutex.ts, condvar.ts, parking-lot.ts) and the protocols above it.
 *
 * Invariant: nothing read from the heap is ever used as an index into this buffer. Park keys are hashed and the hash is masked; slot
 * numbers come from here only.
 *
 * Addresses are word indices (4 bytes). A cache line is 16 words; words that different threads write often lie on different lines.
 *
 *     word    0 ┌──────────────────────────────────────────────┐
 *               │ program: mode, phase, interval, counters     │
 *            64 ├──────────────────────────────────────────────┤
 *               │ lock: one line each for locked, mutex, cond, │
 *               │ holder, switch mutex, switch cond            │
 *           192 ├──────────────────────────────────────────────┤
 *               │ world, pause door, spawn mutex, fd mutex     │
 *           320 ├──────────────────────────────────────────────┤
 *               │ parking buckets: BUCKETS x 16                │
 *               ├──────────────────────────────────────────────┤
 *               │ slots: MAX_SLOTS x SLOT_WORDS                │
 *               ├──────────────────────────────────────────────┤
 *               │ descriptors: MAX_FDS x 4                     │
 *               ├──────────────────────────────────────────────┤
 *               │ pipe headers: MAX_PIPES x 16                 │
 *               ├──────────────────────────────────────────────┤
 *               │ names of threads: MAX_NAMES x 16             │
 *               ├──────────────────────────────────────────────┤
 *               │ trace rings: MAX_SLOTS x (16 + EVENTS x 8)   │
 *               ├──────────────────────────────────────────────┤
 *               │ mailboxes: MAX_SLOTS x 64 KiB (bytes of I/O) │
 *               ├──────────────────────────────────────────────┤
 *               │ pipe bytes: MAX_PIPES x 64 KiB               │
 *               └──────────────────────────────────────────────┘
 * About 50 MiB of address space; a page costs memory only once it is touched.
 */

import { PollEvent } from "@gilscope/vm/host.ts";

/** Workers at most, the main one included. A slot keeps its number for the life of its worker. */
export const MAX_SLOTS = 128;
/** Descriptors that the fd table knows; higher ones are refused with EMFILE. */
export const MAX_FDS = 1024;
export const MAX_PIPES = 64;
/** Bytes of one mailbox and of one pipe; both powers of two. */
export const MAILBOX_BYTES = 64 * 1024;
export const PIPE_BYTES = 64 * 1024;
/** Writes to a pipe of at most this size are not torn apart (POSIX PIPE_BUF). */
export const PIPE_BUF = 4096;
/** Events in one trace ring, a power of two; an event is 8 words. */
export const RING_EVENTS = 8192;
export const EVENT_WORDS = 8;
/** Parking buckets, a power of two. */
export const BUCKETS = 64;

// ── program ──
/** `LockModeCode` of the run. Host writes it before PHASE becomes RUNNING. */
export const MODE = 0;
/** `Phase`: host and main worker. */
export const PHASE = 1;
/** Switch interval in microseconds, at least 1. */
export const INTERVAL_US = 2;
/** 1 while somebody reads the trace. */
export const TRACING = 3;
/** Ident of the next thread; `Atomics.add`. */
export const NEXT_IDENT = 4;
/** Threads alive: from `spawn` (by the spawner) to the end of the thread's run. */
export const LIVE = 5;
/**
 * Threads alive that are not in a hard wait (kind LOCK, JOIN or INTERNAL without a deadline). The parker takes itself off, **the waker puts it back
 * on**, so the count never shows 0 while a wake-up is under way: 0 means deadlock.
 */
export const RUNNABLE = 6;
/** Microseconds that a waiter spins before it sleeps; 0 with one core. Host, before the workers start. */
export const SPIN_US = 7;
/** Number of slots that ever had a worker; slots at or above it are all EMPTY. Under SPAWN_MUTEX. */
export const USED_SLOTS = 8;
/** Threads spinning for the lock: no more than cores - 1 do. */
export const SPINNERS = 11;
/** 1 once some thread saw RUNNABLE at 0 and reports; by compare-and-swap. */
export const DEADLOCK = 12;
/** Threads that wait for descriptors, see io/poll.ts. */
export const POLLERS = 15;
/** Which lock policy runs: index into the table in gil/policy.ts. */
export const POLICY = 13;
/** Cores that this process may use. */
export const CORES = 14;

// ── lock (names as in CPython's struct _gil_runtime_state) ──
/** 1 while somebody holds the lock. Under GIL_MUTEX, except that a spinner looks at it. */
export const GIL_LOCKED = 64;
export const GIL_MUTEX = 80;
/** Two words: sequence, waiters. See condvar.ts. */
export const GIL_COND = 96;
/** Slot + 1 of the last holder, 0 before the first. Under GIL_MUTEX; read by waiters to find whose breaker to set. */
export const GIL_LAST_HOLDER = 112;
/** Counts changes of holder. */
export const GIL_SWITCH_NUMBER = 113;
/** Why the last drop happened (`DropReason`), for the next taker's trace event. Under GIL_MUTEX. */
export const GIL_DROP_REASON = 114;
/** Ident of the thread that took the lock last. Under GIL_MUTEX; a slot may have the next thread by the time somebody asks. */
export const GIL_HOLDER_IDENT = 115;
export const SWITCH_MUTEX = 128;
export const SWITCH_COND = 144;

// ── stopping the world, pausing, spawning ──
/** Slot + 1 of the thread that stopped the world, 0 if it runs. By compare-and-swap. */
export const WORLD_STOPPER = 192;
/** Counted up whenever a thread stopped; the stopper waits on it. */
export const WORLD_EVENT = 208;
/** Counted up when the world starts again; others that want to stop it wait on it. */
export const WORLD_EPOCH = 209;
/**
 * 1 while the control door holds the program. It, STEP_SLOT, OTHERS_FREE, HANDOFF_FROM, PACE and the clock change together, under DOOR_MUTEX (see
 * shared/hold.ts).
 */
export const PAUSED = 224;
/** Counted up by every change at the door; threads that stand still wait on it. */
export const DOOR_EPOCH = 225;
/** While paused: slot + 1 of the one thread that may go on, to its next line; 0 none. */
export const STEP_SLOT = 226;
/** 1 while that thread waits for something, so that the others go on too. */
export const OTHERS_FREE = 227;
/** Not 0: the program is to be held at the next change of holder; 1 + GIL_LAST_HOLDER when that was asked. */
export const HANDOFF_FROM = 228;
/** Question of the door: 0 none, else number * 1024 + `Question` * 256 + slot. Taken by the worker that answers. */
export const QUESTION = 229;
/** 1 while a thread that stands still reads the heap to answer: nobody goes on meanwhile. */
export const ANSWERING = 230;
/** Slow motion: the program runs at 1/PACE of its speed; 1 normally. */
export const PACE = 231;
export const DOOR_MUTEX = 232;
export const SPAWN_MUTEX = 240;
export const FD_MUTEX = 256;
/** A word that is always 0 and never notified: whoever waits here waits for the end of the process. */
export const NEVER = 272;
/** Program time (shared/program-clock.ts): sequence (odd while it changes), rate (0: it stands; n: 1/n), and two moments as float64, raw and program. */
export const CLOCK_SEQUENCE = 288;
export const CLOCK_RATE = 289;
export const CLOCK_RAW = 290;
export const CLOCK_PROGRAM = 292;
/** 1 once the program has begun; before, its time is 0. */
export const CLOCK_STARTED = 294;
/** The metronome of slow motion (workers/metronome.ts): 1 once it runs; 1 while somebody wants its next beat. */
export const METRONOME = 304;
export const BEAT_WANTED = 305;

// ── parking buckets ──
export const BUCKET_BASE = 320;
export const BUCKET_WORDS = 16;
/** Words of a bucket: mutex; first and last slot + 1 of its queue, 0 if empty. */
export const BUCKET_MUTEX = 0;
export const BUCKET_HEAD = 1;
export const BUCKET_TAIL = 2;

// ── slots ──
export const SLOT_BASE = BUCKET_BASE + BUCKETS * BUCKET_WORDS;
export const SLOT_WORDS = 128;
/** Eval breaker (`BreakerBit`), alone on its line. */
export const S_BREAKER = 0;
/** `Wake`: what the thread of this slot waits on while parked. Alone on its line. */
export const S_WAKE = 16;
/** `AttachState`, used when there is no lock: how stop-the-world knows who runs. */
export const S_ATTACH = 32;
/** `SlotState`. EMPTY -> STARTING -> IDLE -> RUNNING -> IDLE ... Workers wait on it while IDLE. */
export const S_STATE = 48;
/** Ident of the thread assigned or running, 0 if none. Written by the spawner before S_STATE. */
export const S_IDENT = 49;
/** Heap reference given to `spawn`; opaque. */
export const S_THREAD_REF = 50;
/** 1 for a daemon thread. */
export const S_DAEMON = 51;
/** While parked: key, kind, next slot + 1 in the bucket's queue, bucket + 1 (0: in no queue), 1 if the wait is hard. */
export const S_PARK_KEY = 52;
export const S_PARK_KIND = 53;
export const S_PARK_NEXT = 54;
export const S_PARK_BUCKET = 55;
export const S_PARK_HARD = 56;
/** Counted up whenever the slot answers a probe or attaches: sign of life for the watchdog. */
export const S_PROGRESS = 57;
/** Current line as last seen at a safe point while tracing, 0 unknown. */
export const S_LINE = 58;
/** While parked: ident of the thread that ended the wait, 0 none. Written by the waker under the bucket lock, before S_WAKE. */
export const S_WAKER = 59;
/** `Still`: whether the thread stands still, and why. */
export const S_STILL = 60;
/** Mailbox of the slot: request number * 8 + `RequestState`; operation, descriptor, two arguments, result (>= 0 or -errno). */
export const S_REQ_STATE = 80;
export const S_REQ_OP = 81;
export const S_REQ_FD = 82;
export const S_REQ_ARG = 83;
export const S_REQ_ARG2 = 84;
export const S_REQ_RESULT = 85;

// ── descriptors ──
export const FD_BASE = SLOT_BASE + MAX_SLOTS * SLOT_WORDS;
export const FD_WORDS = 4;
/** `FdKind`; number of the pipe for a pipe's ends; position as a float64 (files that we opened ourselves). */
export const F_KIND = 0;
export const F_AUX = 1;
export const F_POSITION = 2;
/** In place of the position, for what is the host's: `PollEvent` bits that hold, and whether the host has looked since the last read. Host. */
export const F_READY = 2;
export const LOOKED = 1 << 16;

// ── pipes ──
export const PIPE_BASE = FD_BASE + MAX_FDS * FD_WORDS;
export const PIPE_WORDS = 16;
/** Mutex; readers and writers open (a pipe with neither is free); bytes ever written and read, modulo 2^32. */
export const P_MUTEX = 0;
export const P_READERS = 1;
export const P_WRITERS = 2;
export const P_WRITTEN = 3;
export const P_READ = 4;

/** Park key of all who wait for descriptors; pipes have -2 and below. */
export const POLL_KEY = -1;

/** `PollEvent` bits of a pipe's end, as Linux gives them. */
export function pipeReady(ctl: Int32Array, pipe: number, isReadEnd: boolean): number {
  const at = PIPE_BASE + pipe * PIPE_WORDS;
  const there = (Atomics.load(ctl, at + P_WRITTEN) - Atomics.load(ctl, at + P_READ)) | 0;
  if (isReadEnd) {
    return (there > 0 ? PollEvent.IN : 0) | (Atomics.load(ctl, at + P_WRITERS) === 0 ? PollEvent.HUP : 0);
  }
  const room = there < PIPE_BYTES - PIPE_BUF + 1;
  return (room ? PollEvent.OUT : 0) | (Atomics.load(ctl, at + P_READERS) === 0 ? PollEvent.ERR : 0);
}

// ── names ──
// Of threads, by ident modulo MAX_NAMES: they outlive the thread, so that whoever reads the trace a moment later still finds them.
export const NAME_BASE = PIPE_BASE + MAX_PIPES * PIPE_WORDS;
export const NAME_WORDS = 16;
export const MAX_NAMES = 1024;
/** Ident; length in bytes; the name in UTF-8, at most 56 bytes. */
export const N_IDENT = 0;
export const N_LENGTH = 1;
export const N_TEXT = 2;
export const NAME_BYTES = 56;

// ── trace rings ──
export const RING_BASE = NAME_BASE + MAX_NAMES * NAME_WORDS;
export const RING_WORDS = 16 + RING_EVENTS * EVENT_WORDS;
/** Events ever written (by the worker), ever read (by the host), and dropped because the ring was full. */
export const R_WRITTEN = 0;
export const R_READ = 8;
export const R_LOST = 1;
export const R_EVENTS = 16;

// ── bytes ──
export const MAILBOX_BASE = RING_BASE + MAX_SLOTS * RING_WORDS;
export const PIPE_DATA_BASE = MAILBOX_BASE + (MAX_SLOTS * MAILBOX_BYTES) / 4;
export const CONTROL_WORDS = PIPE_DATA_BASE + (MAX_PIPES * PIPE_BYTES) / 4;

export const enum LockModeCode {
  GIL = 0,
  FREE = 1,
  NONE = 2,
}
/** Indexed by `LockModeCode`. */
export const lockModes = ["gil", "free", "none"] as const;

export const enum Phase {
  /** Workers may be booting; no options yet. */
  BOOT = 0,
  RUNNING = 1,
  /** The main thread is ending the program: no other thread attaches any more. */
  FINALIZING = 2,
  /** The main thread is done, or the host gave up. */
  ENDED = 3,
}

export const enum SlotState {
  EMPTY = 0,
  /** A worker was asked for and boots; S_IDENT != 0 if a thread is already assigned to it. */
  STARTING = 1,
  /** A worker waits for a thread. */
  IDLE = 2,
  /** A thread is assigned or runs. */
  RUNNING = 3,
}

export const enum Wake {
  /** Not waiting. */
  NONE = 0,
  /** Waiting: only this value may be changed by others, by compare-and-swap. */
  PARKED = 1,
  WOKEN = 2,
  /** Ended by a signal or an asynchronous exception; still in its queue, which the thread leaves by itself. */
  INTERRUPTED = 3,
  /** Chosen by a waker that still has something to do under the bucket lock; becomes WOKEN in a moment. */
  CLAIMED = 4,
}

export const enum AttachState {
  DETACHED = 0,
  ATTACHED = 1,
  /** Stopped with the world: becomes DETACHED when it starts. */
  SUSPENDED = 2,
}

export const enum RequestState {
  FREE = 0,
  PENDING = 1,
  DONE = 2,
  /** The worker went away (signal); the host drops the answer, and keeps bytes it read for the next reader. */
  CANCELLED = 3,
  /** The host writes the answer: DONE in a moment. */
  ANSWERING = 4,
  /** The host took the bytes of a write and will bring them out, whatever the worker does. */
  ACCEPTED = 5,
}

export const enum FdKind {
  /** Not looked at yet: an inherited descriptor. */
  UNKNOWN = 0,
  /** Opened by us, plain file or harmless device: in place, at F_POSITION. */
  FILE = 1,
  /** Inherited plain file or harmless device: in place, at the system's own position. */
  INHERITED = 2,
  /** Pipe, terminal, socket: the host reads and writes it. */
  HOST = 3,
  PIPE_READ = 4,
  PIPE_WRITE = 5,
  CLOSED = 6,
}

/** Why a thread let the lock go. */
export const enum DropReason {
  /** A waiter's interval ran out. */
  FORCED = 0,
  /** It waits: see the park event. */
  PARK = 1,
  /** A system call or a long leaf runs without the lock. */
  DETACH = 2,
  /** The thread ended. */
  EXIT = 3,
  /** It offered the lock (`sleep(0)`). */
  YIELD = 4,
  /** The control door lets another thread make a step. */
  STEP = 5,
}
export const dropReasonNames = ["forced", "park", "detach", "exit", "yield", "step"] as const;

/** Why a thread stands still. */
export const enum Still {
  NO = 0,
  /** The control door holds it. */
  HELD = 1,
  /** Slow motion. */
  SLOW = 2,
  /** It stopped with the world, or is about to stop it: it goes on by itself, whatever the control door says, to its next safe point. */
  WORLD = 3,
}

/** What the control door asks a worker. */
export const enum Question {
  /** Frames and variables of the thread in a slot. */
  THREAD = 1,
  /** The program's locks, their owners and who waits. */
  LOCKS = 2,
}

/** First word of a slot's block. */
export function slotBase(slot: number): number {
  return SLOT_BASE + slot * SLOT_WORDS;
}

/** Makes a control buffer, all zero: mode gil, phase BOOT, every slot EMPTY. */
export function createControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_WORDS * 4);
}

const encoder = new TextEncoder();

/** Name of the thread `ident`, as last set; null if it is not there (any more). */
export function readName(ctl: Int32Array, ident: number): string | null {
  const at = NAME_BASE + (ident & (MAX_NAMES - 1)) * NAME_WORDS;
  if (ctl[at + N_IDENT] !== ident) return null;
  const length = Math.min(ctl[at + N_LENGTH] >>> 0, NAME_BYTES);
  return new TextDecoder().decode(new Uint8Array(ctl.buffer, (at + N_TEXT) * 4, length).slice());
}

/** Sets the name of the thread `ident`; cut at 56 bytes, never inside a character. */
export function writeName(ctl: Int32Array, ident: number, name: string): void {
  const at = NAME_BASE + (ident & (MAX_NAMES - 1)) * NAME_WORDS;
  ctl[at + N_LENGTH] = writeAscii(ctl, at + N_TEXT, name) ? name.length : writeText(ctl, at + N_TEXT, name);
  ctl[at + N_IDENT] = ident;
}

// Nearly every name: a thread that starts should not wait for an encoder. Little-endian, as typed arrays are wherever Node runs.
function writeAscii(ctl: Int32Array, at: number, name: string): boolean {
  if (name.length > NAME_BYTES) return false;
  for (let i = 0; i < name.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4 && i + k < name.length; k++) {
      const code = name.charCodeAt(i + k);
      if (code >= 128) return false;
      word |= code << (k << 3);
    }
    ctl[at + (i >> 2)] = word;
  }
  return true;
}

function writeText(ctl: Int32Array, at: number, name: string): number {
  const bytes = new Uint8Array(NAME_BYTES);
  const { written } = encoder.encodeInto(name, bytes);
  new Uint8Array(ctl.buffer, at * 4, NAME_BYTES).set(bytes);
  return written;
}
