/**
 * Module `select`: waiting until one of several descriptors is ready. The waiting is the host's (`SystemCalls.poll`). See CPython Modules/selectmodule.c.
 *
 *     poll object: 4 dict: descriptor -> event mask   5 1: a thread is in its poll()
 */
import { keep } from "../heap/handles.ts";
import { NONE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { Errno, host, PollEvent } from "../host.ts";
import { saveThread } from "../interpreter/machine.ts";
import {
  call,
  callMethod,
  classByIndex,
  getAttrOrMissing,
  iterGen,
  indexGen,
  isInstanceOfType,
  listOf,
  MISSING,
} from "../objects/abstract.ts";
import { allocDict, dictGet, dictKeysArray, dictSet, dictSetStr } from "../objects/dict-core.ts";
import { caught, E, raise, raiseArgs } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToBigInt, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { newList, newTuple } from "../objects/sequence-core.ts";
import { defineType } from "../objects/type-def.ts";
import { deadlineIn, secondsOf } from "./_thread-lock.ts";
import { defineModule } from "./modules.ts";
import { raiseErrno } from "./os-error.ts";
import { checkSignals } from "./signals.ts";
import { M } from "./type-indices.ts";
import { T } from "../heap/layout.ts";

const enum Poll {
  MASKS = 4,
  BUSY = 5,
  WORDS = 6,
}
defineLayout(M.POLL, { words: Poll.WORDS, refs: [Poll.MASKS] });

/** Descriptors of a set that `select` takes. */
const FD_SETSIZE = 1024;
const constants = {
  POLLIN: PollEvent.IN,
  POLLPRI: PollEvent.PRI,
  POLLOUT: PollEvent.OUT,
  POLLERR: PollEvent.ERR,
  POLLHUP: PollEvent.HUP,
  POLLNVAL: PollEvent.NVAL,
  POLLRDNORM: 64,
  POLLRDBAND: 128,
  POLLWRNORM: 256,
  POLLWRBAND: 512,
  POLLMSG: 1024,
  POLLRDHUP: 8192,
  PIPE_BUF: 4096,
};

/** The descriptor that an object stands for: an int, or what its fileno() gives. Raises TypeError, ValueError, OverflowError. */
function* descriptorOf(object: Ref): Gen<number> {
  let value = object;
  if (!isInt(object)) {
    const fileno = yield* getAttrOrMissing(object, internJs("fileno"));
    if (fileno === MISSING) throw raise(E.TypeError, "argument must be an int, or have a fileno() method.");
    value = yield* call(fileno);
    if (!isInt(value)) throw raise(E.TypeError, "fileno() returned a non-integer");
  }
  const fd = intToBigInt(plainValue(value));
  if (fd !== BigInt.asIntN(32, fd)) throw raise(E.OverflowError, "Python int too large to convert to C int");
  if (fd < 0n) throw raise(E.ValueError, `file descriptor cannot be a negative integer (${fd})`);
  return Number(fd);
}

/** Wait at the host; signals are handled meanwhile, with the same deadline (PEP 475). Returns how many are ready. */
function wait(fds: Int32Array, wanted: Int32Array, got: Int32Array, deadlineUs: number): number {
  for (;;) {
    saveThread();
    const n = host.sys.poll(fds, wanted, got, deadlineUs);
    if (n !== -Errno.EINTR) return n;
    checkSignals();
  }
}

interface Listed {
  object: Ref;
  fd: number;
}
function* listed(sequence: Ref): Gen<Listed[]> {
  try {
    yield* iterGen(sequence);
  } catch (thrown) {
    if (caught(thrown, E.TypeError) === 0) throw thrown;
    throw raise(E.TypeError, "arguments 1-3 must be sequences");
  }
  const out: Listed[] = [];
  for (const object of yield* listOf(sequence)) {
    const fd = yield* descriptorOf(object);
    if (fd >= FD_SETSIZE) throw raise(E.ValueError, "filedescriptor out of range in select()");
    out.push({ object, fd });
  }
  return out;
}

/** A timeout, as seconds: None waits for ever (-1). */
function* timeoutOf(timeout: Ref, scale: number, words: string): Gen<number> {
  if (timeout === 0 || timeout === NONE) return -1;
  if (!isInstanceOfType(timeout, T.FLOAT)) {
    if (!isInt(timeout)) throw raise(E.TypeError, words);
    yield* secondsOf(timeout);
  }
  return (yield* secondsOf(timeout)) / scale;
}

function* select(rlist: Ref, wlist: Ref, xlist: Ref, timeout: Ref): Gen {
  const seconds = yield* timeoutOf(timeout, 1, "timeout must be a float or None");
  if (timeout !== 0 && timeout !== NONE && seconds < 0) throw raise(E.ValueError, "timeout must be non-negative");
  const lists = [yield* listed(rlist), yield* listed(wlist), yield* listed(xlist)];
  const asked = [PollEvent.IN, PollEvent.OUT, PollEvent.PRI];
  const ready = [PollEvent.IN | PollEvent.HUP | PollEvent.ERR, PollEvent.OUT | PollEvent.ERR, PollEvent.PRI];
  const masks = new Map<number, number>();
  lists.forEach((list, k) => {
    for (const { fd } of list) masks.set(fd, (masks.get(fd) ?? 0) | asked[k]);
  });
  const fds = Int32Array.from(masks.keys());
  const got = new Int32Array(fds.length);
  const deadline = seconds < 0 ? -1 : deadlineIn(seconds);
  // What ends the wait of poll() (the other side is gone) is none of the things that select() was asked for, perhaps: then it goes on waiting.
  const wanted = Int32Array.from(masks.values());
  wait(fds, wanted, got, deadline);
  if (got.some((bits) => (bits & PollEvent.NVAL) !== 0)) throw raiseErrno(Errno.EBADF);
  const bitsOf = new Map(Array.from(fds, (fd, k) => [fd, got[k]]));
  return newTuple(
    lists.map((list, k) =>
      newList(list.filter(({ fd }) => ((bitsOf.get(fd) as number) & ready[k]) !== 0).map(({ object }) => object)),
    ),
  );
}

// --- poll objects ---

const masksOf = (poll: Ref): Ref => i32[(poll >> 2) + Poll.MASKS];

function* maskOf(mask: Ref, otherwise: number): Gen<number> {
  if (mask === 0) return otherwise;
  const bits = intToBigInt(yield* indexGen(mask));
  if (bits < 0n) throw raise(E.ValueError, "value must be positive");
  if (bits > 0xffffn) throw raise(E.OverflowError, "Python int too large for C unsigned short");
  return Number(bits);
}

function* pollNow(self: Ref, timeout: Ref): Gen {
  const seconds = yield* timeoutOf(timeout, 1000, "timeout must be an integer or None");
  const w = self >> 2;
  if (i32[w + Poll.BUSY] !== 0) throw raise(E.RuntimeError, "concurrent poll() invocation");
  const keys = dictKeysArray(masksOf(self));
  const fds = Int32Array.from(keys, intToNumber);
  const wanted = Int32Array.from(keys, (key) => intToNumber(dictGet(masksOf(self), key)));
  const got = new Int32Array(fds.length);
  i32[w + Poll.BUSY] = 1;
  try {
    wait(fds, wanted, got, seconds < 0 ? -1 : deadlineIn(seconds));
  } finally {
    i32[w + Poll.BUSY] = 0;
  }
  const out: Ref[] = [];
  got.forEach((bits, k) => {
    if (bits !== 0) out.push(newTuple([newInt(fds[k]), newInt(bits)]));
  });
  return newList(out);
}

defineType(M.POLL, () => ({
  name: "poll",
  module: "select",
  flags: TypeFlag.GC,
  methods: {
    register: [
      "($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
      function* (self: Ref, object: Ref, mask: Ref): Gen {
        const fd = yield* descriptorOf(object);
        dictSet(masksOf(self), newInt(fd), newInt(yield* maskOf(mask, PollEvent.IN | PollEvent.PRI | PollEvent.OUT)));
        return NONE;
      },
      "Register a file descriptor with the polling object.",
    ],
    modify: [
      "($self, fd, eventmask, /)",
      function* (self: Ref, object: Ref, mask: Ref): Gen {
        const fd = newInt(yield* descriptorOf(object));
        const bits = newInt(yield* maskOf(mask, 0));
        if (dictGet(masksOf(self), fd) <= 0) throw raiseErrno(Errno.ENOENT);
        dictSet(masksOf(self), fd, bits);
        return NONE;
      },
      "Modify an already registered file descriptor.",
    ],
    unregister: [
      "($self, fd, /)",
      function* (self: Ref, object: Ref): Gen {
        const fd = newInt(yield* descriptorOf(object));
        if (dictGet(masksOf(self), fd) <= 0) throw raiseArgs(E.KeyError, fd);
        yield* callMethod(masksOf(self), "pop", fd);
        return NONE;
      },
      "Remove a file descriptor being tracked by the polling object.",
    ],
    poll: [
      "($self, timeout=None, /)",
      pollNow,
      "Polls the set of registered file descriptors, returning a list of (fd, event) pairs.",
    ],
  },
}));

defineModule("select", () => ({
  doc: "This module supports asynchronous I/O on multiple file descriptors.",
  functions: {
    select: [
      "($module, rlist, wlist, xlist, timeout=None, /)",
      select,
      "Wait until one or more file descriptors are ready for some kind of I/O.",
    ],
    poll: [
      "($module, /)",
      () => {
        const poll = keep(allocInstance(classByIndex(M.POLL)));
        i32[(poll >> 2) + Poll.MASKS] = allocDict();
        return poll;
      },
      "Returns a polling object.",
    ],
  },
  types: { error: E.OSError },
  init(dict) {
    for (const [name, value] of Object.entries(constants)) dictSetStr(dict, internJs(name), newInt(value));
  },
}));
