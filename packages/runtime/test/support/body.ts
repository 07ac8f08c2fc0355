/**
 * A test double of the machine: "programs" are plain functions over words of the heap, with safe points where Python code would have
 * them. Bundled by harness.ts into a worker that the real runtime starts.
 */
import { workerData } from "node:worker_threads";
import {
  BreakerBit,
  BrokenHeap,
  type CreateThreadBody,
  Errno,
  type MainOptions,
  ParkKind,
  ParkResult,
  type ThreadHost,
} from "@gilscope/vm/host.ts";
import { S_IDENT, slotBase } from "../../src/shared/layout.ts";
import { runWorker } from "../../src/workers/thread.ts";
import type { WorkerData } from "../../src/workers/messages.ts";

const heap = new Int32Array((workerData as WorkerData).heap);
const bytes = new Uint8Array((workerData as WorkerData).heap);

/** Raised by a safe point when a signal came, as the machine's KeyboardInterrupt. */
class Interrupt extends Error {}

// Words below 64 are results; thread records lie from 1024 on, 16 words each: program, done, argument, ...
const RECORDS = 1024;
let line = 1;

function point(host: ThreadHost): void {
  if (host.breaker[host.breakerIndex] !== 0 && (host.atSafePoint() & BreakerBit.SIGNALS) !== 0) throw new Interrupt();
}

function lock(host: ThreadHost, word: number): void {
  for (;;) {
    const value = Atomics.load(heap, word);
    if ((value & 1) === 0) {
      if (Atomics.compareExchange(heap, word, value, value | 1) === value) return;
      continue;
    }
    const result = host.park(word * 4, ParkKind.LOCK, -1, () => {
      const now = Atomics.load(heap, word);
      return (now & 1) !== 0 && Atomics.compareExchange(heap, word, now, now | 2) === now;
    });
    if (result === ParkResult.INTERRUPTED) point(host);
  }
}

function unlock(host: ThreadHost, word: number): void {
  if (Atomics.compareExchange(heap, word, 1, 0) === 1) return;
  host.unpark(word * 4, 1, (_slot, more) => Atomics.store(heap, word, more ? 2 : 0));
}

let records = 0;
function start(host: ThreadHost, program: number, argument: number, daemon = false): number {
  const record = RECORDS + 16 * (host.slot * 1000 + (records++ % 1000));
  heap[record] = program;
  heap[record + 1] = 0;
  heap[record + 2] = argument;
  if (host.spawn(record, `t${argument}`, daemon) < 0) return -1;
  return record;
}

function join(host: ThreadHost, record: number): void {
  while (Atomics.load(heap, record + 1) === 0) {
    const result = host.park(record * 4, ParkKind.JOIN, -1, () => Atomics.load(heap, record + 1) === 0);
    if (result === ParkResult.INTERRUPTED) point(host);
  }
}

function all(host: ThreadHost, count: number, program: number, daemon = false): void {
  const threads: number[] = [];
  for (let i = 0; i < count; i++) threads.push(start(host, program, i, daemon));
  for (const thread of threads) join(host, thread);
}

function print(host: ThreadHost, text: string, fd = 1): number {
  const data = new TextEncoder().encode(text);
  for (let from = 0; from < data.length; ) {
    const count = host.sys.write(fd, data.subarray(from));
    if (count === -Errno.EINTR) point(host);
    else if (count < 0) return count;
    else from += count;
  }
  return data.length;
}

/** What threads run, by number. `n` is the argument given at the start. */
const threadPrograms: ((host: ThreadHost, n: number) => void)[] = [
  // 0: increments word 0, not atomically, 100,000 times; a safe point after each; word 1 counts visits by others inside a step
  (host, n) => {
    for (let i = 0; i < heap[40]; i++) {
      heap[2] = n;
      const value = heap[0];
      for (let k = 0; k < 20; k++) heap[3 + k] = n;
      heap[0] = value + 1;
      if (heap[2] !== n || heap[22] !== n) heap[1]++;
      point(host);
    }
  },
  // 1: spins until word 50 tells to stop, or for word 41 milliseconds; counts how often another thread ran in between
  (host, n) => {
    const end = host.clock.nowUs() + heap[41] * 1000;
    let turns = 0;
    while (host.clock.nowUs() < end && Atomics.load(heap, 50) === 0) {
      for (let i = 0; i < 100; i++) {
        heap[32 + n]++;
        if (heap[5] !== n + 1) {
          heap[5] = n + 1;
          turns++;
        }
        point(host);
      }
    }
    heap[10 + n] = turns;
    if (heap[51]++ === 0) heap.copyWithin(52, 10, 13);
  },
  // 2: hands a turn to the other of two threads through two locks (words 60 and 61)
  (host, n) => {
    for (let i = 0; i < heap[40]; i++) {
      lock(host, 60 + n);
      heap[0]++;
      unlock(host, 60 + (1 - n));
      point(host);
    }
  },
  // 3: sleeps 20 ms
  (host) => {
    host.park(0, ParkKind.SLEEP, host.clock.nowUs() + 20_000, null);
    Atomics.add(heap, 0, 1);
  },
  // 4: takes locks in an order that depends on n, waiting for the other in between: a deadlock
  (host, n) => {
    lock(host, 60 + n);
    Atomics.add(heap, 0, 1);
    while (Atomics.load(heap, 0) < 2) host.yieldNow();
    lock(host, 60 + (1 - n));
  },
  // 5: nothing
  () => {
    Atomics.add(heap, 0, 1);
  },
  // 6: spins for good
  (host) => {
    Atomics.store(heap, 0, 1);
    for (;;) point(host);
  },
  // 7: spins for good without a safe point
  () => {
    Atomics.store(heap, 0, 1);
    while (Atomics.load(heap, 63) === 0);
  },
  // 8: loops of several shapes, each until the breaker shows something; see breaker.test.ts
  (host, n) => loops[n](host),
  // 9: damages the heap
  () => {
    throw new BrokenHeap("list of 3 items says 7");
  },
  // 10: an error of ours
  () => {
    throw new TypeError("undefined is not a thing");
  },
  // 11: takes lock 60 and ends
  (host) => lock(host, 60),
  // 12: reads everything from the pipe whose read end is in word 30, counts in word 0
  (host) => {
    const buffer = new Uint8Array(1000);
    let count = 0;
    while ((count = host.sys.read(heap[30], buffer)) > 0) heap[0] += count;
    heap[1] = count;
  },
  // 13: counts word 32+n up while the world is running; the main thread stops it
  (host, n) => {
    while (Atomics.load(heap, 50) === 0) {
      heap[32 + n]++;
      point(host);
    }
  },
  // 14: enters 60 and counts, 1,000 times
  (host) => {
    for (let i = 0; i < heap[40]; i++) {
      lock(host, 60);
      heap[0]++;
      unlock(host, 60);
      point(host);
    }
  },
];

// Each loop ends when it sees the breaker. A view held in locals, in a field, behind a call; counted, nested, labelled, unrolled.
const loops: ((host: ThreadHost) => void)[] = [
  (host) => {
    while (host.breaker[host.breakerIndex] === 0);
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    while (breaker[breakerIndex] === 0);
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    for (let i = 0; ; i = (i + 1) | 0) if (breaker[breakerIndex] !== 0) break;
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    let x = 0;
    do {
      x = (Math.imul(x, 31) + 7) | 0;
    } while (breaker[breakerIndex] === 0);
    heap[9] = x;
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    const looks = () => breaker[breakerIndex] !== 0;
    while (!looks());
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    outer: for (;;) for (let i = 0; i < 1000; i++) if (breaker[breakerIndex] !== 0) break outer;
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    for (let pc = 0, acc = 0; ; ) {
      switch (pc) {
        case 0:
          acc += 1;
          pc = 1;
          break;
        case 1:
          heap[9] = acc;
          pc = 2;
          break;
        default:
          pc = 0;
          if (breaker[breakerIndex] !== 0) return;
      }
    }
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    try {
      for (;;) {
        heap[9]++;
        if (breaker[breakerIndex] !== 0) return;
      }
    } finally {
      heap[8] = 1;
    }
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    let sum = 0.5;
    while (breaker[breakerIndex] === 0) sum = sum * 1.0000001 + 0.1;
    heap[9] = sum | 0;
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    const step = (depth: number): boolean => (depth === 0 ? breaker[breakerIndex] !== 0 : step(depth - 1));
    while (!step(5));
  },
  (host) => {
    const { breaker, breakerIndex } = host;
    for (;;) {
      if (breaker[breakerIndex] !== 0) return;
      heap[9] = 1;
      if (breaker[breakerIndex] !== 0) return;
      heap[9] = 2;
      if (breaker[breakerIndex] !== 0) return;
      heap[9] = 3;
    }
  },
];

/** What the main thread runs, by name. The exit status is the result. */
const mainPrograms: Record<string, (host: ThreadHost, options: MainOptions) => number> = {
  status: (_host, options) => Number(options.extra.status),
  count(host, options) {
    heap[40] = Number(options.extra.steps);
    all(host, Number(options.extra.threads), 0);
    print(host, JSON.stringify({ count: heap[0], intruders: heap[1] }));
    return 0;
  },
  spin(host, options) {
    heap[41] = Number(options.extra.ms);
    all(host, 3, 1);
    print(
      host,
      JSON.stringify({
        turns: [...heap.slice(10, 13)],
        atFirstEnd: [...heap.slice(52, 55)],
      }),
    );
    return 0;
  },
  handoff(host, options) {
    heap[40] = Number(options.extra.rounds);
    heap[61] = 1;
    const startUs = host.clock.nowUs();
    all(host, 2, 2);
    print(host, JSON.stringify({ turns: heap[0], us: host.clock.nowUs() - startUs }));
    return 0;
  },
  crowd(host, options) {
    heap[40] = Number(options.extra.rounds);
    all(host, Number(options.extra.threads), 14);
    print(host, JSON.stringify({ turns: heap[0] }));
    return 0;
  },
  sleep(host, options) {
    const startUs = host.clock.nowUs();
    all(host, Number(options.extra.threads), 3);
    print(host, JSON.stringify({ woken: heap[0], us: host.clock.nowUs() - startUs }));
    return 0;
  },
  deadlock(host) {
    all(host, 2, 4);
    return 0;
  },
  orphan(host) {
    // A thread that ends with a lock taken leaves the main thread waiting for good.
    join(host, start(host, 11, 0));
    lock(host, 60);
    return 0;
  },
  orphanLater(host) {
    lock(host, 61);
    start(host, 3, 0);
    lock(host, 61);
    return 0;
  },
  one(host, options) {
    const count = Number(options.extra.count);
    let most = 0;
    for (let i = 0; i < count; i++) {
      join(host, start(host, 5, i));
      most = Math.max(most, host.liveThreads());
    }
    print(host, JSON.stringify({ ended: heap[0], most }));
    return 0;
  },
  many(host, options) {
    const count = Number(options.extra.count);
    let refused = 0;
    const threads: number[] = [];
    for (let i = 0; i < count; i++) {
      const thread = start(host, 3, i);
      if (thread < 0) refused++;
      else threads.push(thread);
    }
    for (const thread of threads) join(host, thread);
    print(host, JSON.stringify({ ended: heap[0], refused }));
    return 0;
  },
  compute(host) {
    print(host, "go");
    try {
      for (;;) point(host);
    } catch (error) {
      if (error instanceof Interrupt) return 42;
      throw error;
    }
  },
  wait(host, options) {
    if (options.extra.beside) start(host, 6, 0, true);
    print(host, "go");
    lock(host, 60);
    // One more thread alive and running, so that waiting for the lock is no deadlock.
    if (!options.extra.beside) start(host, 7, 0, true);
    try {
      lock(host, 60);
    } catch (error) {
      if (error instanceof Interrupt) return 43;
      throw error;
    }
    return 0;
  },
  nap(host) {
    print(host, "go");
    const result = host.park(0, ParkKind.SLEEP, host.clock.nowUs() + 60e6, null);
    return result === ParkResult.INTERRUPTED ? 44 : 1;
  },
  deaf(host) {
    print(host, "go");
    for (;;) heap[9]++;
  },
  stuckThread(host) {
    join(host, start(host, 7, 0));
    return 0;
  },
  daemon(host, options) {
    start(host, Number(options.extra.program), 0, true);
    while (Atomics.load(heap, 0) === 0) host.yieldNow();
    host.finalize();
    const before = heap[0];
    print(host, "bye");
    return before === heap[0] ? 5 : 1;
  },
  loop(host, options) {
    const shape = Number(options.extra.shape);
    const thread = start(host, 8, shape);
    // Long enough for the loop to be optimised, then one request through the breaker.
    host.park(0, ParkKind.SLEEP, host.clock.nowUs() + 150_000, null);
    for (let slot = 1; slot < 8; slot++) host.setBreakerOf(slot, BreakerBit.CALLS);
    join(host, thread);
    return 0;
  },
  loopCount: () => loops.length,
  breaks(host) {
    join(host, start(host, 9, 0));
    return 0;
  },
  bug(host) {
    join(host, start(host, 10, 0));
    return 0;
  },
  echo(host) {
    const buffer = new Uint8Array(100);
    let count = 0;
    let total = 0;
    while ((count = host.sys.read(0, buffer)) > 0) {
      total += count;
      print(host, new TextDecoder().decode(buffer.subarray(0, count)));
    }
    return count < 0 ? 1 : total & 0x7f;
  },
  ask(host) {
    print(host, "go");
    const result = host.sys.read(0, new Uint8Array(10));
    return result === -Errno.EINTR ? 45 : 1;
  },
  write(host, options) {
    const text = "x".repeat(99) + "\n";
    for (let i = 0; i < Number(options.extra.lines); i++) {
      const count = print(host, text);
      if (count < 0) return -count;
    }
    return 0;
  },
  fromHeap(host) {
    bytes.set(new TextEncoder().encode("from the heap"), 4096);
    return host.sys.write(1, bytes.subarray(4096, 4109));
  },
  pipe(host, options) {
    const ends = new Int32Array(2);
    host.sys.pipe(ends);
    heap[30] = ends[0];
    const thread = start(host, 12, 0);
    const size = Number(options.extra.size);
    const data = new Uint8Array(size);
    for (let i = 0; i < Number(options.extra.times); i++) print2(host, ends[1], data);
    host.sys.close(ends[1]);
    join(host, thread);
    print(host, JSON.stringify({ read: heap[0], end: heap[1] }));
    return 0;
  },
  files(host, options) {
    const { sys } = host;
    const path = String(options.extra.path);
    const out: unknown[] = [];
    const fd = sys.open(path, 0o102, 0o644);
    out.push(sys.write(fd, new TextEncoder().encode("hello world")), sys.lseek(fd, 6, 0));
    const buffer = new Uint8Array(20);
    const count = sys.read(fd, buffer);
    out.push(new TextDecoder().decode(buffer.subarray(0, count)), sys.lseek(fd, 0, 1), sys.ftruncate(fd, 5));
    out.push(sys.close(fd), sys.read(fd, buffer), sys.open(`${path}.missing`, 0, 0));
    const stat = sys.stat(path);
    out.push(
      typeof stat === "number" ? stat : stat.size,
      sys.unlink(path),
      sys.stat(path),
      sys.strerror(2),
      sys.isatty(1),
    );
    print(host, JSON.stringify(out));
    return 0;
  },
  world(host, options) {
    const count = Number(options.extra.threads);
    const threads: number[] = [];
    for (let i = 0; i < count; i++) threads.push(start(host, 13, i));
    let moved = 0;
    for (let i = 0; i < Number(options.extra.rounds); i++) {
      const target = heap[32] + 1;
      while (heap[32] < target) host.yieldNow();
      host.stopWorld();
      const before = heap.slice(32, 32 + count).join();
      for (let k = 0; k < 2000; k++) heap[8] = k;
      if (heap.slice(32, 32 + count).join() !== before) moved++;
      host.startWorld();
    }
    Atomics.store(heap, 50, 1);
    for (const thread of threads) join(host, thread);
    print(host, JSON.stringify({ moved }));
    return 0;
  },
  clocks(host) {
    print(host, JSON.stringify({ now: host.clock.nowUs(), time: Number(host.clock.timeNs() / 1000000n) }));
    return 0;
  },
};

function print2(host: ThreadHost, fd: number, data: Uint8Array): void {
  for (let from = 0; from < data.length; ) {
    const count = host.sys.write(fd, data.subarray(from));
    if (count < 0) return;
    from += count;
  }
}

const create: CreateThreadBody = (host) => ({
  boot() {},
  runMain(options) {
    if (options.extra.prepare) host.expectThreads();
    const program = mainPrograms[options.target];
    if (program === undefined) throw new Error(`no program ${options.target}`);
    return program(host, options);
  },
  runThread(record) {
    threadPrograms[heap[record]](host, heap[record + 2]);
    Atomics.store(heap, record + 1, 1);
    host.unpark(record * 4, 1000);
  },
  line: () => line++,
  code: () => 0,
  deadlockReport() {
    print(host, "flushed");
    return "everybody waits\n";
  },
  save() {},
  waiting: (kind) => ({ ident: 0, text: `as ${kind}` }),
  inspect(slot) {
    const ident = host.breaker[slotBase(slot) + S_IDENT];
    return JSON.stringify({ ident, slot, work: [...heap.slice(32, 36)] });
  },
  locks: () => JSON.stringify({ locks: [], waits: [] }),
});

runWorker(create);
