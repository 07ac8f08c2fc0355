/**
 * The one interface through which the machine reaches threads, waiting, time and the outside world.
 *
 * What lives here: the shape of a `ThreadHost` (implemented by `runtime`, by a deterministic scheduler later, and by test
 * doubles), the shape of a `ThreadBody` (implemented by the machine, driven by `runtime`), and the numbers both sides
 * share: breaker bits, park kinds and results. What does not: any implementation. Nothing in `packages/vm` imports
 * a Node module; nothing here names one.
 *
 * Rules that both sides keep:
 * - One host object per worker (slot), installed with `setHost` before any Python code runs in that worker.
 * - "Attached" means: this thread may touch the heap (in `gil` mode: it holds the lock). The body is called attached and
 *   calls every function of the host attached; a function that waits detaches itself and returns attached again.
 * - System calls return a number >= 0, or the negated errno (`-Errno.ENOENT`). They never throw.
 * - Park keys and thread references are opaque here: they are hashed and compared, never followed.
 * - A thread that attaches after finalisation began does not come back: it sleeps until the process ends (CPython 3.14
 *   does the same with daemon threads; 3.13 ends them), so its frames stay in the heap as they are.
 */

/**
 * Bits of the eval breaker. 0-6 are CPython's (`pycore_ceval.h`), the rest are ours. All changes go through `Atomics.or` and
 * `Atomics.and`; the interpreter's look is a plain load.
 */
export const enum BreakerBit {
  /** A waiter ran out of patience and wants the lock. Handled by the host. */
  GIL_DROP_REQUEST = 1 << 0,
  /** A signal (Ctrl-C) is pending; set only in the main thread's slot. Left to the interpreter. */
  SIGNALS = 1 << 1,
  /** Pending calls. Left to the interpreter. */
  CALLS = 1 << 2,
  /** An exception set from another thread (`raiseAsync`). Left to the interpreter. */
  ASYNC_EXC = 1 << 3,
  /** A collection is due in this thread. Left to the interpreter. */
  GC = 1 << 4,
  /** Stop the world: wait here until it is started again. Handled by the host. */
  PLEASE_STOP = 1 << 5,
  /** Reference counts of this slot's objects wait to be merged (`free` mode). Left to the interpreter. */
  EXPLICIT_MERGE = 1 << 6,
  /** Finalisers are queued (`__del__`, weak-reference callbacks). Left to the interpreter. */
  FINALIZERS = 1 << 7,
  /** The process is ending: this thread stops here for good. Handled by the host. */
  EXIT = 1 << 8,
  /** The control door paused the program. Handled by the host. */
  PAUSE = 1 << 9,
  /** The host wants a sign of life, and the current line for the trace. Handled by the host. */
  PROBE = 1 << 10,
  /** The interpreter is to go on in its second loop, which looks at every instruction. Left to the interpreter. */
  STEP = 1 << 11,
  /** Woken threads whose sleep is to be ended soon (see `unpark` in the runtime). Handled by the host. */
  WAKE = 1 << 12,
  /** Slow motion: it is time to stand still for a while. Handled by the host. */
  PACE = 1 << 13,
  /** What `atSafePoint` may return. */
  FOR_INTERPRETER = SIGNALS | CALLS | ASYNC_EXC | GC | EXPLICIT_MERGE | FINALIZERS | STEP | PROBE,
}

/** Why a thread waits. Names for reports and traces are in `parkKindNames`. */
export const enum ParkKind {
  /** `Lock`, `RLock` and everything built on them. Without a deadline it counts for deadlock detection. */
  LOCK = 1,
  /** `Thread.join`, also at shutdown. Without a deadline it counts for deadlock detection. */
  JOIN = 2,
  /** `time.sleep`. */
  SLEEP = 3,
  /** Reading, writing, opening. */
  IO = 4,
  /** An inner lock of the machine (import lock, object lock of `free` mode): counts as LOCK does. */
  INTERNAL = 5,
  /** `Thread.start` waiting until the new thread runs: never a deadlock. */
  START = 6,
}

/** Name of each park kind as traces and reports show it, indexed by `ParkKind`. */
export const parkKindNames = ["", "lock", "join", "sleep", "io", "internal", "start"] as const;

/** What became of a wait. */
export const enum ParkResult {
  /** Woken by `unpark`. */
  WOKEN = 0,
  /** The deadline passed. */
  TIMEOUT = 1,
  /** A signal or an asynchronous exception is pending: handle it, then wait again if you still want to. */
  INTERRUPTED = 2,
  /** `validate` said that there is nothing to wait for; the thread did not wait and did not detach. */
  INVALID = 3,
}

/** Events of the machine in the trace: what threads do with locks of the program. Arguments: see the runtime's `trace/events.ts`. */
export const enum MachineEvent {
  LOCK_NEW = 64,
  LOCK_WAIT = 65,
  LOCK_TAKE = 66,
  LOCK_DROP = 67,
  LOCK_FAIL = 68,
}

/** A code object as readers of the trace see it. */
export interface CodeInfo {
  /** Small, never reused. */
  id: number;
  /** Its `__qualname__`. */
  name: string;
  file: string;
  /** First line. */
  line: number;
}

export type LockMode = "gil" | "free" | "none";

/** The errno values that the machine names. Linux numbers; the host translates the platform's own by name. */
export const enum Errno {
  EPERM = 1,
  ENOENT = 2,
  EINTR = 4,
  EIO = 5,
  EBADF = 9,
  EAGAIN = 11,
  ENOMEM = 12,
  EACCES = 13,
  EEXIST = 17,
  ENOTDIR = 20,
  EISDIR = 21,
  EINVAL = 22,
  EMFILE = 24,
  EFBIG = 27,
  ENOSPC = 28,
  ESPIPE = 29,
  EPIPE = 32,
  ENOSYS = 38,
  ENOTEMPTY = 39,
}

/** Flags of `open`, with Linux's numbers on every platform (what `os.O_*` shows); the host translates. */
export const enum OpenFlag {
  RDONLY = 0,
  WRONLY = 1,
  RDWR = 2,
  CREAT = 0o100,
  EXCL = 0o200,
  TRUNC = 0o1000,
  APPEND = 0o2000,
  NONBLOCK = 0o4000,
}

/** Where `lseek` counts from. */
export const enum Whence {
  SET = 0,
  CUR = 1,
  END = 2,
}

/** Events of `poll`, with Linux's numbers (what `select.POLL*` shows). */
export const enum PollEvent {
  IN = 1,
  PRI = 2,
  OUT = 4,
  ERR = 8,
  HUP = 16,
  NVAL = 32,
}

/** Result of the `stat` family; times in nanoseconds since the epoch. */
export interface FileStat {
  mode: number;
  ino: bigint;
  dev: number;
  nlink: number;
  uid: number;
  gid: number;
  size: number;
  atimeNs: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
}

/** Files and the rest of the operating system. Paths are strings as Node takes them; every call may detach while it runs. */
export interface SystemCalls {
  /** Opens a file. @returns the descriptor, or -errno. Not inheritable, as PEP 446 wants. */
  open(path: string, flags: number, mode: number): number;
  close(fd: number): number;
  /**
   * Reads up to `into.length` bytes, at the descriptor's position. Pipes, terminals and sockets wait (park, kind IO) without ever
   * blocking the worker. `into` may lie in the heap: the caller keeps its object alive and unmoved.
   * @returns bytes read, 0 at end of file, or -errno; -EINTR when a signal or asynchronous exception is pending (handle it,
   *   then call again, as PEP 475 asks).
   */
  read(fd: number, into: Uint8Array): number;
  /** Writes; may write less than asked. @returns bytes written or -errno, -EINTR as in `read`, -EPIPE when the reader is gone. */
  write(fd: number, bytes: Uint8Array): number;
  /** @returns the new position, or -errno (-ESPIPE for pipes and terminals). */
  lseek(fd: number, offset: number, whence: Whence): number;
  ftruncate(fd: number, length: number): number;
  fsync(fd: number): number;
  isatty(fd: number): boolean;
  /** Makes a pipe. @returns 0 with the read end in `ends[0]` and the write end in `ends[1]`, or -errno. */
  pipe(ends: Int32Array): number;
  /**
   * Waits (park, kind IO) until one of the descriptors is ready.
   * @param wanted what to wait for at each: `PollEvent` bits. @param got is set to what is ready; ERR, HUP and NVAL come unasked.
   * @param deadlineUs on the clock of `nowUs`, -1 for none; in the past: only looks.
   * @returns how many are ready, 0 if the deadline passed, -EINTR as in `read`.
   */
  poll(fds: Int32Array, wanted: Int32Array, got: Int32Array, deadlineUs: number): number;
  /** @returns a second descriptor for the same file, or -errno. */
  dup(fd: number): number;
  stat(path: string): FileStat | number;
  lstat(path: string): FileStat | number;
  fstat(fd: number): FileStat | number;
  /** @returns 0 if the access is allowed (mode: 4 read, 2 write, 1 execute, 0 existence), or -errno. */
  access(path: string, mode: number): number;
  /** Names of a directory without "." and "..", in the system's order. */
  listdir(path: string): string[] | number;
  mkdir(path: string, mode: number): number;
  rmdir(path: string): number;
  unlink(path: string): number;
  rename(from: string, to: string): number;
  readlink(path: string): string | number;
  symlink(target: string, path: string): number;
  link(existing: string, path: string): number;
  chmod(path: string, mode: number): number;
  /** Sets access and modification time, in nanoseconds since the epoch. */
  utime(path: string, atimeNs: bigint, mtimeNs: bigint): number;
  realpath(path: string): string | number;
  getcwd(): string;
  chdir(path: string): number;
  /** The environment as it was at the start, plus the changes made by `setenv`. */
  environ(): Record<string, string>;
  /** Sets or, with null, removes a variable for all threads that ask from now on. */
  setenv(name: string, value: string | null): void;
  getpid(): number;
  getppid(): number;
  /** Cores of the machine, and those that this process may use. */
  cpuCount(): number;
  availableCpus(): number;
  /** Columns and rows of the terminal at `fd`, or null. */
  terminalSize(fd: number): { columns: number; lines: number } | null;
  /** Text of an errno as `os.strerror` gives it. */
  strerror(errno: number): string;
  /** Name of an errno (`"ENOENT"`) or "" if unknown. */
  errnoName(errno: number): string;
  /** "linux", "darwin" or "win32". */
  readonly platform: string;
  readonly uname: { sysname: string; nodename: string; release: string; version: string; machine: string };
  /** Fills `into` (not heap memory) with random bytes. */
  randomBytes(into: Uint8Array): void;
  /**
   * The digest of all of `bytes` by an algorithm with hashlib's name, faster than the machine's own; null if it has none. Computes in place, without
   * attaching or detaching; called detached.
   */
  digest(name: string, bytes: Uint8Array): Uint8Array | null;
}

/** Times. One clock for all workers: differences between two workers' readings mean something. */
export interface Clock {
  /**
   * Program time: monotonic microseconds since the program started, with a fraction. It stands while the program is held at the control door and runs
   * slower in slow motion. Deadlines of `park` are on this clock.
   */
  nowUs(): number;
  /** Wall clock: nanoseconds since the epoch. */
  timeNs(): bigint;
  /** CPU time of the process, of this thread (of the process where the platform cannot tell), in nanoseconds. */
  processTimeNs(): bigint;
  threadTimeNs(): bigint;
  /** Minutes by which local time is ahead of UTC at this moment (seconds since the epoch), and the zone's short name. */
  localOffset(epochSeconds: number): { minutes: number; name: string; dst: boolean };
}

export interface ThreadHost {
  /** Eval breaker of this slot: view and word index. Load it plainly at every safe point; not 0: `atSafePoint`. */
  readonly breaker: Int32Array;
  readonly breakerIndex: number;
  /** Decided when the program starts: constant from the first instruction on, but not yet while `boot` runs. */
  readonly mode: LockMode;
  /** Worker slot, 0..MAX_SLOTS-1; 0 is the main worker. Fixed for the life of the worker. */
  readonly slot: number;
  /** Ident of the Python thread that runs in this slot now (1 is the main thread; never reused), 0 while idle. */
  ident(): number;

  /**
   * Called at a safe point when the breaker word is not 0, with the frame written: any other thread may run before it returns. Drops and retakes the
   * lock, stops with the world, pauses, answers the control door.
   * @returns the bits left for the interpreter (`BreakerBit.FOR_INTERPRETER`), already cleared: handle each of them, or
   *   set it again with `setBreaker`.
   */
  atSafePoint(): number;
  /** Microseconds of processor time that this worker has used in its life; of time where the system does not tell. Not cheap: 50 µs. */
  computedUs(): number;
  /** How often threads of this worker have waited (`park`, or for the host). */
  readonly waits: number;
  /** Sets bits in the breaker of this slot. */
  setBreaker(bits: number): void;
  /** Sets bits in the breaker of another slot, and ends its wait (INTERRUPTED) if they are SIGNALS or ASYNC_EXC. */
  setBreakerOf(slot: number, bits: number): void;

  /**
   * The one door for waiting: a parking lot.
   * @param key what the thread waits for (heap address of a lock, of a thread record, ...): hashed and compared only. Waits without
   *   a waker (sleep) use key 0.
   * @param kind why; decides the trace event and whether the wait counts for deadlock detection.
   * @param deadlineUs on the clock of `nowUs`, or -1 for none.
   * @param validate runs under the bucket's lock, attached, before the thread is queued; false: return INVALID at once. It must be short
   *   and must not call the host. Setting "has waiters" in a lock word belongs here.
   * @returns attached again in every case.
   */
  park(key: number, kind: ParkKind, deadlineUs: number, validate: (() => boolean) | null): ParkResult;
  /**
   * Wakes up to `n` threads parked on `key`, first in, first out.
   * @param onWake runs once under the bucket's lock, before any of them runs: `slot` is the first one woken or -1, `more` says
   *   whether others stay queued. For handing a lock over directly. Must be short and must not call the host.
   * @returns how many were woken.
   */
  unpark(key: number, n: number, onWake?: (slot: number, more: boolean) => void): number;
  /** Drops the lock if another thread wants it and retakes it (`time.sleep(0)`, `os.sched_yield`). */
  yieldNow(): void;
  /**
   * Detaches and attaches again around a leaf that computes long without touching the heap: `detach()` ... `attach()`. In between
   * the caller may not read or write the heap except for buffers that it keeps alive.
   */
  detach(): void;
  attach(): void;

  /**
   * Starts a thread in a worker of the pool: the body's `runThread(threadRef, ident)` is called there, attached.
   * @param threadRef heap reference of the thread's bootstrap record; the caller keeps it alive until the thread took it.
   * @returns the ident, or -1 if no worker can be had (too many threads alive, or the program is ending).
   */
  spawn(threadRef: number, name: string, daemon: boolean): number;
  /** Tells that threads will be started soon (`threading` was imported): spare workers start in the background. */
  expectThreads(): void;
  /** Name of the current thread for reports and traces. */
  setThreadName(name: string): void;
  /** Number of threads alive, the main thread included. */
  liveThreads(): number;
  /** Lock-free mode: the machine's own lock, which goes while the thread is detached. Set by the body; null: there is none. */
  heapLock: { release(): void; retake(): void } | null;

  /** Slot in which the thread `ident` runs, or -1. */
  slotOf(ident: number): number;

  /**
   * Stops all other threads at safe points (parked ones count as stopped) until `startWorld`. Not nested. In `gil` mode there is
   * nothing to do. Returns attached; if another thread stopped the world first, this one stopped with it before.
   */
  stopWorld(): void;
  startWorld(): void;
  /**
   * The program is ending: every other thread stops for good at its next safe point or when it attaches. Returns when none of them runs any
   * more (or after 1 s, in `none` mode, if one does not come to a safe point). Called once by the main thread.
   */
  finalize(): void;
  /** Ends the process at once with this status (`os._exit`). Does not return. */
  exitNow(status: number): never;

  /** `sys.getswitchinterval` and `sys.setswitchinterval`, in microseconds, at least 1. */
  getSwitchIntervalUs(): number;
  setSwitchIntervalUs(us: number): void;

  /** Whether this thread makes a step: the program is held, and it runs to its next line in the second loop (breaker bit STEP). */
  stepping(): boolean;
  /**
   * The step has come to its end, at the instruction that is next; frames written. Stands still.
   * @returns whether the next step begins, from here; false: go on as usual.
   */
  stepDone(): boolean;

  /** Whether somebody listens to the trace; false makes `trace` a no-op. */
  readonly tracing: boolean;
  /**
   * Writes one event of the machine, with the line that the thread is at. Attached.
   * @param b of a LOCK_DROP: not 0 if others wait for the lock; `unpark` for it follows at once.
   */
  trace(event: MachineEvent, a: number, b: number): void;
  /** Tells readers of the trace what a code id means: before its first use, once a worker. */
  traceCode(code: CodeInfo): void;

  readonly sys: SystemCalls;
  readonly clock: Clock;
}

/** What the main worker is asked to run. Plain data: it crosses a message port. */
export interface MainOptions {
  /** file: a script's path; command: source text (`-c`); module: a module's name (`-m`); stdin: source from descriptor 0, the target being "-" or "". */
  kind: "file" | "command" | "module" | "stdin";
  target: string;
  /** What follows the target on the command line; `sys.argv[1:]`. */
  args: string[];
  /** Recount the heap at the end and print the `audit:` line on descriptor 2; findings give status 4. */
  audit: boolean;
  /** Folder of the bytecode cache, or null for none. */
  cacheDir: string | null;
  /** Collect at every so many allocations; 0 is the ordinary schedule. */
  gcStress: number;
  /** Everything else, by the name of the option; for switches that only one side knows. */
  extra: Record<string, string | number | boolean>;
}

/** What the machine offers to whatever drives it; one per worker. Every function is called in that worker. */
export interface ThreadBody {
  /** Called once per worker before its first thread, detached: set up per-slot state. Slot 0 may build the heap here. */
  boot(): void;
  /**
   * Runs a program to its end, attached: shutdown of threads, finalisation, flush of the streams and the audit included.
   * @returns the exit status, 0..255 (130 for an uncaught KeyboardInterrupt, 120 if the output could not be written, 4 for
   *   findings of the audit).
   * @throws BrokenHeap when an invariant of the heap broke; any other throw is an internal error.
   */
  runMain(options: MainOptions): number;
  /** Runs one Python thread to its end, attached; wakes those who join it. Throws as `runMain`. */
  runThread(threadRef: number, ident: number): void;
  /** Current source line of this worker's thread, 1-based, 0 if unknown. Called at safe points and parks, must not allocate in the heap. */
  line(): number;
  /** Id of the code object that `line` spoke of last, 0 unknown; announced with `traceCode`. */
  code(): number;
  /**
   * Every thread waits for another: flush the standard streams, and say who holds what and who waits where. Called once, in the worker
   * that parked last, while nobody else runs; the frames of all threads are written.
   * @returns the report, whole lines.
   */
  deadlockReport(): string;
  /** Writes the registers into the heap, where others can read this thread's frames. Called attached, before the thread detaches. */
  save(): void;
  /** What this thread is about to wait for, as a park of this kind: in words, and the thread that can end it (0: unknown or none). Called attached. */
  waiting(kind: ParkKind): { ident: number; text: string };
  /**
   * Plain data about the thread in `slot`, as JSON text (shapes: the runtime's control.ts, ThreadView). Called in any worker, while no thread goes on; must
   * not leave anything in the heap.
   */
  inspect(slot: number): string;
  /** The program's locks and who waits for whom, as JSON text (LocksView there). Called like `inspect`. */
  locks(): string;
}

/** Makes the body of this worker. `packages/vm/src/index.ts` exports one under the name `createThreadBody`. */
export type CreateThreadBody = (host: ThreadHost) => ThreadBody;

/** An invariant of the heap is broken. Ends the program with a report and status 4; never becomes a Python exception. */
export class BrokenHeap extends Error {
  override readonly name = "BrokenHeap";
}

/** The host of this worker; null until `setHost`. The loop reads `interpreter/breaker.ts` instead of `breaker[breakerIndex]`. */
export let host: ThreadHost = null as unknown as ThreadHost;

/** Installs the host of this worker. Called once, before any Python code runs here. */
export function setHost(installed: ThreadHost): void {
  host = installed;
}
