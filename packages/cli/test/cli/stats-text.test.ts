/** The table of --stats: its text, and that it fits into what it is printed on. */
import stringWidth from "string-width";
import type { Stats, ThreadStats } from "@gilscope/runtime/trace/stats.ts";
import { describe, expect, it } from "vitest";
import { asciiText } from "../../src/paper.ts";
import { statsTables, statsText } from "../../src/stats-text.ts";

function thread(id: number, name: string, running_s: number, waiting_s: number, blocked_s: number): ThreadStats {
  return {
    id,
    name,
    running_s,
    waiting_s,
    blocked_s,
    lifetime_s: running_s + waiting_s + blocked_s,
    blocked: blocked_s > 0 ? { sleep_s: blocked_s } : {},
    takes: 1200 * id,
    forced_off: id,
    waits:
      waiting_s > 0
        ? { count: 7, longest_s: waiting_s / 2, p50_s: 0.0051, p99_s: 0.00085 }
        : { count: 0, longest_s: 0, p50_s: 0, p99_s: 0 },
  };
}

const stats: Stats = {
  mode: "gil",
  policy: "new",
  wall_s: 0.41234,
  handoffs: { forced: 79, voluntary: 3 },
  threads: [
    thread(1, "MainThread", 0.0021, 0, 0.4102),
    thread(2, "Thread-1 (count)", 0.2, 0.2101, 0),
    thread(3, "糸-2 (数える, a rather long name for a thread)", 12.2, 100.2, 0.5),
  ],
  cpus: 2,
  lock_busy: 0.99,
  parallelism: 0.99,
  cpu_s: 0.5,
  peak_mib: 90,
  handed: [
    { from: 2, to: 3, times: 40 },
    { from: 3, to: 2, times: 39 },
    { from: 0, to: 1, times: 3 },
  ],
  locks: [
    {
      name: "Account.lock",
      kind: "Lock",
      file: "bank.py",
      line: 4,
      function: "Account.__init__",
      count: 3,
      taken: 1805,
      contended: 4,
      refused: 0,
      waited_s: 0.177,
      held_s: 0.0695,
      longest_wait_s: 0.0658,
      longest_held_s: 0.0144,
    },
  ],
  longest_waits: [
    {
      thread: 2,
      at_s: 0.12,
      wait_s: 0.0151,
      file: "bank.py",
      line: 10,
      function: "count",
      meanwhile: [
        { thread: 3, file: "bank.py", line: 12, function: "count", held_s: 0.01, times: 2, reason: "forced" },
        { thread: 1, file: "bank.py", line: 20, function: "<module>", held_s: 0.005, times: 1, reason: "park" },
        { thread: 1, file: "", line: 0, function: "", held_s: 0.0001, times: 1, reason: "exit" },
      ],
    },
  ],
  lost_events: 0,
};
const unlimited = { columns: Number.POSITIVE_INFINITY, color: false };

describe("the table", () => {
  it("has a line on the run, tables of threads and locks, handovers, waits and what the figures mean", () => {
    expect(statsTables(stats, unlimited)).toMatchInlineSnapshot(`
      "lock gil, 0.412 s, 3 threads, 82 handoffs: 79 forced, 3 voluntary
      thread                                            running   waiting for the lock   blocked   got it   forced off   longest wait   median      99%
      MainThread                                        0.002 s                0.000 s   0.410 s    1,200            1              0        0        0
      Thread-1 (count)                                  0.200 s                0.210 s   0.000 s    2,400            2       105.1 ms   5.1 ms   850 µs
      糸-2 (数える, a rather long name for a thread)   12.200 s              100.200 s   0.500 s    3,600            3       50.100 s   5.1 ms   850 µs
      blocked
        MainThread: 410.2 ms asleep
        糸-2 (数える, a rather long name for a …: 500.0 ms asleep
      lock              kind   made                         taken   contended     waited      held   longest wait   longest held
      Account.lock ×3   Lock   line 4 in Account.__init__   1,805           4   177.0 ms   69.5 ms        65.8 ms        14.4 ms
      handed over
        Thread-1 (count) > 糸-2 (数える, a rather … 40, 糸-2 (数える, a rather … > Thread-1 (count) 39, ? > MainThread 3
      longest waits for the lock
        15.1 ms: Thread-1 (count) at line 10 in count, from 120.0 ms on
          糸-2 (数える, a rather long name for a thread) held it 10.0 ms in 2 turns, until a waiter asked for it (line 12 in count)
          MainThread held it 5.0 ms, until it had to wait itself (line 20)
          MainThread held it 100 µs, until it ended
      lock busy 99%: the part of the time in which some thread held the lock. Others waited for it: more threads cannot make this program faster under the lock.
      parallelism 0.99 of 2 cpus: how many threads ran at once on average. Under the lock it cannot exceed 1.
      "
    `);
  });

  it("is narrow on a narrow terminal", () => {
    expect(statsTables(stats, { columns: 40, color: false })).toMatchInlineSnapshot(`
      "lock gil, 0.412 s, 3 threads,
      82 handoffs: 79 forced, 3 voluntary
      thread         running   waiting blocked
      MainThread     0.002 s   0.000 s 0.410 s
      Thread-1 (co…  0.200 s   0.210 s 0.000 s
      糸-2 (数える… 12.200 s 100.200 s 0.500 s
      blocked
        MainThread: 410.2 ms asleep
        糸-2 (数える, a r…: 500.0 ms asleep
      lock            taken   waited    held
      Account.lock ×3 1,805 177.0 ms 69.5 ms
      handed over
        Thread-1 (co… > 糸-2 (数える… 40,
        糸-2 (数える… > Thread-1 (co… 39,
        ? > MainThread 3
      longest waits for the lock
        15.1 ms: Thread-1 (count) at line 10
          in count, from 120.0 ms on
          糸-2 (数える, a rather long name for
            a thread) held it 10.0 ms in 2
            turns, until a waiter asked for it
            (line 12 in count)
          MainThread held it 5.0 ms, until it
            had to wait itself (line 20)
          MainThread held it 100 µs, until it
            ended
      lock busy 99%: the part of the time in
        which some thread held the lock.
        Others waited for it: more threads
        cannot make this program faster under
        the lock.
      parallelism 0.99 of 2 cpus: how many
        threads ran at once on average. Under
        the lock it cannot exceed 1.
      "
    `);
  });

  it.each([40, 44, 52, 60, 63, 64, 70, 80, 100, 132])("fits into %i columns", (columns) => {
    for (const color of [false, true]) {
      for (const line of statsTables(stats, { columns, color }).split("\n")) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("has colour only where it may", () => {
    expect(statsTables(stats, unlimited)).not.toContain("\x1b");
    expect(statsTables(stats, { columns: 80, color: true })).toContain("\x1b[");
  });

  it("does not speak of handoffs where there is no lock", () => {
    const text = statsTables({ ...stats, mode: "none", policy: "none" }, unlimited);
    expect(text).toMatch(/^no lock \(unsafe\), 0\.412 s, 3 threads\n/);
  });

  it("lets no thread's name move the cursor", () => {
    const threads = [{ ...stats.threads[0], name: "a\x1b[2J\nb" }];
    expect(statsTables({ ...stats, threads }, unlimited)).toContain("a?[2J?b");
  });
});

describe("what the figures mean", () => {
  const meaning = (change: Partial<Stats>) =>
    statsTables({ ...stats, ...change }, unlimited)
      .split("\n")
      .slice(-3);

  it("depends on whether others waited for a busy lock", () => {
    expect(meaning({})[0]).toContain("more threads cannot make this program faster");
    expect(meaning({ lock_busy: 0.3 })[0]).toContain("lock busy 30%");
    expect(meaning({ lock_busy: 0.3 })[0]).toContain("all threads were blocked or on their way");
  });

  it("has no busy lock where there is none", () => {
    const text = statsTables({ ...stats, mode: "none", lock_busy: null, parallelism: 1.8 }, unlimited);
    expect(text).not.toContain("lock busy");
    expect(text).toContain("parallelism 1.80 of 2 cpus: how many threads ran at once on average. It can reach 2.\n");
  });
});

it("says when events were lost", () => {
  expect(statsTables({ ...stats, lost_events: 12 }, unlimited)).toContain("12 events of the trace lost");
});

it("is one line as JSON", () => {
  const text = statsText(stats, true);
  expect(text.indexOf("\n")).toBe(text.length - 1);
  expect(JSON.parse(text)).toEqual(stats);
});

it("is of ASCII alone where that is asked for, in as many columns", () => {
  expect(asciiText("850 µs: a long na… 線 é")).toBe("850 us: a long na~ ?? ?");
  expect(statsText(stats, false, false)).toContain("850 µs");
  expect(statsText(stats, false, true)).toMatch(/^[\x00-\x7f]*850 us[\x00-\x7f]*$/);
});
