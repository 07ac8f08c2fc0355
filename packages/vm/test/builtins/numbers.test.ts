import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { host, type SystemCalls } from "../../src/host.ts";
import { auditText, runPython } from "../objects/python.ts";

const folder = new URL("./programs/", import.meta.url);
/** What random asks of the system when it is not seeded: any bytes will do. */
Object.assign(host, {
  sys: { randomBytes: (into: Uint8Array) => crypto.getRandomValues(into) } as Partial<SystemCalls>,
});

describe("numbers and the modules over them", () => {
  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.py$/, "");
    it(`print what CPython prints: ${name}`, () => {
      const recorded = readFileSync(new URL(`./recorded/${name}.txt`, import.meta.url), "utf8");
      const lines = runPython(readFileSync(new URL(file, folder), "utf8"));
      const wanted = recorded.split("\n").slice(0, -1);
      // Only lines that differ, so that a failure can be read.
      const differing = wanted.flatMap((line, k) =>
        line.replace(/0x[0-9a-f]+/g, "0x") === lines[k] ? [] : [{ wanted: line, got: lines[k] }],
      );
      expect(differing).toEqual([]);
      expect(lines.length).toBe(wanted.length);
      const found = auditText();
      expect(found.clean, found.text).toBe(true);
    }, 60_000);
  }
});
