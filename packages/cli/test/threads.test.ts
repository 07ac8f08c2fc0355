// Threads as a user meets them, in whole processes: deadlocks, Ctrl-C, the end of a program whose threads still run, uncaught exceptions,
// very many threads, and no lock at all. What a thread computes is in programs/threading and programs/thread.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const bin = fileURLToPath(new URL("../bin/gilscope.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gilscope-threads-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  stdout: string;
  stderr: string;
  status: number | string | null;
}

let count = 0;
/**
 * Runs a program. `interruptAt`: a text; each time it appears on standard output, the process gets a SIGINT 100 ms later, so that it is under way with
 * what comes next.
 */
function run(source: string, options: string[] = [], interruptAt?: string): Promise<Ended> {
  const file = join(folder, `program${count++}.py`);
  writeFileSync(file, source);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, "run", ...options, file], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let seen = 0;
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (interruptAt === undefined) return;
      const now = stdout.split(interruptAt).length - 1;
      for (; seen < now; seen++) setTimeout(() => child.kill("SIGINT"), 100);
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (status, signal) => {
      resolve({
        stdout,
        stderr: stderr.replaceAll(`${folder}/`, "").replaceAll(/program\d+\.py/g, "program.py"),
        status: status ?? signal,
      });
    });
  });
}
const clean = /^audit: [\d,]+ objects, clean$/m;

describe("a deadlock", () => {
  test("of two locks names holders, places and lines, and ends with status 3", async () => {
    const { stdout, stderr, status } = await run(`
import threading
left, right = threading.Lock(), threading.Lock()
has_left, has_right = threading.Event(), threading.Event()

def one():
    with left:
        has_left.set()
        has_right.wait()
        with right:
            pass

def two():
    with right:
        has_right.set()
        has_left.wait()
        with left:
            pass

threads = [threading.Thread(target=f, name=f.__name__) for f in (one, two)]
for t in threads:
    t.start()
print("both started")
for t in threads:
    t.join()
`);
    expect(status).toBe(3);
    expect(stdout).toBe("both started\n");
    expect(stderr).toBe(`gilscope: deadlock: all 3 threads wait, and nobody is left to wake one
  MainThread
    waits for the end of one
      at program.py:25 in <module>
         t.join()
  one
    holds lock left, taken at program.py:7 in one
    waits for lock right, held by two, taken at program.py:14 in two
      at program.py:10 in one
         with right:
  two
    holds lock right, taken at program.py:14 in two
    waits for lock left, held by one, taken at program.py:7 in one
      at program.py:17 in two
         with left:
`);
  });

  test("of one thread with itself says so", async () => {
    const { stderr, status } = await run("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n");
    expect(status).toBe(3);
    expect(stderr).toBe(`gilscope: deadlock: the only thread waits for what nobody is left to give it
  MainThread
    waits for lock lock, which it holds itself, taken at program.py:3 in <module>
      at program.py:4 in <module>
         lock.acquire()
`);
  });

  test("of waiting for an event that nobody sets names the call", async () => {
    const { stderr, status } = await run("import threading\nprint(threading.Event().wait())\n");
    expect(status).toBe(3);
    expect(stderr).toContain(
      "waits in Event.wait to be woken\n      at program.py:2 in <module>\n         print(threading.Event().wait())\n",
    );
  });

  test("after the end of the main thread is one too", async () => {
    const { stdout, stderr, status } = await run(
      "import threading\nlock = threading.Lock()\nlock.acquire()\nthreading.Thread(target=lock.acquire).start()\nprint('main ends')\n",
    );
    expect({ stdout, status }).toEqual({ stdout: "main ends\n", status: 3 });
    expect(stderr).toContain("waits for lock lock, held by MainThread, taken at program.py:3 in <module>");
  });

  test("is none while a thread sleeps, waits with a timeout or reads", async () => {
    const { stdout, status } = await run(`
import threading, time
lock = threading.Lock()
lock.acquire()
threading.Thread(target=lambda: (time.sleep(0.2), lock.release())).start()
lock.acquire()
print(lock.acquire(timeout=0.05))
e = threading.Event()
threading.Thread(target=lambda: (e.wait(0.1), e.set())).start()
print(e.wait())
`);
    expect({ stdout, status }).toEqual({ stdout: "False\nTrue\n", status: 0 });
  });
});

describe("Ctrl-C", () => {
  test.each([
    ["a lock", "lock.acquire()"],
    ["a lock with a timeout", "lock.acquire(timeout=50)"],
    ["an RLock of another thread", "rlock.acquire()"],
    ["a join", "sleeper.join()"],
    ["an event", "threading.Event().wait(50)"],
    ["a condition", "wait_for_condition()"],
    ["sleep", "time.sleep(50)"],
    ["a computation", "spin()"],
  ])("reaches a main thread in %s, which can go on", async (_name, call) => {
    const { stdout, status } = await run(
      `
import threading, time
lock, rlock, condition = threading.Lock(), threading.RLock(), threading.Condition()
lock.acquire()

has_rlock = threading.Event()

def sleep():
    rlock.acquire()
    has_rlock.set()
    time.sleep(50)

def wait_for_condition():
    with condition:
        condition.wait()

def spin():
    while True:
        pass

sleeper = threading.Thread(target=sleep, daemon=True)
sleeper.start()
has_rlock.wait()
try:
    print("now", flush=True)
    ${call}
except KeyboardInterrupt as error:
    print("interrupted", error.args, condition._is_owned())
print(lock.locked(), lock.acquire(timeout=0.01))
`,
      [],
      "now",
    );
    expect({ stdout, status }).toEqual({ stdout: "now\ninterrupted () False\nTrue False\n", status: 0 });
  });

  test("while the main thread waits for the others at the end is reported, and they are not waited for", async () => {
    const { stdout, stderr, status } = await run(
      'import threading, time\nthreading.Thread(target=time.sleep, args=(50,)).start()\nprint("now", flush=True)\n',
      [],
      "now",
    );
    expect({ stdout, status }).toEqual({ stdout: "now\n", status: 0 });
    expect(stderr).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "<frozen threading>", line \d+, in _shutdown\nKeyboardInterrupt\n$/,
    );
  });
});

describe("the end of a program", () => {
  test("waits for threads that are no daemons, and not for those that are", async () => {
    const { stdout, stderr, status } = await run(
      `
import threading, time

def forever():
    while True:
        time.sleep(0.001)

def late():
    time.sleep(0.1)
    print("late")

for _ in range(3):
    threading.Thread(target=forever, daemon=True).start()
threading.Thread(target=late).start()
print("main ends")
`,
      ["--audit"],
    );
    expect({ stdout, status }).toEqual({ stdout: "main ends\nlate\n", status: 0 });
    expect(stderr).toMatch(clean);
  });

  test("by sys.exit in a thread ends that thread only; os._exit ends all", async () => {
    const { stdout, status } = await run(`
import os, sys, threading, time
t = threading.Thread(target=sys.exit, args=(3,))
t.start()
t.join()
print("still here", flush=True)
threading.Thread(target=os._exit, args=(7,)).start()
time.sleep(50)
`);
    expect({ stdout, status }).toEqual({ stdout: "still here\n", status: 7 });
  });
});

describe("an uncaught exception", () => {
  test("in a Thread is printed with the thread's name and does not change the status", async () => {
    const { stderr, status } = await run(
      "import threading\n\ndef fail():\n    1 / 0\n\nt = threading.Thread(target=fail)\nt.start()\nt.join()\n",
    );
    expect(status).toBe(0);
    expect(stderr.replaceAll(/(<frozen threading>", line) \d+/g, "$1 N")).toBe(`Exception in thread Thread-1 (fail):
Traceback (most recent call last):
  File "<frozen threading>", line N, in _bootstrap_inner
  File "<frozen threading>", line N, in run
  File "program.py", line 4, in fail
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
`);
  });

  test("in a thread of _thread is printed with its function", async () => {
    const { stderr, status } = await run(
      "import _thread, time\n\ndef fail():\n    1 / 0\n\n_thread.start_new_thread(fail, ())\nwhile _thread._count():\n    time.sleep(0.001)\n",
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^Exception ignored in thread started by <function fail at 0x[0-9a-f]+>:\nTraceback \(most recent call last\):\n {2}File "program.py", line 4, in fail\n {4}1 \/ 0\n {4}~~\^~~\nZeroDivisionError: division by zero\n$/,
    );
  });
});

describe("very many threads", () => {
  test("one after another leave nothing behind", async () => {
    const { stdout, stderr, status } = await run(
      `
import threading
out = []
for n in range(200):
    t = threading.Thread(target=out.append, args=(n,))
    t.start()
    t.join()
print(out == list(range(200)), threading.active_count())
`,
      ["--audit"],
    );
    expect({ stdout, status }).toEqual({ stdout: "True 1\n", status: 0 });
    expect(stderr).toMatch(clean);
  });

  test("end in RuntimeError when no more can be had, and the program goes on", async () => {
    const { stdout, status } = await run(`
import threading
gate = threading.Event()
threads = []
try:
    while True:
        t = threading.Thread(target=gate.wait)
        t.start()
        threads.append(t)
except RuntimeError as error:
    print(error, len(threads) > 100, threading.active_count() == len(threads) + 1)
gate.set()
for t in threads:
    t.join()
print(threading.active_count())
t = threading.Thread(target=print, args=("one more",))
t.start()
t.join()
`);
    expect({ stdout, status }).toEqual({ stdout: "can't start new thread True True\n1\none more\n", status: 0 });
  });
});

test("threads that raise, start threads and share structures leave a clean heap", async () => {
  const program = `
import threading
lock, total, failed, d = threading.Lock(), 0, 0, {}

def work(k):
    global total, failed
    for i in range(120):
        try:
            if i % 7 == 0:
                raise ValueError(i)
            with lock:
                total += 1
            d[k, i] = [k] * 3
        except ValueError:
            with lock:
                failed += 1
        if i % 40 == 0:
            t = threading.Thread(target=d.pop, args=((k, i - 1), None))
            t.start()
            t.join()

threads = [threading.Thread(target=work, args=(k,)) for k in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total, failed, len(d), threading.active_count())
`;
  const { stdout, stderr, status } = await run(program, ["--audit", "--switch-interval", "0.0001"]);
  expect({ stdout, status }).toEqual({ stdout: "612 108 600 1\n", status: 0 });
  expect(stderr).toMatch(clean);
});

test("without a lock, threads that share nothing but a Lock still end in order", async () => {
  const program = `
import threading

def work(out):
    total = 0
    for n in range(20000):
        total += n
    out.append(total)

outs = [[] for _ in range(3)]
threads = [threading.Thread(target=work, args=(out,)) for out in outs]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(outs)
`;
  const { stdout, status } = await run(program, ["--lock", "none"]);
  // A reference count of something shared may be lost, which is what this mode is for: then the program is ended with a report and status 4.
  if (status === 4) expect(stdout).toBe("");
  else expect({ stdout, status }).toEqual({ stdout: "[[199990000], [199990000], [199990000]]\n", status: 0 });
});
