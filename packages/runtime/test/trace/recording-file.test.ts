/** The .gilscope file: what is written is read back; what is no such file, is cut off or damaged is refused in words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { TraceEvent, type TraceRecord } from "../../src/trace/events.ts";
import {
  CUT_OFF,
  type Recording,
  RecordingError,
  type RecordingMeta,
  RecordingWriter,
  readRecording,
} from "../../src/trace/recording-file.ts";

const folder = mkdtempSync(join(tmpdir(), "gilscope-recording-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "a.gilscope");

const meta: RecordingMeta = {
  kind: "file",
  script: "räce.py",
  source: "x = 1\nprint('ß')\n",
  argv: ["--n", "3"],
  mode: "gil",
  policy: "new",
  intervalUs: 5000,
  cpus: 2,
  version: "gilscope test",
  startedAt: "2026-01-02T03:04:05.678Z",
};
const end = {
  wallUs: 1234.5,
  status: 3,
  kind: "deadlock",
  report: "two lines\nof it\n",
  names: { "1": "MainThread" },
  cpuUs: 7,
  peakBytes: 8,
  lost: 0,
};

function write(batches: TraceRecord[][], more: (writer: RecordingWriter) => void = () => {}): void {
  const writer = new RecordingWriter(path, meta);
  for (const batch of batches) writer.events(batch);
  more(writer);
  writer.close(end);
}

function eventsOf(recording: Recording): TraceRecord[] {
  const out: TraceRecord[] = [];
  recording.events.forEach((record) => out.push(record));
  recording.events.close();
  return out;
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const natural = fc.nat({ max: 2 ** 31 - 1 });
const records = fc.array(
  fc.record({
    ns: fc.integer({ min: 0, max: 2 ** 48 }),
    kind: fc.nat({ max: 255 }),
    ident: natural,
    a: int32,
    b: int32,
    line: natural,
    code: natural,
  }),
);

describe("a recording", () => {
  test("is read back as it was written", () => {
    fc.assert(
      fc.property(records, (rows) => {
        const list = rows.sort((x, y) => x.ns - y.ns).map(({ ns, ...rest }) => ({ timeUs: ns / 1000, ...rest }));
        write([list.slice(0, 3), list.slice(3)]);
        const recording = readRecording(path);
        expect(recording.meta).toEqual(meta);
        expect(recording.end).toEqual(end);
        expect(eventsOf(recording)).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });

  test("holds output, code objects and sources", () => {
    const code = { id: 7, name: "Work.run.<locals>.f", file: "räce.py", line: 2 };
    write([], (writer) => {
      writer.output(Uint8Array.of(0, 255, 10), 1, 12.25);
      writer.output(new Uint8Array(0), 2, 13);
      writer.code(code);
      writer.source("räce.py", meta.source);
    });
    const { output, codes, sources, events } = readRecording(path);
    expect(output.map(({ timeUs, fd, bytes }) => [timeUs, fd, [...bytes]])).toEqual([
      [12.25, 1, [0, 255, 10]],
      [13, 2, []],
    ]);
    expect([...codes]).toEqual([[7, code]]);
    expect([...sources]).toEqual([["räce.py", meta.source]]);
    expect(events.length).toBe(0);
  });

  test("takes few bytes an event, in many blocks", () => {
    const list = Array.from({ length: 50_000 }, (_, n) => ({
      timeUs: n * 5003.117,
      kind: n % 2 === 0 ? 5 : 6,
      ident: 1 + ((n >> 1) % 3),
      a: n >> 1,
      b: 17,
      line: 10 + (n % 3),
      code: 5,
    }));
    write([list]);
    expect(readFileSync(path).length).toBeLessThan(list.length * 10);
    const back = eventsOf(readRecording(path));
    expect(back.length).toBe(list.length);
    expect(back.every((record, n) => record.a === list[n].a && Math.abs(record.timeUs - list[n].timeUs) < 0.001)).toBe(
      true,
    );
  });
});

describe("a recording that was cut off", () => {
  const event = (n: number) => ({ timeUs: n * 10, kind: 6, ident: 1, a: 0, b: 0, line: 1, code: 1 });
  const cutOff = { status: 0, kind: CUT_OFF, report: "", cpuUs: 0, peakBytes: 0 };

  test("is read as far as it was brought into the file, with the names it had told", () => {
    const writer = new RecordingWriter(path, meta);
    writer.events([event(0), event(1)]);
    writer.names({ 1: "MainThread", 2: "Thread-1" });
    writer.events([event(2), { ...event(3), kind: TraceEvent.LOST, ident: 0, a: 7 }]);
    writer.flush();
    writer.names({ 2: "two" });
    writer.events([event(4)]);
    writer.abandon();
    const recording = readRecording(path);
    const names = { 1: "MainThread", 2: "two" };
    expect(recording.meta).toEqual(meta);
    expect(recording.end).toEqual({ ...cutOff, wallUs: 30, names, lost: 7 });
    expect(eventsOf(recording).map(({ timeUs }) => timeUs)).toEqual([0, 10, 20, 30]);
  });

  test("may be cut anywhere: what is read are whole blocks from its start", () => {
    const writer = new RecordingWriter(path, meta);
    for (let n = 0; n < 6; n++) {
      writer.events([event(n)]);
      writer.output(Uint8Array.of(65 + n), 1, n * 10);
    }
    writer.close(end);
    const bytes = readFileSync(path);
    const seen = new Set<string>();
    for (let length = 12 + 9 + bytes.readUInt32LE(13); length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const recording = readRecording(path);
      expect(recording.end.kind).toBe(CUT_OFF);
      const count = recording.events.length;
      const { output } = recording;
      expect(recording.end.wallUs).toBe(count === 0 ? 0 : (count - 1) * 10);
      expect(eventsOf(recording)).toEqual(Array.from({ length: count }, (_, n) => event(n)));
      expect(output.length === count || output.length === count - 1).toBe(true);
      seen.add(`${count} ${output.length}`);
    }
    expect(seen.size).toBe(13);
  });
});

describe("reading refuses", () => {
  const refusal = (bytes: Uint8Array): string => {
    writeFileSync(path, bytes);
    try {
      readRecording(path).events.close();
    } catch (error) {
      if (error instanceof RecordingError) return error.message;
      throw error;
    }
    return "";
  };
  const kindOf = (bytes: Uint8Array): string => {
    writeFileSync(path, bytes);
    const { end, events } = readRecording(path);
    events.close();
    return end.kind;
  };
  const whole = (): Buffer => {
    const event = { kind: 6, ident: 1, a: 0, b: 0, line: 1, code: 1 };
    write([Array.from({ length: 100 }, (_, n) => ({ timeUs: n, ...event }))], (writer) => {
      writer.output(Uint8Array.of(65), 1, 50);
    });
    return readFileSync(path);
  };

  test("what is something else", () => {
    expect(refusal(Buffer.from('{"traceEvents": []}'))).toBe("is not a gilscope recording");
    expect(refusal(new Uint8Array(0))).toBe("is not a gilscope recording");
  });

  test("a later form", () => {
    const bytes = whole();
    bytes.writeUInt32LE(9, 8);
    expect(refusal(bytes)).toMatch(/^is a recording of form 9, and this gilscope reads up to form 2/);
  });

  test("a file cut off before it says what was run", () => {
    const bytes = whole();
    const metaEnd = 12 + 9 + bytes.readUInt32LE(13);
    for (let length = 12; length < metaEnd; length++) {
      expect(refusal(bytes.subarray(0, length)), `at ${length}`).toBe("is cut off before it says what was run");
    }
    expect(refusal(bytes.subarray(0, metaEnd))).toBe("");
  });

  test("a file with any byte changed", () => {
    const bytes = whole();
    for (let at = 12; at < bytes.length; at += 3) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 0x41;
      const text = refusal(changed);
      // A length that is too large cannot be told from a file that ends early.
      if (text !== "") expect(text, `at ${at}`).toMatch(/^is (cut off|damaged) /);
      else expect(kindOf(changed), `at ${at}`).toBe(CUT_OFF);
    }
  });

  test("a path where nothing is, with the system's error", () => {
    expect(() => readRecording(join(folder, "nothing"))).toThrow("ENOENT");
  });
});
