/** Locks of the program as the trace tells of them. */
import { describe, expect, test } from "vitest";
import { MachineEvent, TraceEvent, type TraceRecord } from "../../src/trace/events.ts";
import { LockBook } from "../../src/trace/locks.ts";

const at = (timeUs: number, ident: number, kind: number, a = 0, b = 0, line = 0, code = 0): TraceRecord => ({
  timeUs,
  kind,
  ident,
  a,
  b,
  line,
  code,
});
const [LOCK_NEW, LOCK_WAIT, LOCK_TAKE, LOCK_DROP, LOCK_FAIL] = [
  MachineEvent.LOCK_NEW,
  MachineEvent.LOCK_WAIT,
  MachineEvent.LOCK_TAKE,
  MachineEvent.LOCK_DROP,
  MachineEvent.LOCK_FAIL,
];

function bookOf(...records: TraceRecord[]): LockBook {
  const book = new LockBook();
  for (const record of records) book.take(record);
  return book;
}

describe("a lock", () => {
  test("is counted taken, contended, refused, waited for and held", () => {
    const book = bookOf(
      at(0, 1, LOCK_NEW, 96, 0, 3, 7),
      at(10, 1, LOCK_TAKE, 96),
      at(12, 2, LOCK_WAIT, 96, 1),
      at(13, 3, LOCK_FAIL, 96, 1),
      at(30, 1, LOCK_DROP, 96),
      at(32, 2, LOCK_TAKE, 96),
      at(40, 2, LOCK_DROP, 96),
    );
    const row = { line: 3, code: 7, maker: 0, reentrant: false, count: 1, taken: 2, contended: 1, refused: 1 };
    expect(book.list()).toEqual([{ ...row, waitedUs: 20, heldUs: 28, longestWaitUs: 20, longestHeldUs: 20 }]);
  });

  test("may be let go of by another thread", () => {
    const book = bookOf(at(0, 1, LOCK_NEW, 96, 0, 3), at(10, 1, LOCK_TAKE, 96), at(25, 2, LOCK_DROP, 96));
    expect(book.list()[0]).toMatchObject({ taken: 1, heldUs: 15 });
  });

  test("whose wait was given up is waited for and refused", () => {
    const book = bookOf(
      at(0, 1, LOCK_NEW, 96, 0, 3),
      at(1, 1, LOCK_TAKE, 96),
      at(2, 2, LOCK_WAIT, 96, 1),
      at(9, 2, LOCK_FAIL, 96, 1),
    );
    expect(book.list()[0]).toMatchObject({ contended: 1, refused: 1, taken: 1, waitedUs: 7 });
  });

  test("at an address that was another's before is another lock", () => {
    const book = bookOf(
      at(0, 1, LOCK_NEW, 96, 0, 3),
      at(1, 1, LOCK_TAKE, 96),
      at(5, 1, LOCK_NEW, 96, 1, 8),
      at(6, 1, LOCK_TAKE, 96),
      at(7, 1, LOCK_DROP, 96),
    );
    expect(book.list()).toMatchObject([
      { line: 3, reentrant: false, heldUs: 4 },
      { line: 8, reentrant: true, heldUs: 1 },
    ]);
  });

  test("is added up with those that the same line made", () => {
    const book = bookOf(
      at(0, 1, LOCK_NEW, 96, 0, 3),
      at(0, 1, LOCK_NEW, 160, 0, 3),
      at(1, 1, LOCK_TAKE, 96),
      at(1, 1, LOCK_TAKE, 160),
      at(3, 1, LOCK_DROP, 160),
      at(4, 1, LOCK_DROP, 96),
    );
    expect(book.list()).toMatchObject([{ count: 2, taken: 2, heldUs: 5, longestHeldUs: 3 }]);
  });

  test("that was made before the program has no line", () => {
    expect(bookOf(at(1, 1, LOCK_TAKE, 96)).list()).toMatchObject([{ line: 0, count: 1, taken: 1 }]);
  });

  test("that is still held or waited for counts up to the end", () => {
    const book = bookOf(at(0, 1, LOCK_NEW, 96, 0, 3), at(10, 1, LOCK_TAKE, 96), at(15, 2, LOCK_WAIT, 96, 1));
    book.cut(100);
    expect(book.list()[0]).toMatchObject({ heldUs: 90, waitedUs: 85 });
    book.take(at(110, 1, LOCK_DROP, 96));
    expect(book.list()[0].heldUs).toBe(100);
  });

  test("is not waited for by a thread that ended", () => {
    const book = bookOf(at(0, 1, LOCK_NEW, 96), at(1, 2, LOCK_WAIT, 96), at(3, 2, TraceEvent.THREAD_END));
    book.cut(50);
    expect(book.list()[0].waitedUs).toBe(2);
  });
});
