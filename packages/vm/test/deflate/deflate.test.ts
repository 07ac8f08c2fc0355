// Compressing and decompressing against Node's zlib: what one makes, the other reads, in pieces of any size and with limits. That the compressed bytes are zlib's own is shown
// by programs/zlib, recorded from CPython.
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adler32, crc32 } from "../../src/deflate/checksum.ts";
import { type DeflateParameters, Deflater, deflaterBytes, Flush, Wrap } from "../../src/deflate/deflater.ts";
import { Format, INFLATER_BYTES, InflateError, Inflater } from "../../src/deflate/inflater.ts";
import { Output } from "../../src/deflate/output.ts";

/** Data with repetitions, as compressors meet it. */
const compressible = fc
  .array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.tuple(fc.nat(2000), fc.nat(400))), { maxLength: 60 })
  .map((parts) => {
    const out: number[] = [];
    for (const part of parts) {
      if (part instanceof Uint8Array) out.push(...part);
      else if (out.length > 0) for (let k = 0; k < part[1]; k++) out.push(out[Math.max(0, out.length - 1 - part[0])]);
    }
    return Uint8Array.from(out);
  });
const parameters: fc.Arbitrary<DeflateParameters> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  wrap: fc.constantFrom(Wrap.RAW, Wrap.ZLIB, Wrap.GZIP),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.integer({ min: 0, max: 4 }),
});
const formatOf = (wrap: Wrap): Format =>
  wrap === Wrap.RAW ? Format.RAW : wrap === Wrap.ZLIB ? Format.ZLIB : Format.GZIP;

/** Compress in pieces; the state lies in the middle of a larger memory and is opened anew for each. */
function deflated(data: Uint8Array, p: DeflateParameters, piece: number, flush: Flush): Uint8Array {
  const memory = new Uint8Array(deflaterBytes(p) + 16).fill(7);
  Deflater.start(memory, 8, p, null);
  const out = new Output();
  for (let at = 0; at < data.length; at += piece) {
    const d = Deflater.open(memory, 8);
    d.deflate(out, data, at, Math.min(data.length, at + piece), flush);
    d.close();
  }
  const d = Deflater.open(memory, 8);
  d.deflate(out, data, 0, 0, Flush.FINISH);
  d.close();
  expect(memory.subarray(0, 8).every((byte) => byte === 7) && memory.subarray(-8).every((byte) => byte === 7)).toBe(
    true,
  );
  return out.made.slice();
}

function inflated(data: Uint8Array, format: Format, windowBits: number, piece: number, limit: number): Uint8Array {
  const memory = new Uint8Array(INFLATER_BYTES + 16).fill(7);
  Inflater.start(memory, 8, format, windowBits);
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const inflater = Inflater.open(memory, 8);
    const out = new Output(4);
    at += inflater.inflate(out, data, at, Math.min(data.length, at + piece), limit);
    inflater.close();
    expect(out.length).toBeLessThanOrEqual(limit);
    parts.push(out.made.slice());
    if (inflater.done) {
      expect(at).toBe(data.length);
      break;
    }
    if (at === data.length && out.length === 0) throw new Error("the stream does not end");
  }
  return Uint8Array.from(Buffer.concat(parts));
}

describe("deflate", () => {
  it("makes what zlib reads, whatever the parameters, pieces and flushes", () => {
    const flushes = fc.constantFrom(Flush.NONE, Flush.PARTIAL, Flush.SYNC, Flush.FULL, Flush.BLOCK);
    fc.assert(
      fc.property(compressible, parameters, fc.integer({ min: 1, max: 3000 }), flushes, (data, p, piece, flush) => {
        const packed = deflated(data, p, piece, flush);
        const unpack = [zlib.inflateRawSync, zlib.inflateSync, zlib.gunzipSync][p.wrap];
        expect(Buffer.compare(unpack(packed), data)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("slides its window over data that is larger than it", () => {
    const data = Uint8Array.from({ length: 200_000 }, (_, k) => (k * k) >> (k % 7));
    for (const windowBits of [9, 15])
      for (const level of [0, 1, 6, 9]) {
        const p = { level, wrap: Wrap.ZLIB, windowBits, memLevel: 8, strategy: 0 };
        expect(Buffer.compare(zlib.inflateSync(deflated(data, p, 50_000, Flush.NONE)), data)).toBe(0);
      }
  });
});

describe("inflate", () => {
  it("reads what zlib makes, in pieces of any size and with any limit", () => {
    const sizes = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(
        compressible,
        parameters,
        sizes,
        sizes,
        (bytes, { level, wrap, windowBits, memLevel, strategy }, piece, limit) => {
          const pack = [zlib.deflateRawSync, zlib.deflateSync, zlib.gzipSync][wrap];
          const packed = pack(bytes, { level, windowBits, memLevel, strategy });
          expect(Buffer.compare(inflated(packed, formatOf(wrap), windowBits, piece, limit), bytes)).toBe(0);
          if (wrap !== Wrap.RAW) expect(inflated(packed, Format.EITHER, 15, 1 << 20, 1 << 20)).toEqual(bytes);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("reads gzip headers with every field", () => {
    const body = zlib.deflateRawSync("text");
    const name = Buffer.from("name\0");
    const head = Buffer.from([
      31,
      139,
      8,
      4 | 8 | 16 | 2,
      1,
      2,
      3,
      4,
      0,
      3,
      3,
      0,
      9,
      9,
      9,
      ...name,
      ...Buffer.from("comment\0"),
    ]);
    const sum = crc32(0, head) & 0xffff;
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(crc32(0, Buffer.from("text")), 0);
    tail.writeUInt32LE(4, 4);
    const all = Buffer.concat([head, Buffer.from([sum & 255, sum >> 8]), body, tail]);
    expect(Buffer.from(inflated(all, Format.GZIP, 15, 3, 100)).toString()).toBe("text");
    all[head.length] ^= 1;
    expect(() => inflated(all, Format.GZIP, 15, 1 << 20, 100)).toThrow("header crc mismatch");
  });

  it("refuses damaged data with an error, and never with anything else", () => {
    fc.assert(
      fc.property(
        compressible,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 60 }),
        (data, where, by, piece) => {
          const packed = Uint8Array.from(zlib.deflateSync(data));
          packed[where % packed.length] ^= by;
          try {
            expect(Buffer.compare(inflated(packed, Format.ZLIB, 15, piece, 1 << 20), data)).toBe(0);
          } catch (thrown) {
            const isEnd = thrown instanceof Error && /does not end|to be/.test(thrown.message);
            if (!(thrown instanceof InflateError) && !isEnd) throw thrown;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("checksums", () => {
  it("are zlib's, in one piece and in two", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), fc.nat(9000), (data, cut) => {
        const trailer = Buffer.from(zlib.gzipSync(data)).subarray(-8);
        expect(crc32(crc32(0, data.subarray(0, cut)), data.subarray(cut))).toBe(trailer.readUInt32LE(0));
        const adler = Buffer.from(zlib.deflateSync(data)).subarray(-4);
        expect(adler32(adler32(1, data.subarray(0, cut)), data.subarray(cut))).toBe(adler.readUInt32BE(0));
      }),
    );
  });
});
