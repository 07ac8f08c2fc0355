/**
 * Waiting until one of several descriptors is ready (`select.select`, `select.poll`). Plain files always are; pipes of the program tell by their words; for what is the
 * host's (terminals, pipes to other processes) the host is asked once to watch, and notes in the descriptor's F_READY what it sees.
 *
 * All who wait park on one key. Whoever makes something ready changes it first, then looks at POLLERS and wakes them; a poller counts itself in POLLERS before it looks.
 * So one of the two sees the other.
 */
import { Errno, ParkKind, ParkResult, PollEvent } from "@gilscope/vm/host.ts";
import type { OsHost } from "../sched/os.ts";
import { F_READY, FD_BASE, FD_WORDS, FdKind, LOOKED, POLL_KEY, POLLERS, pipeReady } from "../shared/layout.ts";
import type { Descriptors } from "./descriptors.ts";

/** Ends the waits of all pollers, if there are any: something may have become ready. @param unpark wakes all who wait on a key. */
export function wakePollers(ctl: Int32Array, unpark: (key: number) => void): void {
  if (Atomics.load(ctl, POLLERS) > 0) unpark(POLL_KEY);
}

/** What of `wanted` is ready at a descriptor of this kind; ERR, HUP and NVAL come unasked. */
function readyAt(ctl: Int32Array, fd: number, kind: FdKind, aux: number, wanted: number): number {
  const asked = wanted | PollEvent.ERR | PollEvent.HUP | PollEvent.NVAL;
  switch (kind) {
    case FdKind.CLOSED:
      return PollEvent.NVAL;
    case FdKind.PIPE_READ:
    case FdKind.PIPE_WRITE:
      return pipeReady(ctl, aux, kind === FdKind.PIPE_READ) & asked;
    case FdKind.HOST:
      return (Atomics.load(ctl, FD_BASE + fd * FD_WORDS + F_READY) | PollEvent.OUT) & asked;
    default:
      return (PollEvent.IN | PollEvent.OUT) & asked;
  }
}

/** See `SystemCalls.poll`. */
export function poll(
  host: OsHost,
  table: Descriptors,
  fds: Int32Array,
  wanted: Int32Array,
  got: Int32Array,
  deadlineUs: number,
): number {
  const { ctl } = host;
  const kinds: FdKind[] = [];
  const auxes: number[] = [];
  for (const fd of fds) {
    kinds.push(table.kind(fd));
    auxes.push(table.kind(fd) === FdKind.CLOSED ? 0 : table.aux(fd));
  }
  /** The host has not looked yet at one of its descriptors: without its word, "not ready" means nothing. */
  let isOpen = false;
  const look = (): number => {
    let count = 0;
    isOpen = false;
    for (let k = 0; k < fds.length; k++) {
      got[k] = readyAt(ctl, fds[k], kinds[k], auxes[k], wanted[k]);
      if (got[k] !== 0) count++;
      else if (isWatched(k)) isOpen ||= (Atomics.load(ctl, FD_BASE + fds[k] * FD_WORDS + F_READY) & LOOKED) === 0;
    }
    return count;
  };
  const isWatched = (k: number): boolean => kinds[k] === FdKind.HOST && (wanted[k] & PollEvent.IN) !== 0;
  const first = look();
  if (first > 0) return first;
  for (let k = 0; k < fds.length; k++) if (isWatched(k)) host.post({ type: "watch", fd: fds[k] });
  Atomics.add(ctl, POLLERS, 1);
  try {
    for (;;) {
      const wasOpen = isOpen;
      const nothing = (): boolean => look() === 0 && isOpen === wasOpen;
      const result = host.park(POLL_KEY, ParkKind.IO, wasOpen ? -1 : deadlineUs, nothing);
      if (result === ParkResult.INTERRUPTED) return -Errno.EINTR;
      const count = look();
      if (count > 0 || result === ParkResult.TIMEOUT) return count;
    }
  } finally {
    Atomics.sub(ctl, POLLERS, 1);
  }
}
