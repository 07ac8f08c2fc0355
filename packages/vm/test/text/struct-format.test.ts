import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as s from "../../src/text/struct-format.ts";
import { checkRecorded } from "../numeric/recorded.ts";

describe("struct formats", () => {
  checkRecorded(import.meta.url, "struct-format", {
    pack: (format: string, values: s.StructValue[]) => {
      const f = s.parseStruct(format);
      s.checkCount(f, values.length, "pack");
      const out = new Uint8Array(f.size);
      s.pack(f, values, out);
      return out;
    },
    calcsize: (format: string) => BigInt(s.parseStruct(format).size),
    unpack: (format: string, data: Uint8Array) => {
      const f = s.parseStruct(format);
      s.checkUnpack(f, data.length);
      return s.unpack(f, data);
    },
    unpackFrom: (length: bigint, offset: bigint) => {
      const f = s.parseStruct("i");
      return s.unpack(
        f,
        new Uint8Array(Number(length)).fill(1),
        s.checkOffset(f, Number(length), Number(offset), false),
      );
    },
    packInto: (length: bigint, offset: bigint) => {
      const f = s.parseStruct("i");
      const out = new Uint8Array(Number(length));
      s.pack(f, [258n], out, s.checkOffset(f, Number(length), Number(offset), true));
      return out;
    },
    iterUnpack: (format: string, length: bigint) => {
      s.checkIterUnpack(s.parseStruct(format), Number(length));
      return null;
    },
  });

  it("says what each value must be", () => {
    const f = s.parseStruct("2hx3sd?cp");
    expect([0, 1, 2, 3, 4, 5, 6].map((i) => s.wants(f, i))).toEqual([
      "int",
      "int",
      "bytes",
      "float",
      "bool",
      "char",
      "pascal",
    ]);
  });

  it("keeps every half precision number", () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const x = s.halfToFloat(bits);
      if (x === x) expect(s.floatToHalf(x)).toBe(bits);
    }
  });

  it("unpacks what it packed", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.double({ noNaN: true }),
        fc.boolean(),
        (n, x, little) => {
          const f = s.parseStruct(`${little ? "<" : ">"}qd`);
          const out = new Uint8Array(f.size);
          s.pack(f, [n, x], out);
          expect(s.unpack(f, out)).toEqual([n, x]);
        },
      ),
    );
  });
});
