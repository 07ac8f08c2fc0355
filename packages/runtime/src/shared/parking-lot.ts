/**
 * The parking lot: queues of waiting threads, found by hashing what they wait for.
 *
 * Source of the idea: WebKit's ParkingLot (F. Pizlo) and CPython's Python/parking_lot.c. A lock needs two bits of its own; the queue is here.
 *
 * Protocol. A thread parks under the lock of its key's bucket: it validates, links its slot at the tail, and stores PARKED in its wake word. It then sleeps on
 * that word alone. Whoever changes PARKED by compare-and-swap has ended the wait: a waker (to WOKEN, under the bucket lock, which also unlinks the slot), an
 * interrupter (to INTERRUPTED, without the bucket lock; the thread unlinks itself), or the thread itself when its time ran out (to NONE, under
 * the bucket lock). So each wait ends once, and a wake-up is either delivered or not counted.
 *
 * A hard wait (see RUNNABLE) is taken off RUNNABLE by the parker before PARKED is stored, and put back by whoever ended the wait, before
 * the thread can run. Nothing here attaches or detaches; callers do.
 */
import {
  BUCKET_BASE,
  BUCKET_HEAD,
  BUCKET_MUTEX,
  BUCKET_TAIL,
  BUCKET_WORDS,
  BUCKETS,
  MAX_SLOTS,
  RUNNABLE,
  SPIN_US,
  S_PARK_BUCKET,
  S_PARK_HARD,
  S_PARK_KEY,
  S_PARK_KIND,
  S_PARK_NEXT,
  S_WAKE,
  S_WAKER,
  slotBase,
  Wake,
} from "./layout.ts";
import { lockMutex, unlockMutex } from "./mutex.ts";
import { spinWhile } from "./spin.ts";

function bucketOf(key: number): number {
  return BUCKET_BASE + (Math.imul(key, 0x9e3779b1) >>> 26) * BUCKET_WORDS;
}
// invariant: the shift above yields log2(BUCKETS) bits.
const _bits: 64 = BUCKETS;
void _bits;

/**
 * Queues the thread of `slot` under `key`, if `validate` (called under the bucket lock) does not object.
 * @param hard whether the wait counts for deadlock detection.
 * @returns false if `validate` returned false: the thread does not wait. True: call `waitParked`, in every case.
 */
export function beginPark(
  ctl: Int32Array,
  slot: number,
  key: number,
  kind: number,
  hard: boolean,
  validate: (() => boolean) | null,
): boolean {
  const bucket = bucketOf(key);
  const at = slotBase(slot);
  lockMutex(ctl, bucket + BUCKET_MUTEX);
  try {
    if (validate !== null && !validate()) return false;
    ctl[at + S_PARK_KEY] = key;
    ctl[at + S_PARK_NEXT] = 0;
    ctl[at + S_PARK_BUCKET] = bucket;
    const tail = ctl[bucket + BUCKET_TAIL];
    if (tail === 0) ctl[bucket + BUCKET_HEAD] = slot + 1;
    else ctl[slotBase(tail - 1) + S_PARK_NEXT] = slot + 1;
    ctl[bucket + BUCKET_TAIL] = slot + 1;
    publishPark(ctl, slot, kind, hard);
  } finally {
    unlockMutex(ctl, bucket + BUCKET_MUTEX);
  }
  return true;
}

/** Marks the thread as waiting without queueing it anywhere: for sleeps, and for answers of the host. Then `waitParked`. */
export function beginPrivatePark(ctl: Int32Array, slot: number, kind: number): void {
  ctl[slotBase(slot) + S_PARK_KEY] = 0;
  ctl[slotBase(slot) + S_PARK_BUCKET] = 0;
  publishPark(ctl, slot, kind, false);
}

function publishPark(ctl: Int32Array, slot: number, kind: number, hard: boolean): void {
  const at = slotBase(slot);
  ctl[at + S_PARK_KIND] = kind;
  ctl[at + S_PARK_HARD] = hard ? 1 : 0;
  ctl[at + S_WAKER] = 0;
  if (hard) Atomics.sub(ctl, RUNNABLE, 1);
  Atomics.store(ctl, at + S_WAKE, Wake.PARKED);
}

/** Ends this thread's own wait before it slept or when its time ran out. @returns false if somebody else had ended it. */
export function cancelPark(ctl: Int32Array, slot: number): boolean {
  const at = slotBase(slot);
  const bucket = ctl[at + S_PARK_BUCKET];
  if (bucket !== 0) lockMutex(ctl, bucket + BUCKET_MUTEX);
  const mine = Atomics.compareExchange(ctl, at + S_WAKE, Wake.PARKED, Wake.NONE) === Wake.PARKED;
  if (mine) {
    if (ctl[at + S_PARK_HARD] !== 0) Atomics.add(ctl, RUNNABLE, 1);
    if (bucket !== 0) unlink(ctl, bucket, slot);
    ctl[at + S_PARK_KIND] = 0;
  }
  if (bucket !== 0) unlockMutex(ctl, bucket + BUCKET_MUTEX);
  return mine;
}

/**
 * Sleeps until the wait ends; spins first. Detached, no mutex held.
 * @param leftMs milliseconds to sleep before asking it again; Infinity for a wait without a deadline, 0 or less: the time has run out.
 * @param disturbed called when the sleep was interrupted without an end of the wait, by `disturbSlot`.
 * @returns WOKEN, INTERRUPTED, or NONE if the time ran out; the thread is in no queue any more.
 */
export function waitParked(
  ctl: Int32Array,
  slot: number,
  leftMs: () => number,
  disturbed: () => void = () => {},
): Wake {
  const at = slotBase(slot);
  const word = at + S_WAKE;
  let ms = leftMs();
  // A wait that ends soon by itself is slept, not spun: spinning is for being woken.
  if (ms >= 1) spinWhile(ctl, word, Wake.PARKED, ctl[SPIN_US]);
  let state: number;
  for (; (state = Atomics.load(ctl, word)) === Wake.PARKED || state === Wake.CLAIMED; ms = leftMs()) {
    // The notification for an earlier wait may come late, when the next wait sleeps already: hence the loop.
    if (state === Wake.CLAIMED) Atomics.wait(ctl, word, Wake.CLAIMED, 1);
    else if (ms > 0) {
      if (Atomics.wait(ctl, word, Wake.PARKED, ms) === "ok" && Atomics.load(ctl, word) === Wake.PARKED) disturbed();
    } else if (cancelPark(ctl, slot)) return Wake.NONE;
  }
  if (state === Wake.INTERRUPTED) {
    const bucket = ctl[at + S_PARK_BUCKET];
    if (bucket !== 0) {
      lockMutex(ctl, bucket + BUCKET_MUTEX);
      unlink(ctl, bucket, slot);
      unlockMutex(ctl, bucket + BUCKET_MUTEX);
    }
  }
  ctl[at + S_PARK_KIND] = 0;
  Atomics.store(ctl, word, Wake.NONE);
  return state;
}

/**
 * Wakes up to `n` threads queued under `key`, first in, first out.
 * @param onWake called once under the bucket lock, after the choice and before any chosen thread can run: first slot or -1, and whether others
 *   stay queued under this key.
 * @param notify called for each woken thread after its wake word says WOKEN: ends its sleep (`notifySlot`), now or soon. A thread that still spins
 *   goes on without it.
 * @param waker ident of the calling thread, for the trace of the woken ones.
 * @returns the number woken.
 */
export function unparkKey(
  ctl: Int32Array,
  key: number,
  n: number,
  onWake: ((slot: number, more: boolean) => void) | undefined,
  notify: (slot: number) => void,
  waker = 0,
): number {
  const bucket = bucketOf(key);
  // No look at an empty queue without the lock: a parker that has validated but is not linked yet would be missed.
  let first = 0;
  let count = 0;
  let more = false;
  lockMutex(ctl, bucket + BUCKET_MUTEX);
  let previous = 0;
  let current = ctl[bucket + BUCKET_HEAD];
  // The chosen ones are strung together through S_PARK_NEXT again.
  let lastChosen = 0;
  for (let steps = 0; current !== 0 && steps < MAX_SLOTS; steps++) {
    const at = slotBase(current - 1);
    const next = ctl[at + S_PARK_NEXT];
    const matches = ctl[at + S_PARK_KEY] === key;
    if (matches && count === n) {
      more ||= Atomics.load(ctl, at + S_WAKE) === Wake.PARKED;
      if (more) break;
    } else if (matches && Atomics.compareExchange(ctl, at + S_WAKE, Wake.PARKED, Wake.CLAIMED) === Wake.PARKED) {
      if (ctl[at + S_PARK_HARD] !== 0) Atomics.add(ctl, RUNNABLE, 1);
      ctl[at + S_WAKER] = waker;
      if (previous === 0) ctl[bucket + BUCKET_HEAD] = next;
      else ctl[slotBase(previous - 1) + S_PARK_NEXT] = next;
      if (next === 0) ctl[bucket + BUCKET_TAIL] = previous;
      ctl[at + S_PARK_NEXT] = 0;
      if (lastChosen === 0) first = current;
      else ctl[slotBase(lastChosen - 1) + S_PARK_NEXT] = current;
      lastChosen = current;
      count++;
      current = next;
      if (count === n && onWake === undefined) break;
      continue;
    }
    previous = current;
    current = next;
  }
  if (onWake !== undefined) {
    try {
      onWake(first - 1, more);
    } catch (error) {
      finishWake(ctl, bucket, first, notify);
      throw error;
    }
  }
  finishWake(ctl, bucket, first, notify);
  return count;
}

function finishWake(ctl: Int32Array, bucket: number, first: number, notify: (slot: number) => void): void {
  unlockMutex(ctl, bucket + BUCKET_MUTEX);
  while (first !== 0) {
    const word = slotBase(first - 1) + S_WAKE;
    // Read before the store: afterwards the thread may park again and use the link.
    const next = ctl[slotBase(first - 1) + S_PARK_NEXT];
    Atomics.store(ctl, word, Wake.WOKEN);
    notify(first - 1);
    first = next;
  }
}

/** Ends the sleep of a thread whose wait has been ended. */
export function notifySlot(ctl: Int32Array, slot: number): void {
  Atomics.notify(ctl, slotBase(slot) + S_WAKE, 1);
}

/** Interrupts the sleep of a parked thread, not its wait: it calls its `disturbed`. May come too early to be noticed. */
export const disturbSlot = notifySlot;

/** Ends the private wait of `slot` (an answer came). @returns false if it was not waiting. */
export function wakeSlot(ctl: Int32Array, slot: number): boolean {
  return endWait(ctl, slot, Wake.WOKEN);
}

/** Ends the wait of `slot`, whatever it waits for, because its breaker got a signal. @returns false if it was not waiting. */
export function interruptSlot(ctl: Int32Array, slot: number): boolean {
  return endWait(ctl, slot, Wake.INTERRUPTED);
}

function endWait(ctl: Int32Array, slot: number, state: Wake): boolean {
  const at = slotBase(slot);
  if (Atomics.compareExchange(ctl, at + S_WAKE, Wake.PARKED, Wake.CLAIMED) !== Wake.PARKED) return false;
  if (ctl[at + S_PARK_HARD] !== 0) Atomics.add(ctl, RUNNABLE, 1);
  Atomics.store(ctl, at + S_WAKE, state);
  Atomics.notify(ctl, at + S_WAKE, 1);
  return true;
}

function unlink(ctl: Int32Array, bucket: number, slot: number): void {
  let previous = 0;
  let current = ctl[bucket + BUCKET_HEAD];
  for (let steps = 0; current !== 0 && steps < MAX_SLOTS; steps++) {
    const next = ctl[slotBase(current - 1) + S_PARK_NEXT];
    if (current === slot + 1) {
      if (previous === 0) ctl[bucket + BUCKET_HEAD] = next;
      else ctl[slotBase(previous - 1) + S_PARK_NEXT] = next;
      if (next === 0) ctl[bucket + BUCKET_TAIL] = previous;
      return;
    }
    previous = current;
    current = next;
  }
}
