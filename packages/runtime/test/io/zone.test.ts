/** Names of local time, from a zone file made here: the machine's own differ. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { zoneMoment } from "../../src/io/zone.ts";

/** A file of version 2: nothing in its first part, then the changes, types and names, then the rule for later times. */
function zoneFile(
  changes: [time: number, type: number][],
  types: [offset: number, dst: number, name: number][],
  names: string,
  rule: string,
) {
  const header = (counts: number[]) => {
    const bytes = Buffer.alloc(44);
    bytes.write("TZif2");
    counts.forEach((count, k) => bytes.writeUInt32BE(count, 20 + 4 * k));
    return bytes;
  };
  const times = Buffer.alloc(changes.length * 8);
  changes.forEach(([time], k) => times.writeBigInt64BE(BigInt(time), k * 8));
  const records = Buffer.alloc(types.length * 6);
  types.forEach(([offset, dst, name], k) => {
    records.writeInt32BE(offset, k * 6);
    records[k * 6 + 4] = dst;
    records[k * 6 + 5] = name;
  });
  const kinds = Buffer.from(changes.map(([, type]) => type));
  const empty = header([0, 0, 0, 0, 0, 0]);
  const full = header([0, 0, 0, changes.length, types.length, names.length]);
  return Buffer.concat([empty, full, times, kinds, records, Buffer.from(`${names}\n${rule}\n`, "latin1")]);
}

let folder = "";
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gilscope-zone-"));
  before = process.env.TZ;
});
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
  rmSync(folder, { recursive: true });
});

test("is what the file says for its times, and its rule for later ones", () => {
  process.env.TZ = join(folder, "zone");
  const types: [number, number, number][] = [
    [3208, 0, 0],
    [3600, 0, 4],
    [7200, 1, 8],
  ];
  const changes: [number, number][] = [
    [-2_422_054_408, 1],
    [1000, 2],
    [2000, 1],
  ];
  writeFileSync(process.env.TZ, zoneFile(changes, types, "LMT\0CET\0CEST\0", "CET-1CEST,M3.5.0,M10.5.0/3"));
  expect(zoneMoment(-3_000_000_000, 3208)).toMatchObject({ name: "LMT", dst: false });
  expect(zoneMoment(0, 3600)).toMatchObject({ name: "CET", dst: false });
  expect(zoneMoment(1500, 7200)).toMatchObject({ name: "CEST", dst: true });
  expect(zoneMoment(4e9, 3600)).toMatchObject({ name: "CET", dst: false });
  expect(zoneMoment(4e9, 7200)).toMatchObject({ name: "CEST", dst: true });
});

test("knows rules whose summer is the standard time, and names in brackets", () => {
  process.env.TZ = `:${join(folder, "zone")}`;
  writeFileSync(join(folder, "zone"), zoneFile([], [[0, 0, 0]], "LMT\0", "<+0530>-5:30<+04>-4"));
  expect(zoneMoment(0, 19800)).toMatchObject({ name: "+0530", dst: false });
  expect(zoneMoment(0, 14400)).toMatchObject({ name: "+04", dst: true });
});

test.each([
  ["is none", ""],
  ["is none of a zone", "TZif"],
])("nothing is known where the file %s", (_what, text) => {
  process.env.TZ = join(folder, "zone");
  if (text !== "") writeFileSync(process.env.TZ, text);
  expect(zoneMoment(0, 0)).toBe(null);
});
