/** `gilscope watch` as its users have it: the built command in a pseudo-terminal, its screen read from an emulator. Waits for texts, never for times. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IPty, spawn } from "@lydell/node-pty";
import { Terminal } from "@xterm/headless";
import { afterEach, expect, test, vi } from "vitest";
import { finish, folderWith, packagesFolder, start } from "./cli/support.ts";

vi.setConfig({ testTimeout: 120_000 });
const command = join(packagesFolder, "cli/bin/gilscope.js");
const cacheHome = folderWith();
const running: Watched[] = [];

/** Two threads that compute until a file appears; then a line on each stream and status 5. */
const untilTold = (flag: string) => `
import os, sys, threading, time
def compute():
    x = 0
    while not os.path.exists(${JSON.stringify(flag)}):
        for i in range(2000):
            x = (x * 31 + i) % 65521
print("begin\\t|", "\\x1b[31mred\\x1b[0m")
threads = [threading.Thread(target=compute, name=name) for name in ("first", "second")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all done")
print("complaint", file=sys.stderr)
sys.exit(5)
`;

/** The command in a terminal. */
class Watched {
  readonly terminal: Terminal;
  readonly pty: IPty;
  raw = "";
  status: number | null = null;
  readonly flag: string;
  private readonly folder: string;

  /** @param shell type the command into a shell, which has job control. */
  constructor(
    args: string[],
    { columns = 80, rows = 24, env = {} as Record<string, string>, program = "", shell = false } = {},
  ) {
    this.folder = folderWith();
    this.flag = join(this.folder, "flag");
    const script = join(this.folder, "demo.py");
    writeFileSync(script, program || untilTold(this.flag));
    this.terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
    // As in a shell: what is on the normal screen must be there afterwards.
    this.terminal.write("$ gilscope watch\r\n");
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, COLORTERM: ____, ...rest } = process.env as Record<string, string>;
    const words = [process.execPath, command, "watch", ...args, script];
    this.pty = spawn(shell ? "bash" : words[0], shell ? ["--norc", "--noprofile", "-i"] : words.slice(1), {
      cols: columns,
      rows,
      cwd: this.folder,
      env: { ...rest, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TERM: "xterm-256color", XDG_CACHE_HOME: cacheHome, ...env },
    });
    this.pty.onData((data) => {
      this.raw += data;
      this.terminal.write(data);
    });
    this.pty.onExit(({ exitCode }) => {
      this.status = exitCode;
    });
    running.push(this);
    if (shell) this.pty.write(`PS1='prompt> '; clear; ${words.map((word) => `'${word}'`).join(" ")}\r`);
  }

  /** The rows that the terminal shows. */
  screen(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
    );
  }

  /** Resolves when the screen shows this. */
  async until(wanted: RegExp | ((screen: string) => boolean)): Promise<string> {
    for (;;) {
      const screen = this.screen().join("\n");
      if (typeof wanted === "function" ? wanted(screen) : wanted.test(screen)) return screen;
      if (this.status !== null) throw new Error(`ended with ${this.status} before it showed ${wanted}:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Resolves with the exit status when the command has ended and all its output was taken. */
  async ended(): Promise<number> {
    while (this.status === null) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise<void>((resolve) => this.terminal.write("", resolve));
    return this.status;
  }

  tell(): void {
    writeFileSync(this.flag, "");
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.pty.resize(columns, rows);
  }
}

afterEach(() => {
  for (const { pty, status } of running.splice(0)) if (status === null) pty.kill("SIGKILL");
});

/** What every way of leaving must leave behind: the normal screen with its old text, cursor on, wrapping on, no colour, cooked mode. */
function expectTerminalRestored(watched: Watched): void {
  expect(watched.terminal.buffer.active.type).toBe("normal");
  expect(watched.screen()[0]).toBe("$ gilscope watch");
  expect(watched.raw.lastIndexOf("\x1b[?25h")).toBeGreaterThan(watched.raw.lastIndexOf("\x1b[?25l"));
  expect(watched.raw.lastIndexOf("\x1b[?7h")).toBeGreaterThan(watched.raw.lastIndexOf("\x1b[?7l"));
  expect(watched.raw.indexOf("\x1b[?1049l")).toBe(watched.raw.lastIndexOf("\x1b[?1049l"));
  // After the screen nothing but text and the table's own styles.
  expect(watched.raw.slice(watched.raw.lastIndexOf("\x1b[?1049l") + 8)).not.toMatch(/\x1b\[[?\d;]*[A-HJKhl]/);
}

test("at 80x24 it shows lanes, owner, handoffs, the moment and the output; pauses, goes on, ends, leaves by q", async () => {
  const watched = new Watched(["--switch-interval", "0.002"]);
  await watched.until((screen) => /handoffs [1-9]\d* \(/.test(screen) && / 3 second/.test(screen));
  const live = watched.screen();
  expect(live[0]).toMatch(/^ gilscope demo\.py {3}● LIVE {3}lock ON \(gil\) {3}interval 2ms/);
  expect(live[1]).toMatch(/^time {8}.*╵.* run wait$/);
  expect(live[2]).toMatch(/^lock owner {2}[123─]+/);
  expect(live[3]).toMatch(/^[▶◌~zx] 1 main {4}.*\d+% +\d+%$/);
  expect(live[4]).toMatch(/^[▶◌~zx] 2 first {3}/);
  expect(live[5]).toMatch(/^[▶◌~zx] 3 second {2}/);
  expect(live[6]).toMatch(/^handoffs {4}/);
  expect(live[7]).toMatch(/^cursor +[\d.]+m?s ▲/);
  expect(live[8]).toMatch(/^ [\d.]+m?s: /);
  expect(live[10]).toMatch(/^── demo\.py ── thread \d ─+│── output ─+ o: wider ─+$/);
  expect(live[11]).toMatch(/│ *[\d.]+m?s {2}begin {3}\| red$/);
  expect(live.join("\n")).toMatch(/\n[123](?:[▶◌~zx]|[23]) +\d+ \S*/);
  expect(live[23]).toMatch(/^ space pause {2}← look back .*q quit$/);
  watched.pty.write(" ");
  const paused = await watched.until(/▌▌ PAUSED [\d.]+m?s.*(\n.*)*space resume/);
  await watched.until(/\n [\d.]+m?s: [123] holds the lock [\d.]+[mµ]?s/);
  expect(paused).toContain("PAUSED");
  // Held: told to end, it cannot.
  watched.tell();
  watched.pty.write("-");
  await watched.until((screen) => screen.split("\n")[1] !== live[1]);
  expect(watched.screen()[0]).toContain("PAUSED");
  watched.pty.write(" ");
  await watched.until(/■ ENDED [\d.]+m?s, exit status 5/);
  expect(watched.screen().join("\n")).toMatch(/ {2}all done\n.*!complaint/);
  expect(watched.screen()[23]).toContain("←→ scrub");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(5);
  expectTerminalRestored(watched);
  const after = watched.screen().join("\n");
  expect(after).toMatch(
    /^\$ gilscope watch\nbegin {3}\| red\nall done\ncomplaint\nlock gil, [\d.]+ s, 3 threads, \d+ handoffs/,
  );
  expect(after).toMatch(/first +\d\.\d+ s +\d\.\d+ s +\d\.\d+ s\nsecond /);
});

test("at 140x40 there is room for names and for a third percentage", async () => {
  const watched = new Watched([], { columns: 140, rows: 40 });
  await watched.until(/\n[▶◌~zx] 3 second {2}(.*\n)*.*handoffs [1-9]\d* \(\d+ forced, \d+ at I\/O/);
  const screen = watched.screen();
  expect(screen[0]).toMatch(/3 threads on \d+ cpus/);
  expect(screen[1]).toMatch(/run {2}wait {2}block$/);
  expect(screen[5]).toMatch(/^[▶◌~zx] 2 first {7}.*\d+% +\d+% +\d+%$/);
  expect(screen[39]).toContain("q quit");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

test("Ctrl-C leaves with 130", async () => {
  const watched = new Watched([]);
  await watched.until(/2 first/);
  watched.pty.write("\x03");
  expect(await watched.ended()).toBe(130);
  expectTerminalRestored(watched);
  expect(watched.screen().join("\n")).toContain("lock gil, ");
});

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
  ["SIGHUP", 129],
])("%s gives the terminal back and ends with %d", async (signal, status) => {
  const watched = new Watched([]);
  await watched.until(/2 first/);
  watched.pty.kill(signal);
  expect(await watched.ended()).toBe(status);
  expectTerminalRestored(watched);
});

test("leaving while the program is held works as well", async () => {
  const watched = new Watched([]);
  await watched.until(/2 first/);
  watched.pty.write(" ");
  await watched.until(/PAUSED/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

test("another size is drawn anew, and a tiny one says what is needed", async () => {
  const watched = new Watched([]);
  await watched.until(/2 first/);
  watched.resize(100, 30);
  await watched.until((screen) => / {2}run wait/.test(screen) && screen.split("\n")[29].includes("q quit"));
  expect(watched.screen()[1].length).toBe(100);
  watched.resize(36, 8);
  await watched.until(/^lock: (\d|nobody); needs 40x10\n*$/);
  watched.resize(60, 12);
  await watched.until((screen) => screen.split("\n")[11].includes("q quit"));
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

test("without the lock the header says UNSAFE and the first row counts who runs", async () => {
  const program = "import time\nprint('hello')\ntime.sleep(3600)\n";
  const watched = new Watched(["--lock", "none"], { program });
  await watched.until(/hello/);
  await watched.until(/^ gilscope demo\.py {3}● LIVE {3}lock OFF \(none\) UNSAFE\n.*\nrunning {5}/);
  await watched.until(/nobody runs · 1 asleep/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expect(watched.screen().join("\n")).toContain("no lock (unsafe), ");
});

test("with NO_COLOR no colour is sent, with --ascii only ASCII", async () => {
  const watched = new Watched(["--ascii"], { env: { NO_COLOR: "1" } });
  await watched.until(/handoffs [1-9]/);
  watched.pty.write("q");
  await watched.ended();
  expect(watched.raw).not.toMatch(/\x1b\[(?:3\d|4\d|9\d|[12])(?:;\d+)*m/);
  expect(watched.raw).toMatch(/^[\x00-\x7f]*$/);
});

test.each([
  ["xterm-256color", /\x1b\[38;5;36/, /\x1b\[32m/],
  ["xterm", /\x1b\[32/, /38;5;/],
])("on %s it has that terminal's colours", async (term, wanted, unwanted) => {
  const watched = new Watched([], { env: { TERM: term } });
  await watched.until(/2 first/);
  watched.pty.write("q");
  await watched.ended();
  expect(watched.raw).toMatch(wanted);
  expect(watched.raw).not.toMatch(unwanted);
});

test("the program's standard input is empty", async () => {
  const watched = new Watched([], { program: "import sys\nprint(repr(sys.stdin.read()))\n" });
  await watched.until(/ENDED.*exit status 0/);
  expect(watched.screen().join("\n")).toContain("  ''");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("a program that fails shows its traceback, on the screen and after it", async () => {
  const watched = new Watched([], { program: "def f():\n    1 / 0\nf()\n" });
  await watched.until(/ENDED.*exit status 1/);
  expect(watched.screen().join("\n")).toMatch(/!ZeroDivisionError: divisio…\n/);
  expect(watched.screen().join("\n")).toMatch(/\n ended after \d+ms: ZeroDivisionError: division by zero\n/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(1);
  expect(watched.screen().join("\n")).toContain("\nZeroDivisionError: division by zero\n");
});

test("a deadlock is reported", async () => {
  const program = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n";
  const watched = new Watched([], { program });
  await watched.until(/ENDED.*exit status 3/);
  expect(watched.screen().join("\n")).toMatch(/deadlock/i);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(3);
});

test.each([
  ["CI", { CI: "true" }],
  ["a terminal that cannot move its cursor", { TERM: "dumb" }],
])("with %s there is no screen: output as it comes, counters at the end", async (_, env) => {
  const watched = new Watched([], { env, program: "print('plain')\n" });
  expect(await watched.ended()).toBe(0);
  expect(watched.raw).toMatch(/^plain\r\nlock gil, [\d.]+ s, 1 thread/);
  expect(watched.raw).not.toContain("\x1b[?");
});

test("without a terminal the output goes to standard output and the counters to standard error", async () => {
  const folder = folderWith({ "hello.py": "import sys\nprint('hello')\nsys.exit(7)\n" });
  const result = await finish(start(["watch", "hello.py"], { cwd: folder }));
  expect([result.status, result.stdout]).toEqual([7, "hello\n"]);
  expect(result.stderr).toMatch(/^lock gil, [\d.]+ s, 1 thread, 0 handoffs/);
});

test("--screen draws one even where CI is set", async () => {
  const watched = new Watched(["--screen"], { env: { CI: "true" } });
  await watched.until(/● LIVE/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("Ctrl-Z gives the terminal to the shell, and fg the screen back", async () => {
  const watched = new Watched([], { shell: true });
  await watched.until(/● LIVE(.*\n)*.* 2 first/);
  watched.pty.write("\x1a");
  await watched.until(/Stopped(.*\n)*prompt> $/m);
  expect(watched.terminal.buffer.active.type).toBe("normal");
  watched.pty.write("stty -a | tr ' ;' '\\n\\n' | grep -x -e '-\\?icanon' -e '-\\?echo' | tr '\\n' '+'; echo end\r");
  await watched.until(/^icanon\+echo\+end/m);
  watched.pty.write("fg\r");
  await watched.until(/● LIVE(.*\n)*.*q quit/);
  watched.tell();
  await watched.until(/ENDED.*exit status 5/);
  watched.pty.write("q");
  await watched.until(/lock gil(.*\n)*prompt> $/m);
  watched.pty.write("echo status $?\r");
  await watched.until(/^status 5/m);
  watched.pty.write("exit\r");
  expect(await watched.ended()).toBe(0);
});

test("a missing file is reported without a screen", async () => {
  const watched = new Watched(["no-such.py"]);
  expect(await watched.ended()).toBe(2);
  expect(watched.raw).toMatch(/can't open file .*no-such\.py/);
  expect(watched.raw).not.toContain("\x1b[?1049h");
});
