import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SourceMap } from "../../src/ast/source.ts";
import { decodeCodeFile, encodeCodeFile } from "../../src/bytecode/code-file.ts";
import { codeEquals } from "../../src/bytecode/consts.ts";
import { disassemble } from "../../src/bytecode/dis.ts";
import { verify } from "../../src/bytecode/verify.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parse } from "../../src/grammar/parse.ts";
import { allCodes, codeData, numberedAddresses } from "./code-data.ts";

const lines = readFileSync(new URL("fixtures/dis.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");

for (const line of lines) {
  const { name, source, code: json, dis } = JSON.parse(line);
  const code = compile(parse(source, name, "exec"), new SourceMap(source, name), { allowUnsupported: true });

  test(`${name}, compiled here, is disassembled as CPython's`, () => {
    expect(disassemble(code, { addressOf: numberedAddresses() })).toBe(dis);
  });

  test(`${name}, compiled here, has CPython's code objects`, () => {
    const theirs = [...allCodes(codeData(json))];
    const ours = [...allCodes(code)];
    expect(ours.map((c) => c.qualname)).toEqual(theirs.map((c) => c.qualname));
    ours.forEach((ourCode, i) => {
      const theirCode = theirs[i] as typeof ourCode;
      // CO_FAST_HIDDEN cannot be seen from Python, so it is not recorded.
      const localspluskinds = ourCode.localspluskinds.map((kind) => kind & ~0x10);
      expect({ ...ourCode, localspluskinds, consts: null }).toEqual({ ...theirCode, consts: null });
    });
  });

  test(`${name}, compiled here, verifies and survives a cache file`, () => {
    for (const inner of allCodes(code)) expect(verify(inner)).toBeNull();
    const key = { compiler: "1", source: name };
    const back = decodeCodeFile(encodeCodeFile(code, key), key);
    expect(back !== null && codeEquals(back, code)).toBe(true);
  });
}
