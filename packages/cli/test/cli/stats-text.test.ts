/** The table of --stats: its text, and that it fits into what it is printed on. */
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { statsTable, statsText } from "../../src/stats-text.ts";

const stats = {
  mode: "gil" as const,
  policy: "new",
  wall_s: 0.41234,
  handoffs: { forced: 79, voluntary: 3 },
  threads: [
    { id: 1, name: "MainThread", running_s: 0.0021, waiting_s: 0, blocked_s: 0.4102 },
    { id: 2, name: "Thread-1 (count)", running_s: 0.2, waiting_s: 0.2101, blocked_s: 0 },
    {
      id: 3,
      name: "糸-2 (数える, a rather long name for a thread)",
      running_s: 12.2,
      waiting_s: 100.2,
      blocked_s: 0.5,
    },
  ],
};
const unlimited = { columns: Number.POSITIVE_INFINITY, color: false };

describe("the table", () => {
  it("has a line on the run and a row for each thread", () => {
    expect(statsTable(stats, unlimited)).toMatchInlineSnapshot(`
      "lock gil, 0.412 s, 3 threads, 82 handoffs: 79 forced, 3 voluntary
      thread                                            running   waiting for the lock   blocked
      MainThread                                        0.002 s                0.000 s   0.410 s
      Thread-1 (count)                                  0.200 s                0.210 s   0.000 s
      糸-2 (数える, a rather long name for a thread)   12.200 s              100.200 s   0.500 s
      "
    `);
  });

  it("is narrow on a narrow terminal", () => {
    expect(statsTable(stats, { columns: 40, color: false })).toMatchInlineSnapshot(`
      "lock gil, 0.412 s, 3 threads,
      82 handoffs: 79 forced, 3 voluntary
      thread         running   waiting blocked
      MainThread     0.002 s   0.000 s 0.410 s
      Thread-1 (co…  0.200 s   0.210 s 0.000 s
      糸-2 (数える… 12.200 s 100.200 s 0.500 s
      "
    `);
  });

  it.each([40, 44, 52, 60, 63, 64, 70, 80, 100, 132])("fits into %i columns", (columns) => {
    for (const color of [false, true]) {
      for (const line of statsTable(stats, { columns, color }).split("\n")) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("has colour only where it may", () => {
    expect(statsTable(stats, unlimited)).not.toContain("\x1b");
    expect(statsTable(stats, { columns: 80, color: true })).toContain("\x1b[");
  });

  it("does not speak of handoffs where there is no lock", () => {
    const text = statsTable({ ...stats, mode: "none", policy: "none" }, unlimited);
    expect(text).toMatch(/^no lock \(unsafe\), 0\.412 s, 3 threads\n/);
  });

  it("lets no thread's name move the cursor", () => {
    const threads = [{ ...stats.threads[0], name: "a\x1b[2J\nb" }];
    expect(statsTable({ ...stats, threads }, unlimited)).toContain("a?[2J?b");
  });
});

it("is one line as JSON", () => {
  const text = statsText(stats, true, unlimited);
  expect(text.indexOf("\n")).toBe(text.length - 1);
  expect(JSON.parse(text)).toEqual(stats);
});
