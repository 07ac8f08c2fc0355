// The control door with real programs: holding, stepping by lines and handoffs, slow motion, what threads are doing, locks and circles of waits, input. Each
// program's heap is audited at its end. Waits are for a state, never for a time.

import { type ControlDoor, type RunOptions, type RunResult, type Runtime, startRuntime } from "@gilscope/runtime";
import { afterEach, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const CLEAN = /^audit: [\d,]+ objects, clean$/m;

const alive = new Set<Runtime>();
afterEach(async () => {
  for (const runtime of alive) await runtime.end();
  alive.clear();
});

/** Resolves when `condition` holds; the test's time limit is the only one. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

interface Program {
  runtime: Runtime;
  control: ControlDoor;
  result: Promise<RunResult>;
  text(): string;
  errors(): string;
  /** Resolves when it has printed `text`. */
  says(text: string): Promise<void>;
  /** Holds it; resolves when all stand still. @param at goes on and tries again until the thread (the main one) stands there, in the program's code. */
  hold(at?: RegExp, ident?: number): Promise<void>;
  /** Steps thread `ident` once. @returns `function:line` where it stands then. */
  step(ident: number): Promise<string>;
  place(ident: number): Promise<string>;
  /** Lets it run to its end and checks status and heap. */
  ends(status?: number): Promise<void>;
}

function start(source: string, options: Partial<RunOptions> = {}): Program {
  const runtime = startRuntime({ heapBytes: 1 << 27, mode: options.mode });
  alive.add(runtime);
  let text = "";
  let errors = "";
  const main = {
    kind: "command" as const,
    target: source,
    args: [],
    audit: true,
    cacheDir: null,
    gcStress: 0,
    extra: {},
  };
  const result = runtime.run({
    main,
    stdout: (bytes) => void (text += Buffer.from(bytes).toString()),
    stderr: (bytes) => void (errors += Buffer.from(bytes).toString()),
    ...options,
  });
  const { control } = runtime;
  const program: Program = {
    runtime,
    control,
    result,
    text: () => text,
    errors: () => errors,
    says: (wanted) => until(() => text.includes(wanted)),
    async hold(at, ident = 1) {
      for (;;) {
        control.pause();
        await until(() => control.standing);
        if (at === undefined || at.test(await program.place(ident))) return;
        control.resume();
      }
    },
    async step(ident) {
      expect(await control.stepLine(ident)).toBe(true);
      await until(() => control.standing);
      return program.place(ident);
    },
    async place(ident) {
      const view = await control.inspect(ident);
      const frame = view?.frames.find(({ library }) => !library);
      return frame === undefined ? "" : `${frame.function}:${frame.line}`;
    },
    async ends(status = 0) {
      control.resume();
      const ended = await result;
      expect({ status: ended.status, report: ended.report }).toEqual({ status, report: "" });
      expect(errors).toMatch(CLEAN);
    },
  };
  return program;
}

/** Two threads that count under a lock until they are told to stop. */
const COUNTERS = `
import threading
total, stop = 0, False
mutex = threading.Lock()
def count():
    global total
    mine = 0
    while not stop:
        with mutex:
            total += 1
        mine += 1
    counts.append(mine)
counts = []
threads = [threading.Thread(target=count, name=f"count-{k}") for k in (1, 2)]
for thread in threads:
    thread.start()
print("go", flush=True)
try:
    while True:
        pass
except KeyboardInterrupt:
    stop = True
for thread in threads:
    thread.join()
print(total == sum(counts))
`;

const variable = async (control: ControlDoor, ident: number, name: string): Promise<string | undefined> => {
  const view = await control.inspect(ident);
  for (const frame of view?.frames ?? []) {
    const found = frame.variables.find((candidate) => candidate.name === name);
    if (found !== undefined) return found.repr;
  }
  return undefined;
};

describe("holding", () => {
  test.each(["gil", "free"] as const)(
    "stops every thread, and nothing is lost when they go on, lock %s",
    async (mode) => {
      const program = start(COUNTERS, { mode });
      const { control, runtime } = program;
      await program.says("go");
      for (let round = 0; round < 20; round++) {
        await program.hold();
        const before = await variable(control, 1, "total");
        const clock = control.programNowUs();
        for (const ident of [1, 2, 3]) expect((await control.inspect(ident))?.frames.length).toBeGreaterThan(0);
        expect(await variable(control, 1, "total")).toBe(before);
        expect(control.programNowUs()).toBe(clock);
        control.resume();
        expect(control.paused).toBe(false);
        await until(() => control.programNowUs() > clock);
      }
      runtime.interrupt();
      await program.ends();
      expect(program.text()).toBe("go\nTrue\n");
    },
  );

  test("stops threads without a lock too", async () => {
    // Each thread keeps to itself.
    const program = start(
      `
import threading, time
def spin(n):
    k = n
    while k:
        k ^= 1
        k ^= 1
threading.Thread(target=spin, args=(4,), daemon=True).start()
print("go", flush=True)
spin(8)
`,
      { mode: "none" },
    );
    await program.says("go");
    await program.hold(/^spin:/, 2);
    expect(await variable(program.control, 2, "n")).toBe("4");
    for (let k = 0; k < 6; k++) expect(await program.step(2)).toMatch(/^spin:[567]$/);
    program.runtime.abort(7);
    expect((await program.result).status).toBe(7);
  });

  test("holds a program whose threads all wait, and tells where", async () => {
    const program = start(`
import time
def nap(seconds):
    print("go", flush=True)
    time.sleep(seconds)
nap(3600)
`);
    await program.says("go");
    await program.hold(/^nap:5/);
    const view = await program.control.inspect(1);
    expect(view?.frames.map(({ function: name, line }) => `${name}:${line}`)).toEqual(["nap:5", "<module>:6"]);
    program.runtime.abort(3);
    expect((await program.result).status).toBe(3);
  });

  test("keeps the program's clocks and deadlines still, but not the time of day", async () => {
    const program = start(
      `
import threading, time
lock = threading.Lock()
lock.acquire()
wall, mono, perf = time.time(), time.monotonic(), time.perf_counter()
print("go", flush=True)
input()
time.sleep(0.05)
print(lock.acquire(timeout=0.05))
mono, perf, wall = time.monotonic() - mono, time.perf_counter() - perf, time.time() - wall
print(mono >= 0.1, perf >= 0.1, wall - mono)
`,
      { stdin: "fed" },
    );
    await program.says("go");
    await program.hold();
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const heldMs = performance.now() - from;
    program.runtime.feedInput("\n");
    await program.ends();
    const [, timedOut, monotonic, counter, apart] = program.text().split(/\s+/);
    expect([timedOut, monotonic, counter]).toEqual(["False", "True", "True"]);
    // The machine's clocks differ by microseconds.
    expect(Number(apart) * 1000).toBeGreaterThan(heldMs - 2);
  });

  test("is over when Ctrl-C comes", async () => {
    const program = start(`
import time
try:
    print("go", flush=True)
    while True:
        time.sleep(3600)
except KeyboardInterrupt:
    print("taken")
`);
    await program.says("go");
    await program.hold();
    program.runtime.interrupt();
    expect((await program.result).status).toBe(0);
    expect(program.text()).toBe("go\ntaken\n");
    expect(program.errors()).toMatch(CLEAN);
  });

  test("before the program begins keeps it from beginning", async () => {
    const program = start("print('ran')");
    program.control.pause();
    const first = await Promise.race([program.result, program.runtime.say(1, "")]);
    expect(first).toBe(undefined);
    await program.ends();
    expect(program.text()).toBe("ran\n");
  });

  test("changes nothing for a program that is over", async () => {
    const program = start("print('ran')");
    expect((await program.result).status).toBe(0);
    program.control.pause();
    expect(await program.control.inspect(1)).toBe(null);
    expect(await program.control.locks()).toEqual([]);
    program.control.setPace(10);
    program.control.resume();
  });
});

describe("a step", () => {
  const STEPS = `
import sys
def twice(n):
    total = 0
    for k in range(n):
        total += k
    return total
def gen():
    yield 1
    yield 2
class Box:
    def __init__(self, value):
        self.value = value
def main():
    a = twice(2)
    b = [
        x * 2
        for x in (1, 2)
    ]
    for c in gen():
        a += c
    d = Box(a)
    try:
        d.missing
    except AttributeError:
        e = sorted([3, 1], key=lambda v: -v)
    with open("/dev/null") as f:
        pass
    return e
print("go", flush=True)
input()
main()
`;

  test("comes to each line, into calls and out of them", async () => {
    const program = start(STEPS, { stdin: "fed" });
    await program.says("go");
    await program.hold();
    program.runtime.feedInput("\n");
    const places: string[] = [];
    while (places.at(-1) !== "<module>:32" || places.length < 2) places.push(await program.step(1));
    const seen = places.map((place) => place.replace("<module>", "module").replace("main.<locals>.", ""));
    expect(seen).toEqual([
      ...["module:32"],
      ...["main:15", "twice:4", "twice:5", "twice:6", "twice:5", "twice:6", "twice:5", "twice:7", "main:15"],
      ...["main:18", "main:16", "main:18", "main:17", "main:18", "main:17", "main:18", "main:16"],
      // Into the generator, and out of it with each value.
      ...["main:20", "gen:9", "main:20", "main:21", "main:20", "gen:9", "gen:10", "main:20", "main:21", "main:20"],
      ...["gen:10", "main:22", "Box.__init__:13", "main:22", "main:23", "main:24", "main:25", "main:26"],
      // The key is called twice by a function of the machine, which has no line.
      ...["<lambda>:26", "<lambda>:26", "main:26", "main:27", "main:28", "main:27", "main:29", "module:32"],
    ]);
    await program.ends();
  });

  test.each(["gil", "free"] as const)("moves only the chosen thread, lock %s", async (mode) => {
    const program = start(COUNTERS, { mode });
    const { control, runtime } = program;
    await program.says("go");
    await program.hold();
    for (const ident of [2, 3, 2, 1, 3]) {
      const others = [1, 2, 3].filter((other) => other !== ident);
      // The chosen one may have to wait for the lock of another: then that one must move.
      let before: string[] = [];
      let moved = false;
      control.onStep = () => {
        moved ||= control.stepping?.waitsFor !== 0;
      };
      for (let k = 0; k < 10; k++) {
        before = await Promise.all(others.map((other) => program.place(other)));
        moved = false;
        await program.step(ident);
        if (!moved) expect(await Promise.all(others.map((other) => program.place(other)))).toEqual(before);
      }
    }
    control.onStep = null;
    runtime.interrupt();
    await program.ends();
    expect(program.text()).toBe("go\nTrue\n");
  });

  test("into a lock that another holds lets the others run until it can go on", async () => {
    const program = start(
      `
import threading, time
gate = threading.Lock()
asked = False
def hold():
    with gate:
        while not asked:
            time.sleep(0.001)
        input()
    while True:
        time.sleep(3600)
threading.Thread(target=hold, name="holder", daemon=True).start()
while not gate.locked():
    time.sleep(0.001)
print("held", flush=True)
input()
asked = True
gate.acquire()
mine = 1
`,
      { stdin: "fed" },
    );
    await program.says("held");
    const { control, runtime } = program;
    await program.hold(/:16$/);
    runtime.feedInput("\n");
    expect(await program.step(1)).toBe("<module>:17");
    expect(await program.step(1)).toBe("<module>:18");
    const steps = vi.fn();
    control.onStep = steps;
    await control.stepLine(1);
    await until(() => (control.stepping?.why ?? "") !== "");
    expect(control.stepping).toMatchObject({ ident: 1, waitsFor: 2 });
    expect(control.stepping?.why).toMatch(/^for lock gate, held by holder/);
    expect(control.standing).toBe(false);
    // The holder runs, reads its line, and lets go.
    runtime.feedInput("\n");
    await until(() => control.standing);
    expect(await program.place(1)).toBe("<module>:19");
    expect(control.stepping).toBe(null);
    await until(() => steps.mock.calls.length === 2);
    await program.ends();
  });

  test("of a thread that waits already does so too, and ends at its next line", async () => {
    const program = start(
      `
import threading
gate, ready = threading.Lock(), threading.Event()
def work():
    ready.set()
    with gate:
        got = 1
    got = 2
gate.acquire()
thread = threading.Thread(target=work, name="worker")
thread.start()
ready.wait()
print("go", flush=True)
input()
gate.release()
thread.join()
`,
      { stdin: "fed" },
    );
    await program.says("go");
    const { control, runtime } = program;
    await program.hold(/:6$/, 2);
    await program.hold(/:14$/);
    await control.stepLine(2);
    expect(control.stepping).toMatchObject({ ident: 2, waitsFor: 1, why: expect.stringContaining("lock gate") });
    runtime.feedInput("\n");
    await until(() => control.standing);
    expect(await program.place(2)).toBe("work:7");
    await program.ends();
  });

  test("of a thread that sleeps ends when it has slept, by the program's clock", async () => {
    const program = start(`
import time
print("go", flush=True)
time.sleep(0.3)
x = 1
time.sleep(3600)
`);
    await program.says("go");
    await program.hold();
    const from = program.control.programNowUs();
    let place = await program.place(1);
    while (place !== "<module>:5") place = await program.step(1);
    expect(program.control.programNowUs() - from).toBeLessThan(3600e6);
    expect(await program.step(1)).toBe("<module>:6");
    program.runtime.abort(0);
    await program.result;
  });

  test("of a thread's last line ends with the thread", async () => {
    const program = start(
      `
import threading
def short():
    print("go", flush=True)
    input()
    x = 1
thread = threading.Thread(target=short)
thread.start()
thread.join()
print("over")
`,
      { stdin: "fed" },
    );
    await program.says("go");
    await program.hold();
    program.runtime.feedInput("\n");
    expect(await program.step(2)).toBe("short:6");
    expect(await program.step(2)).toBe("");
    expect(await program.control.inspect(2)).toBe(null);
    expect(await program.control.stepLine(2)).toBe(false);
    await program.ends();
    expect(program.text()).toBe("go\nover\n");
  });

  test("can be broken off", async () => {
    const program = start(`
print("go", flush=True)
k = 0
while k < 10**12: k += 1 - 1 + 1 if k < 10**11 else sum(range(10))
`);
    await program.says("go");
    await program.hold();
    const { control, runtime } = program;
    await control.stepLine(1);
    await program.hold();
    expect(control.stepping).toBe(null);
    await control.stepLine(1);
    control.resume();
    runtime.interrupt();
    const result = await program.result;
    expect(result.status).toBe(130);
    expect(program.errors()).toMatch(CLEAN);
  });

  test("needs a program that is held, and a thread", async () => {
    const program = start(COUNTERS);
    await program.says("go");
    expect(await program.control.stepLine(1)).toBe(false);
    await program.hold();
    expect(await program.control.stepLine(99)).toBe(false);
    program.runtime.interrupt();
    await program.ends();
  });

  test("to the next handoff holds the program with another holder", async () => {
    const program = start(COUNTERS);
    await program.says("go");
    await program.hold();
    const { control, runtime } = program;
    let holder = control.holder;
    for (let k = 0; k < 12; k++) {
      control.stepHandoff();
      await until(() => control.standing);
      expect([1, 2, 3]).toContain(control.holder);
      expect(control.holder).not.toBe(holder);
      holder = control.holder;
    }
    runtime.interrupt();
    await program.ends();
    expect(program.text()).toBe("go\nTrue\n");
  });

  test.each(["gil", "free"] as const)(
    "of every line of a program changes nothing in what it does, lock %s",
    async (mode) => {
      const program = start(
        `
import threading, collections
results = collections.deque()
condition = threading.Condition()
def produce():
    for k in range(4):
        with condition:
            results.append(k * k)
            condition.notify()
def consume():
    got = []
    while len(got) < 4:
        with condition:
            while not results:
                condition.wait()
            got.append(results.popleft())
    print(got)
threads = [threading.Thread(target=f) for f in (consume, produce)]
for t in threads: t.start()
for t in threads: t.join()
print({k: [v for v in range(k)] for k in range(3)}, "%d" % 7, f"{1 + 1:>3}")
`,
        { mode },
      );
      program.control.pause();
      let over = false;
      void program.result.then(() => {
        over = true;
      });
      for (let turn = 0; !over; turn++) {
        // Whichever threads there are, in turns; a step may outlive the program.
        const began = await program.control.stepLine(1 + (turn % 3));
        if (began) await until(() => over || program.control.standing || (program.control.stepping?.why ?? "") !== "");
        if (!over && !program.control.standing) await program.hold();
      }
      expect((await program.result).status).toBe(0);
      expect(program.text()).toBe("[0, 1, 4, 9]\n{0: [], 1: [0], 2: [0, 1]} 7   2\n");
      expect(program.errors()).toMatch(CLEAN);
    },
  );
});

describe("slow motion", () => {
  test("slows the program's clock, its sleeps and its work", async () => {
    const program = start(
      `
import time
print("go", flush=True)
input()
wall = time.time()
time.sleep(0.02)
print(time.time() - wall)
while True:
    pass
`,
      { stdin: "fed" },
    );
    await program.says("go");
    const { control, runtime } = program;
    control.setPace(100);
    expect(control.pace).toBe(100);
    const rawMs = performance.now();
    const from = control.programNowUs();
    runtime.feedInput("\n");
    await until(() => program.text().split("\n").length > 2 || control.programNowUs() - from > 60_000);
    const passedUs = control.programNowUs() - from;
    expect(passedUs * 100).toBeLessThanOrEqual((performance.now() - rawMs) * 1000 + 1000);
    control.setPace(1);
    await until(() => control.programNowUs() - from > 1e6);
    await program.hold();
    expect(await program.place(1)).toMatch(/^<module>:[89]$/);
    expect(() => control.setPace(7 as 10)).toThrow(RangeError);
    runtime.abort(0);
    await program.result;
  });

  test("slows a built-in as much as the rest, however long it takes", async () => {
    const program = start(
      `
import time
def took(values):
    start = time.perf_counter()
    sorted(values)
    return time.perf_counter() - start
values = [i * 7919 % 1_000_003 for i in range(5_000)]
while (full := min(took(values) for _ in range(5))) < 0.02:
    values += [i * 7919 % 999_983 for i in range(len(values))]
print("go", flush=True)
input()
slow = took(values)
print("as long" if slow > full * 0.7 else f"{slow} of {full}", flush=True)
while True:
    pass
`,
      { stdin: "fed" },
    );
    await program.says("go");
    const { control, runtime } = program;
    control.setPace(100);
    runtime.feedInput("\n");
    await until(() => program.text().split("\n").length > 2);
    expect(program.text()).toBe("go\nas long\n");
    // What it has not paid for yet does not keep it from going on at full speed.
    control.setPace(1);
    const now = control.programNowUs();
    await until(() => control.programNowUs() > now + 1000);
    await program.hold();
    expect(await program.place(1)).toMatch(/^<module>:1[45]$/);
    runtime.abort(0);
    await program.result;
  });

  test("and holding, stepping and going on in any order lose nothing", async () => {
    const program = start(COUNTERS);
    const { control, runtime } = program;
    await program.says("go");
    for (const pace of [10, 1000, 100, 1] as const) {
      control.setPace(pace);
      const now = control.programNowUs();
      await until(() => control.programNowUs() > now + 100);
      await program.hold();
      for (const ident of [1, 2, 3]) await program.step(ident);
      control.resume();
    }
    runtime.interrupt();
    await program.ends();
    expect(program.text()).toBe("go\nTrue\n");
  });
});

describe("locks", () => {
  test("are known by name, owner and waiters", async () => {
    const program = start(`
import threading
class Account:
    def __init__(self):
        self.lock = threading.RLock()
account, mutex = Account(), threading.Lock()
def work():
    with account.lock:
        mutex.acquire()
mutex.acquire()
threading.Thread(target=work, name="worker", daemon=True).start()
print("go", flush=True)
while True: pass
`);
    await program.says("go");
    const waiting = async () => (await program.control.locks()).find(({ name }) => name === "mutex");
    while ((await waiting())?.waiters.length !== 1);
    await program.hold();
    const locks = await program.control.locks();
    expect(locks.map(({ id, ...rest }) => ({ ...rest, known: id > 0 }))).toEqual([
      { kind: "RLock", name: "account.lock", owner: 2, line: 8, waiters: [], known: true },
      { kind: "lock", name: "mutex", owner: 1, line: 10, waiters: [2], known: true },
    ]);
    const view = await program.control.inspect(2);
    expect(view).toMatchObject({ ident: 2, name: "worker", holds: ["account.lock"], waitsFor: 1 });
    expect(view?.waits).toMatch(/^for lock mutex, held by MainThread/);
    expect(await program.control.cycle()).toEqual([]);
    program.runtime.interrupt();
    await program.ends(130);
  });

  const CIRCLE = `
import threading, time
left, right = threading.Lock(), threading.Lock()
met = threading.Barrier(2) if hasattr(threading, "Barrier") else None
ready = [False, False]
def take(k, first, second):
    with first:
        ready[k] = True
        while not all(ready):
            time.sleep(0.001)
        second.acquire()
for k, pair in enumerate([(left, right), (right, left)]):
    threading.Thread(target=take, args=(k, *pair), name=f"t{k}", daemon=DAEMON).start()
`;

  test("in a circle are found while other threads run or sleep", async () => {
    for (const rest of ["while True: pass", "while True: time.sleep(3600)"]) {
      const program = start(`${CIRCLE.replace("DAEMON", "True")}${rest}\n`);
      let circle = await program.control.cycle();
      while (circle.length === 0) circle = await program.control.cycle();
      expect(circle.map(({ thread, name, heldBy }) => ({ thread, name, heldBy }))).toEqual([
        { thread: 2, name: "right", heldBy: 3 },
        { thread: 3, name: "left", heldBy: 2 },
      ]);
      await program.hold();
      expect(await program.control.cycle()).toEqual(circle);
      program.runtime.interrupt();
      await program.ends(130);
    }
  });

  test("in a circle are still told when the program was ended because of it", async () => {
    const program = start(`${CIRCLE.replace("DAEMON", "False")}`);
    const result = await program.result;
    expect(result.kind).toBe("deadlock");
    expect((await program.control.cycle()).map(({ name }) => name)).toEqual(["right", "left"]);
  });
});

describe("variables", () => {
  test("show name, type, a short repr and the reference count", async () => {
    const program = start(`
class Point:
    def __repr__(self): raise SystemError
def show(n, *rest, key=None):
    text = "a" * 100
    data = {"k": [1, 2.5, None, (True,)], "big": 2**200, 1: b"x\\n"}
    many = list(range(100))
    point = Point()
    same = point
    deep = [[[[[1]]]]]
    huge = 1 << 100000
    def inner(): return n
    print("go", flush=True)
    while True: pass
show(5, 6, 7)
`);
    await program.says("go");
    await program.hold();
    const view = await program.control.inspect(1);
    const shown = Object.fromEntries((view?.frames[0].variables ?? []).map(({ name, ...rest }) => [name, rest]));
    expect(shown).toMatchObject({
      n: { type: "int", repr: "5", refcount: 4294967295 },
      rest: { type: "tuple", repr: "(6, 7)", refcount: 1 },
      key: { type: "NoneType", repr: "None", refcount: 4294967295 },
      text: { type: "str", repr: `'${"a".repeat(60)}...'` },
      data: {
        repr: "{'k': [1, 2.5, None, (True,)], 'big': 1606938044258990275541962092341162602522202993782792835301376, 1: b'x\\n'}",
      },
      many: { repr: "[0, 1, 2, 3, 4, 5, ...]", refcount: 1 },
      point: { type: "Point", repr: "<Point object>", refcount: 2 },
      deep: { repr: "[[[[...]]]]" },
      inner: { type: "function", repr: "<function show.<locals>.inner>" },
    });
    expect(shown.huge.repr).toMatch(/^<int of about \d+ bits>$/);
    expect(view?.frames[1].variables.map(({ name }) => name)).toEqual(["Point", "show"]);
    program.runtime.interrupt();
    await program.ends(130);
  });
});

describe("input", () => {
  test("is asked for and given line by line, and ends", async () => {
    const wanted: boolean[] = [];
    const program = start("import sys\nprint([line for line in sys.stdin], input)\n".replace(", input", ""), {
      stdin: "fed",
      onInputWanted: (now) => void wanted.push(now),
    });
    await until(() => wanted.at(-1) === true);
    program.runtime.feedInput("one\ntwo");
    await until(() => wanted.length >= 3 && wanted.at(-1) === true);
    program.runtime.feedInput("!\n");
    program.runtime.endInput();
    await program.ends();
    expect(program.text()).toBe("['one\\n', 'two!\\n']\n");
    expect(wanted.at(-1)).toBe(false);
  });
});
