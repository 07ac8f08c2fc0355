import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auditText, runPython } from "../objects/python.ts";
import { memoryHost } from "./memory-host.ts";

const folder = new URL("./library/", import.meta.url);

describe("built-in functions, files, imports and the library", { timeout: 60_000 }, () => {
  for (const name of readdirSync(folder)
    .filter((n) => n.endsWith(".txt"))
    .map((n) => n.slice(0, -4))) {
    for (const stress of [0, 40]) {
      it(`print what CPython prints${stress === 0 ? "" : ", with a collection at every 40th safe point"}: ${name}`, () => {
        memoryHost(stress);
        const lines = runPython(readFileSync(new URL(`${name}.py`, folder), "utf8"), stress);
        const wanted = readFileSync(new URL(`${name}.txt`, folder), "utf8")
          .replace(/0x[0-9a-f]+/g, "0x")
          .split("\n")
          .slice(0, -1);
        const differing = wanted.flatMap((line, k) =>
          line === lines[k] ? [] : [{ line: k + 1, wanted: line, got: lines[k] }],
        );
        expect(differing.slice(0, 5)).toEqual([]);
        expect(lines.length).toBe(wanted.length);
        const found = auditText();
        expect(found.clean, found.text).toBe(true);
      });
    }
  }
});
