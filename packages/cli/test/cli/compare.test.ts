/** gilscope compare: figures and the sentence from made-up runs, the tables on any paper, and real runs of small scripts. */
import { existsSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import { exitOf, figuresOf, median, scalingVerdictOf, verdictOf } from "../../src/compare-figures.ts";
import { argumentsOf, type ComparePlan, type RunOutcome, type Series, splitStats } from "../../src/compare-run.ts";
import { compareText } from "../../src/compare-text.ts";
import { finish, folderWith, gilscope, start } from "./support.ts";

interface Made {
  wall: number;
  parallelism?: number;
  waiting?: number;
  busy?: number;
  cpu?: number;
  stdout?: string;
  exit?: number;
  stderr?: string;
  failed?: boolean;
}

function outcome({ wall, parallelism = 1, waiting = 0, busy = 1, cpu = 2 * wall, ...rest }: Made): RunOutcome {
  const thread = { id: 1, name: "MainThread", running_s: wall, waiting_s: waiting, blocked_s: 0 };
  const stats = {
    mode: "gil",
    wall_s: wall,
    handoffs: { forced: 3, voluntary: 4 },
    threads: [thread],
    lock_busy: busy,
    parallelism,
    cpu_s: cpu,
    peak_mib: 90,
  } as unknown as Stats;
  const { stdout = "total 8\n", exit = 0, stderr = "", failed = false } = rest;
  return { stats: failed ? null : stats, processS: wall + 0.1, exit, stdout, stderr };
}
const series = (mode: Series["mode"], threads: number | null, ...made: Made[]): Series => ({
  mode,
  threads,
  outcomes: made.map(outcome),
});
const verdict = (...all: Series[]) => verdictOf(figuresOf(all));

describe("figures", () => {
  it("are medians of the runs, against the first mode", () => {
    const [gil, free] = figuresOf([
      series("gil", null, { wall: 2.2 }, { wall: 2 }, { wall: 9 }),
      series("free", null, { wall: 1.1 }, { wall: 1 }, { wall: 1.2 }),
    ]);
    expect([gil.wall, free.wall, gil.speedUp, free.speedUp]).toEqual([2.2, 1.1, 1, 2]);
    expect([gil.handoffs, free.handoffs, gil.peakMib, gil.differing]).toEqual([7, null, 90, 0]);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("find the first line that differs, and the run", () => {
    const [, none] = figuresOf([
      series("gil", null, { wall: 1, stdout: "a\nb\nc\n" }),
      series(
        "none",
        null,
        { wall: 1, stdout: "a\nb\nc\n" },
        { wall: 1, stdout: "a\nB\nc\n" },
        { wall: 1, stdout: "a\n" },
      ),
    ]);
    expect(none.differing).toBe(2);
    expect(none.difference).toEqual({ run: 2, line: 2, expected: "b", got: "B" });
  });

  it("tell exit statuses apart", () => {
    expect(exitOf({ exits: [0, 0, 4] })).toBe(4);
    expect(exitOf({ exits: [1, 1] })).toBe(1);
    expect(exitOf({ exits: [3, 0] })).toBe(3);
  });
});

describe("the sentence at the end", () => {
  it("says that threads ran side by side", () => {
    const all = [series("gil", null, { wall: 2 }), series("free", null, { wall: 1.05, parallelism: 1.9 })];
    expect(verdict(...all)).toBe(
      "Without the global lock the script is 1.90 times as fast as with the lock: 1.90 threads ran at once instead of 1.00.",
    );
  });

  it("says that the lock was no obstacle", () => {
    const all = [
      series("gil", null, { wall: 2, busy: 0.1, parallelism: 0.1 }),
      series("free", null, { wall: 2, parallelism: 0.1 }),
    ];
    expect(verdict(...all)).toContain(
      "takes as long as with the lock: its threads mostly sleep or wait for something else",
    );
  });

  it("says that threads get in each other's way", () => {
    const all = [series("gil", null, { wall: 1 }), series("free", null, { wall: 2, parallelism: 1.8 })];
    expect(verdict(...all)).toContain("takes 2.00 times as long as with the lock, although 1.80 threads ran at once");
  });

  it("says that a wrong result counts for nothing", () => {
    const all = [
      series("gil", null, { wall: 2 }, { wall: 2 }),
      series("none", null, { wall: 1, parallelism: 2, stdout: "total 7\n" }, { wall: 1, parallelism: 2 }),
    ];
    expect(verdict(...all)).toMatch(
      /In mode none the result differed in 1 of 2 runs: nothing protected .* counts for nothing\.$/,
    );
  });

  it("says that a script without locks of its own relies on the lock", () => {
    const all = [series("gil", null, { wall: 2 }), series("free", null, { wall: 1, stdout: "total 7\n" })];
    expect(verdict(...all)).toContain("In mode free the result differed in each run: the script relies on the lock");
  });

  it("says why a mode did not come through", () => {
    const failed = { wall: 0, exit: 2, failed: true, stdout: "", stderr: "gilscope: no such mode\nTry more.\n" };
    expect(verdict(series("gil", null, { wall: 2 }), series("free", null, failed))).toBe(
      "In mode free the script did not come through (exit status 2): no such mode.",
    );
  });

  it("does not blame a mode for output that always differs", () => {
    const all = [
      series("gil", null, { wall: 2, stdout: "took 1 s" }, { wall: 2, stdout: "took 2 s" }),
      series("free", null, { wall: 2, stdout: "took 3 s" }, { wall: 2, stdout: "took 4 s" }),
    ];
    expect(verdict(...all)).toContain("The output is not the same in each run with one mode");
    expect(verdict(...all)).not.toContain("In mode free");
  });

  it("says when the machine was busy", () => {
    const all = [series("gil", null, { wall: 2, cpu: 0.5 }), series("free", null, { wall: 2 })];
    expect(verdict(...all)).toContain("The machine was busy with something else");
  });

  it("speaks of each mode's curve", () => {
    const all = [1, 2, 4].flatMap((threads) => [
      series("gil", threads, { wall: 4 }),
      series("free", threads, { wall: 4 / threads }),
    ]);
    expect(scalingVerdictOf(figuresOf(all), 4)).toBe(
      "With the lock, more threads change nothing. Without the global lock, 4 threads are 4.00 times as fast as 1. There are 4 cpus.",
    );
  });
});

describe("the table", () => {
  const modes = figuresOf([
    series("gil", null, { wall: 2.345, waiting: 1.5 }, { wall: 2.4 }),
    series("free", null, { wall: 1.2, parallelism: 1.93 }, { wall: 1.3, parallelism: 1.95 }),
    series("none", null, { wall: 1.1, stdout: "total \x1b[2J\n" }, { wall: 0.9, exit: 4 }),
  ]);
  const curve = figuresOf([1, 16].flatMap((n) => [series("gil", n, { wall: 2 }), series("free", n, { wall: 2 / n })]));

  it("has figures down, modes across, bars, the first difference and the sentence", () => {
    expect(compareText("race.py 3", modes, { columns: 80, color: false }, 2)).toMatchInlineSnapshot(`
      "race.py 3, 2 runs each, 2 cpus
      lock                   gil      free      none
      wall time          2.373 s   1.250 s   1.000 s
        spread               ±1%       ±4%      ±10%
      speed-up             1.00x     1.90x     2.37x
      processor time     4.745 s   2.500 s   2.000 s
      parallelism           1.00      1.94      1.00
      handoffs                 7         -         -
      waited for lock   750.0 ms         -         -
      peak memory         90 MiB    90 MiB    90 MiB
      exit status              0         0    0 or 4
      output                same      same   differs
      gil   ████████████████████████████████████████ 2.373 s
      free  █████████████████████ 1.250 s
      none  █████████████████ 1.000 s
      lock none, run 1: line 1 of the output is 'total ?[2J' instead of 'total 8'
      Without the global lock the script is 1.90 times as fast as with the lock: 1.94
      threads ran at once instead of 1.00. Without any lock the script is 2.37 times
      as fast as with the lock. In mode none the result differed in each run: nothing
      protected the program's objects, and its time counts for nothing.
      "
    `);
  });

  it("shows how the script scales", () => {
    expect(compareText("race.py {threads}", curve, { columns: 80, color: false }, 2)).toMatchInlineSnapshot(`
      "race.py {threads}, 1 run each, 2 cpus
      threads       gil   speed-up   exit       free   speed-up   exit
      1         2.000 s      1.00x      0    2.000 s      1.00x      0
      16        2.000 s      1.00x      0   125.0 ms     16.00x      0
      gil 1    ████████████████████████████████████████ 2.000 s
      free 1   ████████████████████████████████████████ 2.000 s
      gil 16   ████████████████████████████████████████ 2.000 s
      free 16  ███ 125.0 ms
      With the lock, more threads change nothing. Without the global lock, 16 threads
      are 16 times as fast as 1. There are 2 cpus.
      "
    `);
  });

  it.each([40, 52, 64, 80, 132])("fits into %i columns", (columns) => {
    for (const color of [false, true]) {
      for (const figures of [modes, curve]) {
        for (const line of compareText("a script with a long name.py and arguments", figures, { columns, color }).split(
          "\n",
        )) {
          expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
        }
      }
    }
  });
});

describe("a run's command line", () => {
  const plan: ComparePlan = {
    kind: "file",
    target: "-x.py",
    args: ["--n", "{threads}", "a{threads}b{threads}"],
    modes: ["gil", "free"],
    runs: 1,
    threads: [4],
    options: ["--heap=128m"],
    lockOptions: ["--switch-interval=0.1"],
  };
  it("has the number of threads in place of {threads}, and options of the lock only with it", () => {
    const common = ["--stats=json", "--heap=128m"];
    expect(argumentsOf(plan, { mode: "gil", threads: 4 })).toEqual([
      "run",
      "--lock",
      "gil",
      ...common,
      "--switch-interval=0.1",
      "--",
      "-x.py",
      "--n",
      "4",
      "a4b4",
    ]);
    expect(argumentsOf(plan, { mode: "free", threads: null })).toEqual([
      "run",
      "--lock",
      "free",
      ...common,
      "--",
      "-x.py",
      "--n",
      "{threads}",
      "a{threads}b{threads}",
    ]);
  });

  it("is followed by statistics, even behind a line without an end", () => {
    expect(splitStats('no end{"mode":"gil","wall_s":1}\n')).toEqual({
      stats: { mode: "gil", wall_s: 1 },
      stderr: "no end",
    });
    expect(splitStats('{"mode":"broken').stats).toBeNull();
  });
});

describe("gilscope compare", () => {
  const script = `import os, sys, threading
counts = []
def work():
    for _ in range(2000):
        pass
    counts.append(1)
threads = [threading.Thread(target=work) for _ in range(int(sys.argv[1]))]
for t in threads: t.start()
for t in threads: t.join()
print(len(counts), os.environ.get("GILSCOPE_THREADS", "unset"))
`;

  it("prints figures of each mode as JSON", async () => {
    const cwd = folderWith({ "work.py": script });
    const { status, stdout, stderr } = await gilscope(
      ["compare", "--modes", "gil,none", "--runs", "2", "--json", "work.py", "2"],
      { cwd },
    );
    expect([status, stderr]).toEqual([0, ""]);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      script: "work.py",
      runs: [{ mode: "gil", exit: 0, same_output: true }, { mode: "none" }],
    });
    for (const run of result.runs) {
      expect(run.wall_s.length).toBe(2);
      expect(run.wall_s.every((s: number) => s > 0)).toBe(true);
      expect(run.peak_mib).toBeGreaterThan(20);
    }
    expect(result.runs[0].handoffs).toBeGreaterThan(0);
    expect(result.runs[1].handoffs).toBeNull();
  });

  it("replaces {threads} and sets GILSCOPE_THREADS", async () => {
    const cwd = folderWith({
      "work.py": script.replace("print(", "sys.exit(10 * int(os.environ['GILSCOPE_THREADS']) + len(counts))\nprint("),
    });
    const { stdout } = await gilscope(
      ["compare", "--modes=gil", "--runs=1", "--threads", "1,3", "--json", "work.py", "{threads}"],
      { cwd },
    );
    const seen = JSON.parse(stdout).runs.map(({ threads, exit }: { threads: number; exit: number }) => [threads, exit]);
    expect(seen).toEqual([
      [1, 11],
      [3, 33],
    ]);
  });

  it("shows a script that fails", async () => {
    const { status, stdout } = await gilscope([
      "compare",
      "--modes",
      "gil",
      "--runs",
      "1",
      "-c",
      "raise SystemExit(7)",
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/exit status +7\n/);
  });

  it("ends with its run when it is told to", async () => {
    const cwd = folderWith();
    const code = "import os, time; os.rename('begun.tmp', 'begun'); time.sleep(600)";
    writeFileSync(join(cwd, "begun.tmp"), "");
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(cwd, () => {
        if (!existsSync(join(cwd, "begun"))) return;
        watcher.close();
        resolve();
      });
    });
    const child = start(["compare", "--modes", "gil", "--runs", "1", "-c", code], { cwd });
    const ended = finish(child);
    await begun;
    child.kill("SIGTERM");
    expect(await ended).toEqual({ status: 143, stdout: "", stderr: "" });
  });

  it.each([
    [["--modes", "gil,fast", "x.py"], "--modes takes gil, free and none with commas between them, not 'fast'"],
    [["--runs", "0", "x.py"], "--runs takes a whole number, from 1 to 1000, not '0'"],
    [["--threads", "1,x", "x.py"], "--threads takes whole numbers with commas between them, from 1 to 1024, not 'x'"],
    [["--lock", "none", "x.py"], "compare sets the lock itself: write --modes gil,none instead of --lock=none"],
    [["--heap", "1", "x.py"], "--heap 1 is too small: the least is 64m"],
    [["nothing.py"], "can't open file 'nothing.py': No such file or directory"],
    [["-"], "compare runs the script more than once: name a file instead of -"],
    [[], "no script named; for example: gilscope compare race.py"],
  ])("refuses %j", async (args, message) => {
    const { status, stderr } = await gilscope(["compare", ...args]);
    expect([status, stderr.split("\n")[0]]).toEqual([2, `gilscope: ${message}`]);
  });
});
