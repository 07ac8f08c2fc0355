/**
 * The code that the compiler makes, as the text of `dis` with the source above it (snapshots/*.txt). The text is
 * CPython 3.13's, recorded by record.py.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SourceMap } from "../../src/ast/source.ts";
import { disassemble } from "../../src/bytecode/dis.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parse } from "../../src/grammar/parse.ts";

const folder = new URL("snapshots/", import.meta.url);

interface Snapshot {
  title: string;
  source: string;
  text: string;
}

function readCases(file: string): Snapshot[] {
  const cases = readFileSync(new URL(file, folder), "utf8").split(/^=== /m).slice(1);
  return cases.map((text) => {
    const match = /^(.*)\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(text);
    if (match === null) throw new Error(`${file}: malformed case`);
    const [, title, source, result] = match;
    return { title, source, text: result.trim() };
  });
}

function dis(source: string): string {
  const tree = parse(source, "snapshot.py", "exec");
  const code = compile(tree, new SourceMap(source, "snapshot.py"), { allowUnsupported: true });
  const text = disassemble(code, { addressOf: () => "0x0" });
  return text.replace(/ +$/gm, "").trim();
}

for (const file of readdirSync(folder).sort()) {
  describe(file.replace(/\.txt$/, "").replaceAll("-", " "), () => {
    for (const { title, source, text } of readCases(file)) {
      it(`compiles ${title} as CPython does`, () => {
        expect(dis(source)).toBe(text);
      });
    }
  });
}
