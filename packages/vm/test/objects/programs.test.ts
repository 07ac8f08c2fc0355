import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auditText, runPython } from "./python.ts";

const folder = new URL("./programs/", import.meta.url);
const recorded = JSON.parse(readFileSync(new URL("./recorded/programs.json", import.meta.url), "utf8")) as Record<
  string,
  string[]
>;

describe("objects", { timeout: 60_000 }, () => {
  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.py$/, "");
    it(`print what CPython prints: ${name}`, () => {
      const lines = runPython(readFileSync(new URL(file, folder), "utf8"));
      expect(lines).toEqual(recorded[name]);
      const found = auditText();
      expect(found.clean, found.text).toBe(true);
    });
    it(`print it also with a collection at every 40th safe point: ${name}`, () => {
      expect(runPython(readFileSync(new URL(file, folder), "utf8"), 40)).toEqual(recorded[name]);
      const found = auditText();
      expect(found.clean, found.text).toBe(true);
    });
  }
});
