/** --trace and gilscope report: files that other programs read, questions that a recording answers, mistakes. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import { readRecording } from "@gilscope/runtime/trace/recording-file.ts";
import { finish, folderWith, gilscope, start } from "./support.ts";

const bank = `import sys, threading

class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.total = 0

account = Account()
turn = threading.Condition()
inside = threading.Event()
tried = threading.Event()

def holder():
    with account.lock:
        inside.set()
        tried.wait()
        account.total += 1

def prober():
    inside.wait()
    if not account.lock.acquire(False):
        tried.set()
    with account.lock:
        account.total += 1
    with turn:
        pass

threads = [threading.Thread(target=holder, name="holder"), threading.Thread(target=prober, name="prober")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.total, *sys.argv[1:])
print("to stderr", file=sys.stderr)
`;

const statsOf = (text: string): Stats => JSON.parse(text.trim().split("\n").at(-1) as string) as Stats;

describe("--stats", () => {
  it("names locks of the program, says how they were used, and adds up", async () => {
    const cwd = folderWith({ "bank.py": bank });
    const { status, stderr } = await gilscope(["run", "--stats=json", "bank.py"], { cwd });
    expect(status).toBe(0);
    const stats = statsOf(stderr);
    const lock = stats.locks.find(({ name }) => name === "Account.lock");
    expect(lock).toMatchObject({ kind: "Lock", line: 5, function: "Account.__init__", count: 1 });
    expect(lock?.file).toMatch(/\/bank\.py$/);
    expect(lock).toMatchObject({ taken: 2, refused: 1 });
    expect(lock?.held_s).toBeGreaterThan(0);
    expect(stats.locks.find(({ name }) => name === "turn")).toMatchObject({
      kind: "Condition",
      taken: 1,
      contended: 0,
    });
    expect(stats.locks.every(({ kind }) => !kind.startsWith("Thread"))).toBe(true);
    const handoffs = stats.handoffs.forced + stats.handoffs.voluntary;
    expect(stats.handed.reduce((sum, { times }) => sum + times, 0)).toBe(handoffs);
    for (const thread of stats.threads) {
      const sum = thread.running_s + thread.waiting_s + thread.blocked_s;
      expect(Math.abs(sum - thread.lifetime_s)).toBeLessThanOrEqual(thread.lifetime_s * 0.01 + 1e-5);
    }
    expect(stats.peak_mib).toBeGreaterThan(20);
    expect(stats.cpu_s).toBeGreaterThan(0);
  });
});

describe("--trace out.gilscope", () => {
  it("records events, output, code and sources, and leaves the program's output alone", async () => {
    const cwd = folderWith({ "bank.py": bank });
    const { status, stdout, stderr } = await gilscope(["run", "--trace", "out.gilscope", "bank.py", "--x"], { cwd });
    expect([status, stdout, stderr]).toEqual([0, "2 --x\n", "to stderr\n"]);
    const recording = readRecording(join(cwd, "out.gilscope"));
    expect(recording.meta).toMatchObject({ kind: "file", script: "bank.py", source: bank, argv: ["--x"], mode: "gil" });
    expect(recording.meta.intervalUs).toBe(5000);
    const [file, text] = [...recording.sources][0];
    expect(file).toMatch(/\/bank\.py$/);
    expect(text).toBe(bank);
    expect([...recording.codes.values()].map(({ name }) => name)).toContain("prober");
    expect(Object.values(recording.end.names)).toEqual(["MainThread", "holder", "prober"]);
    const written = (fd: number) =>
      Buffer.concat(recording.output.filter((chunk) => chunk.fd === fd).map(({ bytes }) => bytes)).toString();
    expect([written(1), written(2)]).toEqual(["2 --x\n", "to stderr\n"]);
    expect(recording.events.length).toBeGreaterThan(20);
    recording.events.close();
  });

  it("records output to a plain file too", async () => {
    const cwd = folderWith({ "say.py": "print('to a file')\n" });
    const { status } = await gilscope(["run", "--trace=t.gilscope", "say.py"], { cwd });
    expect(status).toBe(0);
    const { output, events } = readRecording(join(cwd, "t.gilscope"));
    events.close();
    expect(Buffer.concat(output.map(({ bytes }) => bytes)).toString()).toBe("to a file\n");
  });

  it("is complete when the program fails", async () => {
    const cwd = folderWith({ "fail.py": "raise ValueError('no')\n" });
    const { status, stderr } = await gilscope(["run", "--trace", "t.gilscope", "fail.py"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain("ValueError: no");
    const { end, events } = readRecording(join(cwd, "t.gilscope"));
    events.close();
    expect(end.status).toBe(1);
  });
});

describe("--trace out.json", () => {
  it("is a Chrome trace with a track for each thread, locks by name and arrows between holders", async () => {
    const cwd = folderWith({ "bank.py": bank });
    const { status, stdout } = await gilscope(["run", "--trace", "out.json", "bank.py"], { cwd });
    expect([status, stdout]).toEqual([0, "2\n"]);
    const trace = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")) as {
      traceEvents: { ph: string; name: string; tid: number; args?: { name?: string } }[];
    };
    const tracks = trace.traceEvents.filter(({ name }) => name === "thread_name").map(({ args }) => args?.name);
    expect(tracks).toEqual(["GIL", "MainThread", "holder", "prober"]);
    const slices = new Set(trace.traceEvents.filter(({ ph }) => ph === "X").map(({ name }) => name));
    for (const name of ["running", "holder", "prober", "lock Account.lock", "lock turn"])
      expect(slices).toContain(name);
    const count = (phase: string) => trace.traceEvents.filter(({ ph }) => ph === phase).length;
    expect(count("s")).toBeGreaterThan(0);
    expect(count("s")).toBe(count("f"));
  });
});

describe("--trace refuses", () => {
  it("other endings", async () => {
    const { status, stderr } = await gilscope(["run", "--trace", "out.txt", "x.py"]);
    expect([status, stderr.split("\n")[0]]).toEqual([
      2,
      "gilscope: --trace takes a file that ends in .json or .gilscope, not 'out.txt'",
    ]);
  });

  it.each(["nowhere/out.json", "nowhere/out.gilscope"])("a file that cannot be made: %s", async (path) => {
    const cwd = folderWith({ "say.py": "open('ran', 'w')\n" });
    const { status, stderr } = await gilscope(["run", "--trace", path, "say.py"], { cwd });
    expect([status, stderr.split("\n")[0]]).toEqual([
      2,
      `gilscope: can't write the trace '${path}': No such file or directory`,
    ]);
    expect(existsSync(join(cwd, "ran"))).toBe(false);
  });
});

describe("gilscope report", () => {
  it("says what --stats says, and answers for one thread", async () => {
    const cwd = folderWith({ "bank.py": bank });
    const run = await gilscope(["run", "--stats=json", "--trace", "t.gilscope", "bank.py", "one two"], { cwd });
    const json = await gilscope(["report", "--json", "t.gilscope"], { cwd });
    const live = statsOf(run.stderr);
    const read = statsOf(json.stdout);
    expect(read.handoffs).toEqual(live.handoffs);
    expect(read.handed).toEqual(live.handed);
    expect(read.threads.map(({ name, takes }) => [name, takes])).toEqual(live.threads.map((t) => [t.name, t.takes]));
    expect(read.locks.map(({ name, taken }) => [name, taken])).toEqual(live.locks.map((l) => [l.name, l.taken]));
    for (let n = 0; n < live.threads.length; n++) {
      expect(read.threads[n].running_s).toBeCloseTo(live.threads[n].running_s, 4);
    }
    const text = await gilscope(["report", "t.gilscope"], { cwd });
    expect(text.status).toBe(0);
    expect(text.stdout).toMatch(/^bank\.py one two, recorded 2\d{3}-.* UTC by gilscope .*, exit status 0\nlock gil, /);
    expect(text.stdout).toContain("Account.lock");
    for (const which of ["2", "holder"]) {
      const one = await gilscope(["report", "--thread", which, "t.gilscope"], { cwd });
      expect(one.stdout).toMatch(/^thread 2, holder, alive /);
    }
  });

  it("names the holder, its function, its line and why it let go", async () => {
    // Two threads that compute until each has run after the other eight times.
    const spin = `import threading
turns = {"one": 0, "two": 0}
last = ""
def burn(me):
    global last
    while min(turns.values()) < 8:
        if last != me:
            last = me
            turns[me] += 1
threads = [threading.Thread(target=burn, name=name, args=(name,)) for name in turns]
for t in threads: t.start()
for t in threads: t.join()
`;
    const cwd = folderWith({ "spin.py": spin });
    await gilscope(["run", "--trace", "t.gilscope", "spin.py"], { cwd });
    const { stdout } = await gilscope(["report", "--thread", "one", "t.gilscope"], { cwd });
    expect(stdout).toMatch(/two held it .*, until a waiter asked for it \(line [6789] in burn\)/);
  });

  it("of a run without the lock has nobody to wait for", async () => {
    const cwd = folderWith({ "say.py": "print('x')\n" });
    await gilscope(["run", "--lock", "none", "--trace", "t.gilscope", "say.py"], { cwd });
    const { stdout } = await gilscope(["report", "--thread", "1", "t.gilscope"], { cwd });
    expect(stdout).toContain("There was no lock to wait for.");
  });

  it("of a run that was killed tells what was recorded until then", async () => {
    const script = `import threading, time
def sleepy():
    while True:
        time.sleep(0.01)
threading.Thread(target=sleepy, name="sleepy").start()
print("go", flush=True)
time.sleep(600)
`;
    const cwd = folderWith({ "killed.py": script });
    const child = start(["run", "--trace", "t.gilscope", "killed.py"], { cwd });
    await once(child.stdout, "data");
    // A recording can be read while it is written, as one that was cut off.
    const statsNow = async () => statsOf((await gilscope(["report", "--json", "t.gilscope"], { cwd })).stdout);
    while (((await statsNow()).threads[1]?.blocked.sleep_s ?? 0) < 0.1);
    child.kill("SIGKILL");
    expect((await finish(child)).status).toBe("SIGKILL");
    const { status: reported, stdout, stderr } = await gilscope(["report", "t.gilscope"], { cwd });
    expect([reported, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/the recording ends at .*: it was\s+cut off/);
    expect(stdout).toMatch(/^MainThread +\d/m);
    expect(stdout).toMatch(/^sleepy +\d/m);
    const json = await gilscope(["report", "--json", "t.gilscope"], { cwd });
    expect(json.stderr).toMatch(/^gilscope: 't\.gilscope': the recording ends at .*: it was cut off\n$/);
    const stats = JSON.parse(json.stdout) as Stats;
    expect(stats.threads.map(({ name }) => name)).toEqual(["MainThread", "sleepy"]);
    expect(stats.threads[1].blocked.sleep_s).toBeGreaterThanOrEqual(0.1);
    expect([stats.cpu_s, stats.peak_mib]).toEqual([null, null]);
  });

  it("of a deadlock draws who waits for whom", async () => {
    const script = `import threading
left, right = threading.Lock(), threading.Lock()
both = threading.Barrier(2)
def work(first, second):
    with first:
        both.wait()
        with second:
            pass
threading.Thread(target=work, args=(left, right), name="one").start()
threading.Thread(target=work, args=(right, left), name="two").start()
`;
    const cwd = folderWith({ "stuck.py": script });
    const { status } = await gilscope(["run", "--trace", "t.gilscope", "stuck.py"], { cwd });
    expect(status).toBe(3);
    const { stdout } = await gilscope(["report", "t.gilscope"], { cwd });
    expect(stdout).toContain(`deadlock: each waits for what the next one holds
  ┌▸ one holds left
  │  ▼ waits for right
  │  two holds right
  └──┘ waits for left
`);
  });

  it("of a run that was killed while two of its threads were deadlocked draws them too", async () => {
    const script = `import threading, time
left = threading.Lock()
right = threading.Lock()
both = threading.Barrier(2)
def work(first, second):
    with first:
        both.wait()
        with second:
            pass
threading.Thread(target=work, args=(left, right), name="one").start()
threading.Thread(target=work, args=(right, left), name="two").start()
print("go", flush=True)
time.sleep(600)
`;
    const cwd = folderWith({ "stuck.py": script });
    const child = start(["run", "--trace", "t.gilscope", "stuck.py"], { cwd });
    await once(child.stdout, "data");
    let stdout = "";
    while (!stdout.includes("deadlock:")) ({ stdout } = await gilscope(["report", "t.gilscope"], { cwd }));
    child.kill("SIGKILL");
    await finish(child);
    ({ stdout } = await gilscope(["report", "t.gilscope"], { cwd }));
    expect(stdout).toContain("deadlock: each waits for what the next one holds");
    expect(stdout).toMatch(/one holds left\n.*waits for right/);
    expect(stdout).toMatch(/two holds right\n.*waits for left/);
  });

  it("refuses what is no recording, in a line", async () => {
    const cwd = folderWith({ "say.py": "print('x')\n" });
    await gilscope(["run", "--trace", "t.gilscope", "say.py"], { cwd });
    writeFileSync(join(cwd, "half.gilscope"), readFileSync(join(cwd, "t.gilscope")).subarray(0, 30));
    const refused = async (...args: string[]) => {
      const { status, stdout, stderr } = await gilscope(["report", ...args], { cwd });
      expect([status, stdout]).toEqual([2, ""]);
      return stderr.split("\n")[0];
    };
    expect(await refused("say.py")).toBe("gilscope: 'say.py' is not a gilscope recording");
    expect(await refused("half.gilscope")).toBe("gilscope: 'half.gilscope' is cut off before it says what was run");
    expect(await refused("none.gilscope")).toBe(
      "gilscope: can't open recording 'none.gilscope': No such file or directory",
    );
    expect(await refused()).toBe("gilscope: no recording named; for example: gilscope report race.gilscope");
    expect(await refused("--thread", "9", "t.gilscope")).toBe(
      "gilscope: no thread '9' in the recording; there are 1 MainThread",
    );
    expect(await refused("t.gilscope", "more")).toContain("report takes one file");
  });
});
