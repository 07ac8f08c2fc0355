/** `gilscope watch` as its users have it: the built command in a pseudo-terminal, its screen read from an emulator. Waits for texts, never for times. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IPty, spawn } from "@lydell/node-pty";
import { Terminal } from "@xterm/headless";
import { afterEach, expect, test, vi } from "vitest";
import { finish, folderWith, gilscope, packagesFolder, start } from "./cli/support.ts";

vi.setConfig({ testTimeout: 120_000 });
const command = join(packagesFolder, "cli/bin/gilscope.js");
const cacheHome = folderWith();
const running: Watched[] = [];

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 140, rows: 40 },
];

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
  /** Pieces that the terminal has not taken yet. */
  private unread = 0;
  status: number | null = null;
  readonly flag: string;
  readonly folder: string;

  /** @param shell type the command into a shell, which has job control. */
  constructor(
    args: string[],
    {
      columns = 80,
      rows = 24,
      env = {} as Record<string, string>,
      program = "",
      shell = false,
      file = "",
      verb = "watch",
    } = {},
  ) {
    this.folder = folderWith();
    this.flag = join(this.folder, "flag");
    const script = join(this.folder, "demo.py");
    writeFileSync(script, program || untilTold(this.flag));
    this.terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10_000 });
    // As in a shell: what is on the normal screen must be there afterwards.
    this.terminal.write("$ gilscope watch\r\n");
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, COLORTERM: ____, ...rest } = process.env as Record<string, string>;
    const words = [process.execPath, command, verb, ...args, ...(verb === "tour" ? [] : [file || script])];
    this.pty = spawn(shell ? "bash" : words[0], shell ? ["--norc", "--noprofile", "-i"] : words.slice(1), {
      cols: columns,
      rows,
      cwd: this.folder,
      env: { ...rest, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TERM: "xterm-256color", XDG_CACHE_HOME: cacheHome, ...env },
    });
    this.pty.onData((data) => {
      this.raw += data;
      this.unread++;
      this.terminal.write(data, () => this.unread--);
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

  /** Everything on the normal screen, with what scrolled away above it. */
  left(): string {
    const { normal } = this.terminal.buffer;
    return Array.from({ length: normal.length }, (_, row) => normal.getLine(row)?.translateToString(true) ?? "").join(
      "\n",
    );
  }

  /** Whether the terminal shows a whole frame: a frame may come in several pieces. */
  private get whole(): boolean {
    return this.unread === 0 && this.raw.lastIndexOf("\x1b[?2026h") <= this.raw.lastIndexOf("\x1b[?2026l");
  }

  /** Resolves when the screen shows this. */
  async until(wanted: RegExp | ((screen: string) => boolean)): Promise<string> {
    for (;;) {
      const screen = this.screen().join("\n");
      if (this.whole && (typeof wanted === "function" ? wanted(screen) : wanted.test(screen))) return screen;
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
  // What was there before is above what came.
  expect(watched.left().split("\n")[0]).toBe("$ gilscope watch");
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
  const after = watched.left();
  expect(after).toMatch(
    /^\$ gilscope watch\nbegin {3}\| red\nall done\ncomplaint\nlock gil, [\d.]+ s, 3 threads, \d+ handoffs/,
  );
  expect(after).toMatch(/\nfirst +\d\.\d+ s +\d\.\d+ s +\d\.\d+ s.*\nsecond /);
});

test("at 140x40 there is room for names and for a third percentage", async () => {
  const watched = new Watched([], { columns: 140, rows: 40 });
  await watched.until(/3 threads on \d+ cpus/);
  await watched.until(/\n[▶◌~zx] 3 second {2}(.*\n)*.*handoffs [1-9]\d* \(\d+ forced, \d+ at I\/O/);
  const screen = watched.screen();

  expect(screen[1]).toMatch(/run {2}wait {2}block$/);
  expect(screen[5]).toMatch(/^[▶◌~zx] 2 first {7}.*\d+% +\d+% +\d+%$/);
  expect(screen[39]).toContain("q quit");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

test.each(sizes)("at $columns columns Ctrl-C leaves with 130", async (size) => {
  const watched = new Watched([], size);
  await watched.until(/2 first/);
  watched.pty.write("\x03");
  expect(await watched.ended()).toBe(130);
  expectTerminalRestored(watched);
  expect(watched.left()).toContain("lock gil, ");
});

test.each([
  ["SIGTERM", 143, sizes[0]],
  ["SIGTERM", 143, sizes[1]],
  ["SIGINT", 130, sizes[0]],
  ["SIGHUP", 129, sizes[1]],
] as const)("%s gives the terminal back and ends with %d", async (signal, status, size) => {
  const watched = new Watched([], size);
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

test.each([
  [sizes[0], sizes[1], "  run  wait  block"],
  [sizes[1], sizes[0], "  run wait"],
])("from $columns columns another size is drawn anew, and a tiny one says what is needed", async (from, to, heads) => {
  const watched = new Watched([], from);
  await watched.until(/2 first/);
  watched.resize(to.columns, to.rows);
  await watched.until((screen) => {
    const rows = screen.split("\n");
    return rows[1].endsWith(heads) && rows[to.rows - 1].includes("q quit");
  });
  expect(watched.screen()[1].length).toBe(to.columns);
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
  expect(watched.left()).toContain("no lock (unsafe), ");
});

test("without the lock the heap is recounted at the end, and the sentence has the verdict", async () => {
  const watched = new Watched(["--lock", "none"], { program: "print('hello')\n" });
  await watched.until(/ENDED.*exit status 0(.*\n)* the program ended after [\d.]+m?s; audit: [\d,]+ objects, clean\n/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
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

/** Two threads that add to a counter for ever, each in its own way, so that every line of a step is known. */
const stepped = `
import threading
total = 0
def add(value):
    return value + 1
def work():
    global total
    while True:
        seen = total
        more = add(seen)
        total = more
threads = [threading.Thread(target=work, name=name) for name in ("first", "second")]
for thread in threads:
    thread.start()
`;

/** Line that thread `label` is on, from the source pane. */
const lineOf = (screen: string, label: string): number =>
  Number(new RegExp(`\\n(?:${label}.|.${label}|.\\+) +(\\d+) `).exec(screen)?.[1] ?? 0);

test.each(sizes)("at $columns columns it stands, steps line by line, and goes to the next handoff", async (size) => {
  const watched = new Watched(["--switch-interval", "0.001"], { program: stepped, ...size });
  await watched.until(/3 second/);
  await watched.until(/handoffs [1-9]/);
  watched.pty.write(" ");
  await watched.until(/PAUSED(.*\n)*.*variables of/);
  watched.pty.write("2");
  await watched.until(/variables of 2(.*\n)*.*work, line \d+(.*\n)*.* seen /);
  // Three lines a round and one in add: every line comes within six steps. It may have been stopped where add begins, in line 4.
  const seen = new Set<number>();
  const step = async (): Promise<number> => {
    const before = lineOf(watched.screen().join("\n"), "2");
    watched.pty.write("s");
    await watched.until((screen) => /PAUSED/.test(screen) && ![0, before].includes(lineOf(screen, "2")));
    return before;
  };
  for (let times = 0; times < 6; times++) seen.add(await step());
  expect([...seen].sort((x, y) => x - y)).toEqual([4, 5, 8, 9, 10, 11].filter((line) => seen.has(line)));
  expect(seen.size).toBeGreaterThanOrEqual(4);
  // A key that comes while a step is under way counts.
  while (lineOf(watched.screen().join("\n"), "2") !== 9) await step();
  watched.pty.write("ss");
  await watched.until((screen) => lineOf(screen, "2") === 5);
  const count = (screen: string) => Number(/ handoffs (\d+)/.exec(screen)?.[1]);
  watched.pty.write("0");
  await watched.until(/PAUSED/);
  const before = count(watched.screen().join("\n"));
  watched.pty.write("n");
  await watched.until((screen) => /PAUSED/.test(screen) && count(screen) > before);
  watched.pty.write(" ");
  await watched.until(/● LIVE/);
  watched.pty.write("[");
  await watched.until(/speed 1\/10\b/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

test.each(sizes)("at $columns columns one looks back, zooms, and returns to the present", async (size) => {
  const watched = new Watched(["--switch-interval", "0.002"], { program: stepped, ...size });
  await watched.until(/handoffs [1-9]\d/);
  watched.pty.write("\x1b[D\x1b[D");
  await watched.until(/◀◀ BACK [\d.]+m?s of [\d.]+m?s(.*\n)*.*end live/);
  const axis = watched.screen()[1];
  watched.pty.write("+");
  await watched.until((screen) => screen.split("\n")[1] !== axis);
  watched.pty.write("b");
  await watched.until(/[23] (?:first |second )?holds the lock (?:for )?0µs/);
  const at = (screen: string) => /\ncursor +([\d.]+m?s) ▲/.exec(screen)?.[1];
  const first = at(watched.screen().join("\n"));
  watched.pty.write("b");
  await watched.until((screen) => at(screen) !== undefined && at(screen) !== first);
  watched.pty.write("n");
  await watched.until((screen) => at(screen) === first);
  // Home: nobody but the main thread had begun.
  watched.pty.write("g");
  await watched.until(/\ncursor +▲ 0µs/);
  watched.pty.write("\x1b[F");
  await watched.until(/● LIVE/);
  watched.pty.write("?");
  await watched.until(/help: _/);
  watched.pty.write("inter");
  await watched.until(/help: inter_(.*\n)*.*interval +how long a waiter waits/);
  watched.pty.write("\x1b");
  await watched.until(/lock owner/);
  watched.pty.write("f");
  watched.pty.write("sec\r");
  await watched.until((screen) => /filter sec/.test(screen) && /3 second/.test(screen) && !/2 first/.test(screen));
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
});

/** Two threads that compute for some milliseconds. */
const counts = `
import threading
def count():
    n = 0
    while n < 300000:
        n += 1
threads = [threading.Thread(target=count, name=name) for name in ("first", "second")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
`;

test.each(sizes)("at $columns columns it runs again without the lock, and compares both runs", async (size) => {
  const watched = new Watched([], { program: counts, ...size });
  await watched.until(/ENDED.*exit status 0/);
  watched.pty.write("c");
  await watched.until(/COMPARE {3}A lock ON \(gil\) {3}B lock OFF \(free\)(.*\n)*lock owner(.*\n)*running/);
  const screen = watched.screen().join("\n");
  expect(screen).toMatch(/\n wall time +[\d.]+m?s +[\d.]+m?s +(?:[\d.]+x (?:faster|slower)|same)\n/);
  expect(screen).toMatch(/\n output +1 line +1 line +same\n/);
  watched.pty.write("\t");
  await watched.until((text) => /lock owner/.test(text) && !/\nrunning/.test(text));
  watched.pty.write("\x1b");
  await watched.until(/ENDED.*lock OFF/);
  watched.pty.write("l");
  await watched.until(/(LIVE|ENDED).*lock OFF \(none\)/);
  watched.pty.write("q");
  await watched.ended();
  expectTerminalRestored(watched);
});

test("comparing makes the runs that are missing, and r runs in the same mode again", async () => {
  const watched = new Watched([], { program: counts });
  await watched.until(/ENDED.*exit status 0/);
  watched.pty.write("c");
  await watched.until(/COMPARE {3}A lock ON \(gil\) {3}B lock OFF \(free\)/);
  watched.pty.write("m");
  await watched.until(/COMPARE {3}A lock ON \(gil\) {3}B lock OFF \(none\)/);
  watched.pty.write("m");
  await watched.until(/COMPARE {3}A lock ON \(gil\) {3}B lock OFF \(free\)/);
  watched.pty.write("\x1b");
  await watched.until(/ENDED.*lock OFF \(none\)/);
  watched.pty.write("r");
  await watched.until(/LIVE.*lock OFF \(none\)/);
  await watched.until(/ENDED.*lock OFF \(none\)/);
  watched.pty.write("l");
  await watched.until(/(LIVE|ENDED).*lock ON \(gil\)/);
  watched.pty.write("q");
  await watched.ended();
});

const crossed = `
import threading
left = threading.Lock()
right = threading.Lock()
met = threading.Barrier(2)
def work(one, other):
    with one:
        met.wait()
        with other:
            print("never")
threads = [threading.Thread(target=work, args=pair) for pair in ((left, right), (right, left))]
for thread in threads:
    thread.start()
EXTRA
`;

test.each(sizes)("at $columns columns a deadlock is drawn as a circle", async (size) => {
  const watched = new Watched([], { program: crossed.replace("EXTRA", ""), ...size });
  await watched.until(/ENDED.*exit status 3/);
  await watched.until(/┌▸ [23] work-[12] holds (left|right)(.*\n)*.*└──┘ waits for (left|right)/);
  expect(watched.screen().join("\n")).toMatch(
    /\n deadlock after [\d.]+m?s: [23] needs (left|right), held by [23]; [23] needs (left|right), held by [23]/,
  );
  watched.pty.write("q");
  expect(await watched.ended()).toBe(3);
  expectTerminalRestored(watched);
  expect(watched.left()).toContain("deadlock");
});

test.each([...sizes.map((size) => ({ ...size, lock: "gil" })), { ...sizes[0], lock: "free" }])(
  "a deadlock of some threads is drawn while the others go on, at $columns columns, --lock $lock",
  async (how) => {
    const { lock, ...size } = how;
    const watched = new Watched(["--lock", lock], {
      program: crossed.replace("EXTRA", "while True:\n    pass"),
      ...size,
    });
    await watched.until(/● LIVE(.*\n)*.*┌▸ [23] work-[12] holds (left|right)(.*\n)*.*└──┘ waits for (left|right)/);
    watched.pty.write("q");
    expect(await watched.ended()).toBe(0);
  },
);

test("a thread that waits for itself is found in slow motion too, while the others go on", async () => {
  const program = `
import threading
lock = threading.Lock()
def again():
    with lock:
        with lock:
            pass
threading.Thread(target=again).start()
while True:
    pass
`;
  const watched = new Watched([], { program });
  await watched.until(/\n[x ] 2 again-1 /);
  watched.pty.write("[[[");
  await watched.until(/speed 1\/1000(.*\n)* deadlock: 2 needs lock, held by itself(.*\n)*.*┌▸ 2 again-1 holds lock/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("without the lock the events are what threads waited for", async () => {
  const program = `
import threading, time
both = threading.Barrier(2)
def work():
    for _ in range(3):
        both.wait()
    time.sleep(0.001)
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`;
  const watched = new Watched(["--lock", "free"], { program, ...sizes[1] });
  await watched.until(/ENDED(.*\n)*.*── waits ─/);
  const screen = watched.screen().join("\n");
  expect(screen).toMatch(/[23] {2}waited [\d.]+[mµ]s +asleep \(line 7\)/);
  expect(screen).toMatch(/[23] {2}waited [\d.]+[mµ]s +for a lock \(line 6\)/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("the program reads what is typed at the foot of the screen", async () => {
  const program = "import sys\nprint('name?')\nprint('hello', input())\nprint(repr(sys.stdin.read()))\n";
  const watched = new Watched([], { program });
  await watched.until(/name\?(.*\n)* i type the input it waits for/);
  watched.pty.write("iWorl");
  await watched.until(/\n input> Worl_/);
  watched.pty.write("xx\x7f\x7fd\r");
  await watched.until(/hello World/);
  await watched.until(/ i type the input it waits for/);
  watched.pty.write("\x04");
  await watched.until(/ENDED.*exit status 0/);
  expect(watched.screen().join("\n")).toContain("  ''");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("a recording is written, and opened again", async () => {
  const watched = new Watched([], { program: "import time\nprint('recorded')\ntime.sleep(0.05)\n" });
  await watched.until(/ENDED/);
  watched.pty.write("w");
  await watched.until(/wrote demo-gil\.gilscope \(\d+ KiB\)/);
  const ended = /ENDED ([\d.]+m?s)/.exec(watched.screen()[0])?.[1] as string;
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  const again = new Watched([], { file: join(watched.folder, "demo-gil.gilscope") });
  await again.until(/ENDED.*exit status 0(.*\n)*.*1 main(.*\n)*.*m?s {2}recorded\n.* 2 print\('recorded'\)/);
  expect(again.screen()[0]).toContain(`ENDED ${ended}`);
  again.pty.write("q");
  expect(await again.ended()).toBe(0);
  expectTerminalRestored(again);
});

test("what is no recording is said to be none", async () => {
  const folder = folderWith({ "x.gilscope": "no" });
  const run = await finish(start(["watch", join(folder, "x.gilscope")]));
  expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/x\.gilscope' is not a gilscope recording\n/)]);
});

test.each([
  [["no.gilscope"], "can't open recording 'no.gilscope': No such file or directory"],
  [["--stats", "x.py"], "watch takes no --stats: it says the counters at its end in any case"],
  [["--trace", "x.json", "x.py"], "watch takes no --trace: the key w writes a recording"],
  [[], "no script named; for example: gilscope watch race.py"],
])("watch %j says what is wrong", async (args, said) => {
  const { status, stderr } = await gilscope(["watch", ...args], { cwd: folderWith() });
  expect([status, stderr]).toEqual([2, `gilscope: ${said}\nTry 'gilscope --help' for more.\n`]);
});

test("with a screen reader the moment is said in words, at each pause and step", async () => {
  const watched = new Watched(["--switch-interval", "0.001"], {
    program: stepped,
    columns: 140,
    env: { INK_SCREEN_READER: "true" },
  });
  await watched.until(/space pauses and goes on, s steps a line/);
  watched.pty.write("n");
  await watched.until(/stands at [\d.]+[mµ]?s {3}.*(?:holds|nobody)/);
  watched.pty.write("s");
  await watched.until(/(stands at (.*\n)*){2}/);
  watched.pty.write(" ");
  await watched.until(/goes on/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expect(watched.raw).not.toContain("\x1b[?1049h");
});

test("threads by the hundred, and a changed switch interval, leave the screen right", async () => {
  const program = `
import sys, threading
for round in range(4):
    threads = [threading.Thread(target=sum, args=(range(1000),)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(0.001)
for n in range(3000):
    print("line", n)
`;
  const watched = new Watched([], { program });
  await watched.until(/ENDED.*exit status 0/);
  await watched.until(/\n {4}\+18\d more\n/);
  expect(watched.screen()[2]).toMatch(/^ {2}1 main .*┃/);
  expect(watched.screen().every((row) => row.length <= 80)).toBe(true);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
  expect(watched.left()).toContain("\nline 2999\n");
});

test("the tour goes from part to part, and stands where something is to be stepped through", async () => {
  const watched = new Watched([], { verb: "tour" });
  await watched.until(/1 of 5: one at a time/);
  watched.pty.write("\r");
  await watched.until(/2 of 5(.*\n)*running|running(.*\n)*.*2 of 5/);
  watched.pty.write("\r");
  await watched.until(/PAUSED(.*\n)*.*3 of 5/);
  watched.pty.write("\x7f");
  await watched.until(/2 of 5/);
  watched.pty.write("\r");
  await watched.until(/3 of 5/);
  watched.pty.write("\r");
  await watched.until(/4 of 5/);
  watched.pty.write("\r");
  const last = await watched.until(/ENDED(.*\n)* deadlock after/);
  // All of the circle is there, and no key that leads nowhere.
  expect(last).toMatch(/┌▸ [23] \S+ holds (left|right)(.*\n){3}.*└──┘ waits for (left|right)/);
  expect(last).not.toContain("next part");
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
  expectTerminalRestored(watched);
  expect(watched.left()).toMatch(/^\$ gilscope watch\nThat was the tour\. See your own: gilscope watch script\.py\n*$/);
});

test.each(sizes)(
  "at $columns columns a program that fails shows its traceback, on the screen and after it",
  async (size) => {
    const watched = new Watched([], { program: "def f():\n    1 / 0\nf()\n", ...size });
    await watched.until(/ENDED.*exit status 1/);
    expect(watched.screen().join("\n")).toMatch(/!ZeroDivisionError: divisio(…|n by zero)\n/);
    expect(watched.screen().join("\n")).toMatch(/\n ended after [\d.]+m?s: ZeroDivisionError: division by zero\n/);
    watched.pty.write("q");
    expect(await watched.ended()).toBe(1);
    expect(watched.left()).toContain("\nZeroDivisionError: division by zero\n");
  },
);

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

test("without a terminal it reads standard input, the output goes to standard output and the counters to standard error", async () => {
  const folder = folderWith({ "hello.py": "import sys\nprint('hello', input())\nsys.exit(7)\n" });
  const result = await gilscope(["watch", "hello.py"], { cwd: folder, stdin: "you\n" });
  expect([result.status, result.stdout]).toEqual([7, "hello you\n"]);
  expect(result.stderr).toMatch(/^lock gil, [\d.]+ s, 1 thread, 0 handoffs/);
});

test("--screen draws one even where CI is set", async () => {
  const watched = new Watched(["--screen"], { env: { CI: "true" } });
  await watched.until(/● LIVE/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test.each(sizes)("at $columns columns Ctrl-Z gives the terminal to the shell, and fg the screen back", async (size) => {
  const watched = new Watched([], { shell: true, ...size });
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
  // The counters may be longer than the screen.
  await watched.until(() => /\nlock gil[\s\S]*\nprompt> ?\n*$/.test(watched.left()));
  watched.pty.write("echo status $?\r");
  await watched.until(/^status 5/m);
  watched.pty.write("exit\r");
  expect(await watched.ended()).toBe(0);
});

test("a stop that comes from outside gives the terminal back as well", async () => {
  const program = "import os, time\nprint('process', os.getpid())\nwhile True: time.sleep(0.01)\n";
  const watched = new Watched([], { shell: true, program });
  await watched.until(/process \d+/);
  const [, pid] = /process (\d+)/.exec(watched.screen().join("\n")) as RegExpExecArray;
  process.kill(Number(pid), "SIGTSTP");
  await watched.until(/Stopped(.*\n)*prompt> $/m);
  expect(watched.terminal.buffer.active.type).toBe("normal");
  watched.pty.write("fg\r");
  await watched.until(/● LIVE(.*\n)*.*q quit/);
  watched.pty.write("q");
  await watched.until(/prompt> $/m);
  watched.pty.write("exit\r");
  expect(await watched.ended()).toBe(0);
});

test("a stop that nobody could continue leaves the screen as it is", async () => {
  const program = "import os, time\nprint('process', os.getpid())\nwhile True: time.sleep(0.01)\n";
  const watched = new Watched([], { program });
  await watched.until(/process \d+/);
  const [, pid] = /process (\d+)/.exec(watched.screen().join("\n")) as RegExpExecArray;
  const before = watched.raw.length;
  process.kill(Number(pid), "SIGTSTP");
  await watched.until(() => /\x1b\[\?1049l[\s\S]*\x1b\[\?1049h/.test(watched.raw.slice(before)));
  await watched.until(/● LIVE(.*\n)*.*q quit/);
  watched.pty.write("q");
  expect(await watched.ended()).toBe(0);
});

test("a missing file is reported without a screen", async () => {
  const watched = new Watched(["no-such.py"]);
  expect(await watched.ended()).toBe(2);
  expect(watched.raw).toMatch(/can't open file .*no-such\.py/);
  expect(watched.raw).not.toContain("\x1b[?1049h");
});
