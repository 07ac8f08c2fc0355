import { expect, test } from "vitest";
import { type About, countersText, joinFitting, nextAsk, sentenceText } from "../../src/state/sentence.ts";
import { themeOf } from "../../src/theme.ts";
import { gridOf, recordingOf, threeThreads } from "../support.ts";

const theme = themeOf(0, true);
const about: About = { atUs: 16_000, mode: "gil", intervalUs: 5000, cpus: 2, nameOf: (ident) => `name${ident}` };

function sentence(events: string, atMs: number, columns = 109, mode: About["mode"] = "gil"): string {
  const recording = recordingOf(events);
  const atUs = atMs * 1000;
  return sentenceText(recording, recording.momentAt(atUs), { ...about, atUs, mode }, columns, theme).trim();
}

const counters = (events: string, columns: number, mode: About["mode"] = "gil", nowMs = 20): string => {
  const recording = recordingOf(events);
  return countersText(recording, gridOf(recording, 1000, 40, nowMs * 1000), { ...about, mode }, columns, theme);
};

test("it says who holds the lock since when on which line, who waits, and who asks when", () => {
  expect(sentence("0 1 start\n0 1 take 12\n1.4 2 start\n1.4 2 wait\n", 3.6, 80)).toBe(
    "3.6ms: 1 holds the lock 3.6ms (line 12) · 2 waits 2.2ms · 2 asks in 2.8ms",
  );
});

test("it says so of any moment", () => {
  expect(sentence(threeThreads, 6.5, 100)).toBe(
    "6.5ms: 2 holds the lock 500µs (line 20) · 3 waits 4.5ms · 1 waits 500µs · 1 asks in 4.5ms",
  );
  expect(sentence(threeThreads, 16, 80)).toContain("16ms: 2 holds the lock 2ms (line 22) · 1 waits 2ms");
});

test("where there is room it is a whole sentence with the holder's name", () => {
  expect(sentence("0 1 start\n0 1 take 12\n1 2 start\n1 2 wait\n2 3 start\n2 3 wait", 3, 140)).toBe(
    "at 3ms   1 name1 holds the lock for 3ms (line 12)   waiting: 2 for 2ms, 3 for 1ms   2 asks for it in 3ms",
  );
});

test("a holder that was asked is said to have been asked", () => {
  expect(sentence("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n6 2 ask", 6.1, 80)).toBe(
    "6.1ms: 1 holds the lock 6.1ms · 2 waits 5.1ms · 2 has asked for it",
  );
});

test("those who wait longest come first, beyond four they are counted", () => {
  const waiters = [2, 3, 4, 5, 6, 7].map((ident) => `${ident} ${ident} start\n${ident} ${ident} wait`).join("\n");
  expect(sentence(`0 1 start\n0 1 take\n${waiters}`, 7)).toContain(
    "2 waits 5ms · 3 waits 4ms · 4 waits 3ms · 5 waits 2ms · 2 more wait",
  );
});

test("a lock that nobody has is free, and what the threads do instead is said", () => {
  expect(
    sentence("0 1 start\n0 1 take\n0 2 start\n0 3 start\n0 4 start\n1 1 join\n1 2 sleep\n1 3 sleep\n2 4 lock", 5, 80),
  ).toBe("5ms: nobody holds the lock · 1 in join 4ms · 2,3 asleep · 4 at a lock 3ms");
});

test("reading and writing are input and output", () => {
  expect(sentence("0 1 start\n0 1 take\n1 1 io", 3)).toBe("3ms: nobody holds the lock · 1 in I/O 2ms");
});

test("without the lock it says who runs", () => {
  expect(sentence("0 1 start\n0 1 take 4\n0 2 start\n0 2 take 5\n1 3 start\n1 3 take\n1 3 sleep", 3, 80, "none")).toBe(
    "3ms: 1 runs (line 4) · 2 runs (line 5) · 3 asleep 2ms",
  );
});

test("pieces that do not fit are left out whole", () => {
  expect(sentence("0 1 start\n0 1 take 12\n1 2 start\n1 2 wait\n", 3, 50)).toBe(
    "3ms: 1 holds the lock 3ms (line 12) · 2 waits 2ms",
  );
  for (let columns = 40; columns < 140; columns++) {
    expect(sentence(threeThreads, 16, columns).length).toBeLessThan(columns);
    expect(counters(threeThreads, columns).length).toBeLessThanOrEqual(columns);
  }
});

test("joining keeps at least the first piece, cut if need be", () => {
  expect([joinFitting(["abc", "def"], ", ", 8), joinFitting(["abc", "def"], ", ", 7)]).toEqual(["abc, def", "abc"]);
  expect(joinFitting(["abcdef"], ", ", 4)).toBe("abcd");
});

test("a waiter asks at the end of the first interval in which the lock did not change hands", () => {
  const waiter = (queuedUs: number) => [{ ident: 2, queuedUs }];
  expect(nextAsk(waiter(1000), 0, 5000)).toEqual({ ident: 2, atUs: 6000 });
  expect(nextAsk(waiter(1), 3000, 5000)).toEqual({ ident: 2, atUs: 10_001 });
  expect(nextAsk(waiter(1), 5000, 5000)).toEqual({ ident: 2, atUs: 10_001 });
  expect(nextAsk([], 0, 5000)).toBeNull();
});

test("the counters tell handoffs, how busy the lock was, how many ran at once, of what is visible", () => {
  expect(counters(threeThreads, 80)).toBe(
    " handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2 · waited 25ms".slice(0, 80 - 12).trimEnd(),
  );
  expect(counters(threeThreads, 160)).toBe(
    " handoffs 4 (4 forced, 0 at I/O, sleep or a lock) · 200/s · lock busy 100% · parallelism 1.00 of 2 cpus · waited 25ms (44% of thread time)",
  );
  const recording = recordingOf(threeThreads);
  expect(countersText(recording, gridOf(recording, 1000, 5, 20_000), about, 80, theme)).toContain(
    " handoffs 0 (0 forced) · 0/s · lock busy 100%",
  );
});

test("without the lock the counters warn, and count what broke", () => {
  const events = "0 1 start\n0 1 take\n0 2 start\n0 2 take";
  expect(counters(events, 80, "none")).toBe(" parallel 2.00 of 2 · UNSAFE: nothing protects the objects");
  const recording = recordingOf(events);
  recording.breaks.push({ timeUs: 1000, ident: 2 });
  expect(countersText(recording, gridOf(recording, 1000, 5, 2000), { ...about, mode: "none" }, 80, theme)).toContain(
    "UNSAFE: 1 broken",
  );
});
