/** Running programs with the real command: what is run, what it gets, every exit status, what goes where. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { copyOfBuild, finish, folderWith, gilscope, inTerminal, type Options, start } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });

const echo = "import sys\nprint(sys.argv)\n";

async function check(
  args: string[],
  expected: { status?: number; stdout?: string; stderr?: string },
  options: Options = {},
) {
  expect(await gilscope(args, options)).toEqual({ status: 0, stdout: "", stderr: "", ...expected });
}

/** Waits until the child has printed this. */
function printed(child: ReturnType<typeof start>, text: string): Promise<void> {
  return new Promise((resolve) => {
    let seen = "";
    child.stdout.on("data", (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
  });
}

describe("what is run", () => {
  const folder = folderWith({ "a.py": echo, "tool.py": "import sys\nprint(__name__, sys.argv[1:])\n", run: echo });

  it("is a script, with and without the verb, and everything after it is the script's", async () => {
    await check(["run", "a.py", "x", "-c", "run"], { stdout: "['a.py', 'x', '-c', 'run']\n" }, { cwd: folder });
    await check(["a.py", "--", "-x"], { stdout: "['a.py', '--', '-x']\n" }, { cwd: folder });
    await check(["run", "run"], { stdout: "['run']\n" }, { cwd: folder });
    await check(["--", "run"], { stdout: "['run']\n" }, { cwd: folder });
  });

  it("is code, a module, or standard input", async () => {
    await check(["-c", echo, "a", "b"], { stdout: "['-c', 'a', 'b']\n" });
    await check(["run", "-m", "tool", "a"], { stdout: "__main__ ['a']\n" }, { cwd: folder });
    await check(["run", "-", "a"], { stdout: "['-', 'a']\n" }, { stdin: echo });
    await check([], { stdout: "['']\n" }, { stdin: echo });
  });

  it("is a folder with a __main__.py", async () => {
    const parent = folderWith();
    mkdirSync(join(parent, "pkg"));
    await check(
      ["pkg"],
      { status: 2, stderr: `gilscope: can't find '__main__' module in '${parent}/pkg'\n` },
      { cwd: parent },
    );
    const full = folderWith({ "__main__.py": "import part", "part.py": "print('part')" });
    await check([full], { stdout: "part\n" });
  });

  it("finds modules beside the script, and not in the current folder", async () => {
    const scripts = folderWith({ "main.py": "import sibling", "sibling.py": "print('right')" });
    const elsewhere = folderWith({ "sibling.py": "print('wrong')" });
    await check([join(scripts, "main.py")], { stdout: "right\n" }, { cwd: elsewhere });
  });

  it("reads standard input as the program's own input when a script is named", async () => {
    await check(["-c", "print(input('? ') + '!')"], { stdout: "? hello!\n" }, { stdin: "hello\n" });
  });

  it("is named by its whole path in tracebacks, and as it was written in sys.argv", async () => {
    const cwd = folderWith({ "a.py": "import sys\nprint(sys.argv, __file__)\nboom\n" });
    const { stdout, stderr } = await gilscope(["./a.py"], { cwd });
    expect(stdout).toBe(`['./a.py'] ${cwd}/./a.py\n`);
    expect(stderr).toContain(`  File "${cwd}/./a.py", line 3, in <module>\n    boom\n`);
  });

  it("gives its SyntaxWarnings every time", async () => {
    const cwd = folderWith({ "a.py": "print(1 is 1)\n" });
    const stderr = `${cwd}/a.py:1: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?\n  print(1 is 1)\n`;
    for (let times = 0; times < 2; times++) await check(["a.py"], { stdout: "True\n", stderr }, { cwd });
  });

  it("keeps lines of the source for tracebacks of -c", async () => {
    const { status, stderr } = await gilscope(["-c", "x = 1\nx / 0"]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'Traceback (most recent call last):\n  File "<string>", line 2, in <module>\n    x / 0\n    ~~^~~\n' +
        "ZeroDivisionError: division by zero\n",
    );
  });
});

describe("the exit status", () => {
  it("is 0 for a program that ends, and the program's own otherwise", async () => {
    await check(["-c", "pass"], {});
    await check(["-c", "import sys; sys.exit(7)"], { status: 7 });
    await check(["-c", "import sys; sys.exit(256 + 9)"], { status: 9 });
    await check(["-c", "import sys; sys.exit('no')"], { status: 1, stderr: "no\n" });
  });

  it("is 1 for refused syntax, which is named with its place", async () => {
    const cwd = folderWith({ "x.py": "y = 1\n\nmatch y:\n    case 1: pass\n" });
    const { status, stdout, stderr } = await gilscope(["x.py"], { cwd });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^ {2}File "x\.py", line 3\n {4}match y:\n {4}\^+\n.*gilscope does not support: match statement\n$/,
    );
  });

  it("is 2 for a file that cannot be opened, in CPython's words", async () => {
    const cwd = folderWith();
    const stderr = `gilscope: can't open file '${cwd}/nofile.py': [Errno 2] No such file or directory\n`;
    await check(["nofile.py"], { status: 2, stderr }, { cwd });
    await check(["-m", "nomodule"], { status: 2, stderr: "gilscope: No module named nomodule\n" }, { cwd });
  });

  it("is 3 for a deadlock, with a report of who waits where", async () => {
    const code = "import threading\nlock = threading.Lock()\nlock.acquire()\nprint('waits')\nlock.acquire()\n";
    const { status, stdout, stderr } = await gilscope(["-c", code]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "waits\n" });
    expect(stderr).toContain("MainThread");
    expect(stderr).toContain("<string>:5");
  });

  it("is 4 when the heap is found broken", async () => {
    const code =
      "from threading import Thread\nclass Shared: pass\nshared = Shared()\ndef work():\n    for _ in range(500_000):\n" +
      "        x = shared\n        y = x\n" +
      "ts = [Thread(target=work) for _ in range(3)]\nfor t in ts: t.start()\nfor t in ts: t.join()\n";
    // Races need not happen in every run.
    for (let tries = 0; tries < 20; tries++) {
      const { status, stderr } = await gilscope(["run", "--lock", "none", "--audit", "-c", code]);
      if (status !== 4) continue;
      expect(stderr).toMatch(/^(audit: |gilscope: the heap is damaged)/m);
      return;
    }
    expect.unreachable("no race in twenty runs");
  });

  it("is 70 for an error of our own, which says so", async () => {
    const command = copyOfBuild();
    rmSync(join(command, "../../../runtime/dist/worker.js"));
    const { status, stdout, stderr } = await gilscope(["-c", "print(1)"], { command });
    expect({ status, stdout }).toEqual({ status: 70, stdout: "" });
    expect(stderr).toMatch(/^gilscope: internal error, please report it/);
  });

  it("is 120 when the output cannot be written at the end", async () => {
    const child = start(["-c", "input()\nprint('x')"]);
    child.stdout.destroy();
    child.stdin.end("\n");
    const { status, stderr } = await finish(child);
    expect(status).toBe(120);
    expect(stderr).toBe("Exception ignored on flushing sys.stdout:\nBrokenPipeError: [Errno 32] Broken pipe\n");
  });

  it("is 1 with a BrokenPipeError when the reader goes away while the program prints", async () => {
    const child = start(["-c", "while True:\n    print('x' * 100)"]);
    child.stdout.once("data", () => child.stdout.destroy());
    const { status, stderr } = await finish(child);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Traceback [\s\S]*\nBrokenPipeError: \[Errno 32\] Broken pipe\n$/);
  });

  it("is 130 after Ctrl-C while it computes, waits or reads", async () => {
    for (const busy of ["while True: pass", "import time; time.sleep(60)", "input()"]) {
      const child = start(["-c", `print('ready', flush=True)\n${busy}`]);
      const ready = printed(child, "ready");
      const end = finish(child);
      await ready;
      child.kill("SIGINT");
      const { status, stderr } = await end;
      expect({ busy, status }).toEqual({ busy, status: 130 });
      expect(stderr).toMatch(/^Traceback [\s\S]*\nKeyboardInterrupt\n$/);
    }
  });

  it("is the program's when it handles Ctrl-C", async () => {
    const child = start([
      "-c",
      "try:\n    print('ready', flush=True)\n    while True: pass\nexcept KeyboardInterrupt:\n    print('no')",
    ]);
    const ready = printed(child, "ready");
    const end = finish(child);
    await ready;
    child.kill("SIGINT");
    expect(await end).toMatchObject({ status: 0, stderr: "" });
  });

  it("is that of a process ended by SIGTERM", async () => {
    const child = start(["-c", "print('ready', flush=True)\nwhile True: pass"]);
    const ready = printed(child, "ready");
    const end = finish(child);
    await ready;
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ status: "SIGTERM", stderr: "" });
  });
});

describe("options", () => {
  it("choose the lock, which the program can see", async () => {
    await check(["-c", "import sys; print(sys._is_gil_enabled())"], { stdout: "True\n" });
    await check(["--lock", "none", "-c", "import sys; print(sys._is_gil_enabled())"], { stdout: "False\n" });
    await check(["--switch-interval=0.25", "-c", "import sys; print(sys.getswitchinterval())"], { stdout: "0.25\n" });
  });

  it("limit the heap", async () => {
    const code = "try:\n    x = [0] * 100_000_000\nexcept MemoryError:\n    print('full')";
    await check(["--heap", "64m", "-c", code], { stdout: "full\n" });
    await check(["--heap", "64m", "-c", "print(sum(range(10)))"], { stdout: "45\n" });
  });

  it("limit what is alive, not what threads have made and others freed", async () => {
    const code = `import threading, queue
q = queue.Queue(100)
def produce():
    for i in range(300_000):
        q.put(("x" * 200 + str(i), [i]))
    q.put(None)
threading.Thread(target=produce).start()
while q.get() is not None:
    pass
print("done")`;
    for (const lock of ["gil", "free"])
      await check(["--heap", "64m", "--lock", lock, "-c", code], { stdout: "done\n" });
  });

  it("recount the heap at the end", async () => {
    const { status, stdout, stderr } = await gilscope(["--audit", "-c", "print(1)"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "1\n" });
    expect(stderr).toMatch(/^audit: [\d,]+ objects, clean\n$/);
  });

  it("after the script's name are the script's, with a note", async () => {
    const cwd = folderWith({ "race.py": echo });
    const note = "note: --lock after the script's name goes to the script; write: gilscope run --lock none race.py\n";
    await check(
      ["run", "race.py", "--lock", "none"],
      { stdout: "['race.py', '--lock', 'none']\n", stderr: note },
      { cwd },
    );
    await check(["run", "--", "race.py", "--lock"], { stdout: "['race.py', '--lock']\n" }, { cwd });
  });
});

describe("--stats", () => {
  const code =
    "from threading import Thread\ndef count():\n    n = 300000\n    while n: n -= 1\n" +
    "ts = [Thread(target=count, name=f'counter-{i}') for i in range(2)]\nfor t in ts: t.start()\nfor t in ts: t.join()\nprint('done')\n";

  it("is one object on the last line of standard error, whose times add up", async () => {
    const { status, stdout, stderr } = await gilscope([
      "--stats=json",
      "-c",
      `import sys\n${code}print('note', file=sys.stderr)`,
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "done\n" });
    const lines = stderr.trimEnd().split("\n");
    expect(lines[0]).toBe("note");
    const stats = JSON.parse(lines.at(-1) as string);
    expect(Object.keys(stats)).toEqual([
      ...["mode", "policy", "wall_s", "handoffs", "threads"],
      ...["cpus", "lock_busy", "parallelism", "cpu_s", "peak_mib", "handed", "locks", "longest_waits", "lost_events"],
    ]);
    expect(stats).toMatchObject({
      mode: "gil",
      policy: "new",
      handoffs: { forced: expect.any(Number), voluntary: expect.any(Number) },
    });
    expect(stats.threads.map((t: { name: string }) => t.name)).toEqual(["MainThread", "counter-0", "counter-1"]);
    const [main, ...others] = stats.threads.map(
      (t: Record<string, number>) => t.running_s + t.waiting_s + t.blocked_s,
    ) as number[];
    expect(main).toBeCloseTo(stats.wall_s, 3);
    for (const time of others) expect(time).toBeLessThanOrEqual(stats.wall_s + 0.001);
    // Under the lock one thread runs at a time.
    const running = stats.threads.reduce((sum: number, t: Record<string, number>) => sum + t.running_s, 0);
    expect(running).toBeLessThanOrEqual(stats.wall_s + 0.001);
    expect(stats.handoffs.forced + stats.handoffs.voluntary).toBeGreaterThan(0);
  });

  it("is a table without colour when standard error is no terminal", async () => {
    const { stdout, stderr } = await gilscope(["--stats", "-c", code]);
    expect(stdout).toBe("done\n");
    expect(stderr).toMatch(
      /^lock gil, \d+\.\d+ s, 3 threads, \d+ handoffs?: \d+ forced, \d+ voluntary\nthread .*blocked.*\nMainThread .*\ncounter-0 .*\ncounter-1 .*\nblocked\n(?: {2}.*\n)+handed over\n(?: {2}.*\n)+longest waits for the lock\n(?: {2}.*\n)+lock busy \d+%: .*\nparallelism \d\.\d\d of \d+ cpus?: .*\n$/,
    );
    expect(stderr).not.toContain("\x1b");
  });

  it("fits into a narrow terminal and respects NO_COLOR", async () => {
    const plain = await inTerminal(["--stats", "-c", code], 40, { NO_COLOR: "1" });
    const lines = plain.stdout.trimEnd().split("\n");
    const sections = lines.filter((line) => /^(?:thread|blocked$|handed over$|longest waits|lock busy)/.test(line));
    expect(sections.map((line) => line.slice(0, 6))).toEqual(["thread", "blocke", "handed", "longes", "lock b"]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(plain.stdout).not.toContain("\x1b");
    const colored = await inTerminal(["--stats", "-c", code], 80);
    expect(colored.stdout).toContain("\x1b[2m");
  });

  it("comes after an uncaught exception too", async () => {
    const { status, stderr } = await gilscope(["--stats=json", "-c", "1/0"]);
    expect(status).toBe(1);
    expect(stderr.split("\n").at(-3)).toBe("ZeroDivisionError: division by zero");
    expect(JSON.parse(stderr.trimEnd().split("\n").at(-1) as string).mode).toBe("gil");
  });
});
