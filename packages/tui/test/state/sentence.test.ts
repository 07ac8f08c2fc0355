import { expect, test } from "vitest";
import { countersText, joinFitting, type Moment, nextAsk, sentenceText } from "../../src/state/sentence.ts";
import { themeOf } from "../../src/theme.ts";
import { event, recordingOf, threeThreads } from "../support.ts";

const theme = themeOf(0, true);
const moment: Moment = { nowUs: 16_000, mode: "gil", intervalUs: 5000, cpus: 2, nameOf: (ident) => `name${ident}` };

function sentence(events: string, nowMs: number, columns = 200, mode: Moment["mode"] = "gil"): string {
  return sentenceText(recordingOf(events), { ...moment, nowUs: nowMs * 1000, mode }, columns, theme).trim();
}

test("it says who holds the lock since when on which line, who waits, and who asks when", () => {
  expect(sentence("0 1 start\n0 1 take 12\n1.4 2 start\n1.4 2 wait\n", 3.6, 80)).toBe(
    "3.6ms: 1 holds the lock 3.6ms (line 12) · 2 waits 2.2ms · 2 asks in 2.8ms",
  );
});

test("where there is room the holder has its name", () => {
  expect(sentence("0 1 start\n0 1 take 12", 2)).toBe("2ms: 1 name1 holds the lock 2ms (line 12)");
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
  const text = sentence("0 1 start\n0 1 take 12\n1 2 start\n1 2 wait\n", 3, 50);
  expect(text).toBe("3ms: 1 holds the lock 3ms (line 12) · 2 waits 2ms");
  for (let columns = 40; columns < 120; columns++) {
    expect(sentenceText(recordingOf(threeThreads), moment, columns, theme).length).toBeLessThanOrEqual(columns);
    expect(countersText(recordingOf(threeThreads), moment, columns, theme).length).toBeLessThanOrEqual(columns);
  }
});

test("joining keeps at least the first piece, cut if need be", () => {
  expect([joinFitting(["abc", "def"], ", ", 8), joinFitting(["abc", "def"], ", ", 7)]).toEqual(["abc, def", "abc"]);
  expect(joinFitting(["abcdef"], ", ", 4)).toBe("abcd");
});

test("a waiter asks at the end of the first interval in which the lock did not change hands", () => {
  const waiter = (ident: number, sinceUs: number) => {
    const recording = recordingOf(`0 ${ident} start`);
    recording.take(event(sinceUs / 1000, ident, "wait"));
    return recording.model.list();
  };
  expect(nextAsk(waiter(2, 1000), 0, 5000)).toEqual({ ident: 2, atUs: 6000 });
  expect(nextAsk([{ ...waiter(2, 0)[0], sinceUs: 0 }], 3000, 5000)).toEqual({ ident: 2, atUs: 10_000 });
  expect(nextAsk([{ ...waiter(2, 0)[0], sinceUs: 0 }], 5000, 5000)).toEqual({ ident: 2, atUs: 10_000 });
  expect(nextAsk([], 0, 5000)).toBeNull();
});

test("the counters tell handoffs, how busy the lock was, and how many ran at once", () => {
  const recording = recordingOf(threeThreads);
  expect(countersText(recording, { ...moment, nowUs: 20_000 }, 80, theme)).toBe(
    " handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2",
  );
  expect(countersText(recording, { ...moment, nowUs: 20_000 }, 160, theme)).toBe(
    " handoffs 4 (4 forced, 0 at I/O, sleep or a lock) · 200/s · lock busy 100% · parallelism 1.00 of 2 cpus · waited 25ms (44% of thread time)",
  );
});

test("without the lock the counters warn", () => {
  const text = countersText(
    recordingOf("0 1 start\n0 1 take\n0 2 start\n0 2 take"),
    { ...moment, mode: "none" },
    80,
    theme,
  );
  expect(text).toBe(" parallel 2.00 of 2 · UNSAFE: nothing protects the objects");
});
