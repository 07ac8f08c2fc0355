/** The report of `--lock none` on a damaged heap, with damage that the test does itself. */
import { describe, expect, test } from "vitest";
import { SourceMap } from "../../src/ast/source.ts";
import { damageReport } from "../../src/builtins/damage-report.ts";
import { moduleDict, newModule } from "../../src/builtins/modules.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parse } from "../../src/grammar/parse.ts";
import { handleLevel, keep, releaseTo } from "../../src/heap/handles.ts";
import { G, H, T } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { setHost, type ThreadHost } from "../../src/host.ts";
import { loadCode } from "../../src/interpreter/load-code.ts";
import { dictSetStr } from "../../src/objects/dict-core.ts";
import { internJs } from "../../src/objects/intern.ts";
import { newInt } from "../../src/objects/number-core.ts";
import { newList } from "../../src/objects/sequence-core.ts";
import { runPython } from "../objects/python.ts";

const source = `limit = 50
rows = []
def reset():
    global seen
    seen = {}
def work():
    rows.append(limit)
    seen[1] = 2
seen = {}
`;

runPython("pass");
setHost({
  mode: "none",
  slot: 0,
  breaker: new Int32Array(4),
  breakerIndex: 0,
  clock: { nowUs: () => 0 },
  ident: () => 1,
  park: () => 1,
  setBreakerOf: () => {},
  setBreaker: () => {},
  stopWorld: () => {},
  startWorld: () => {},
  sys: { open: () => -2, stat: () => -2 },
} as unknown as ThreadHost);

/** The report after `damage` was done to the list `rows` of a main module with the code above; the damage is undone. */
function reportAfter(damage: (list: number, globals: number) => () => void): string {
  const level = handleLevel();
  const code = loadCode(compile(parse(source, "rows.py", "exec"), new SourceMap(source, "rows.py"), {}));
  i32[G.MAIN_CODE] = code;
  const main = newModule("__main__");
  const globals = moduleDict(main);
  const list = keep(newList([newInt(1)]));
  dictSetStr(globals, internJs("limit"), newInt(50));
  dictSetStr(globals, internJs("rows"), list);
  dictSetStr(i32[G.MODULES], internJs("__main__"), main);
  const undo = damage(list >> 2, globals);
  const text = damageReport();
  undo();
  releaseTo(level);
  return text;
}

/** Puts another value into a word for a while. */
const poke = (word: number, value: number) => (): void => {
  i32[word] = value;
};
function change(word: number, value: number): () => void {
  const before = i32[word];
  i32[word] = value;
  return poke(word, before);
}

describe("the report on damage", () => {
  test("names the object, the line that made it and the lines that use it", () => {
    expect(reportAfter((list) => change(list + H.KIND, 0))).toBe(
      [
        "  threads changed the count of the list made in line 2 at once: it was freed while `rows` still named it",
        "    line 2",
        "    line 7 in work",
      ].join("\n"),
    );
  });

  test("sees that the memory is something else's now", () => {
    expect(reportAfter((list) => change(list + H.KIND, (i32[list + H.KIND] & ~0xffff) | T.FLOAT))).toContain(
      "the list made in line 2 at once: it was freed and its memory given to something else while `rows` still named it",
    );
  });

  test("sees a count that fell to 0", () => {
    expect(reportAfter((list) => change(list + H.COUNT, 0))).toContain(
      "its count fell to 0 while `rows` still named it",
    );
  });

  test("names all lines that bind the name", () => {
    const text = reportAfter((_list, globals) => {
      // A reference to where no object is.
      dictSetStr(globals, internJs("seen"), internJs("seen"));
      return () => {};
    });
    expect(text).toContain("the dict made in lines 5 and 9 at once");
  });

  test("says so when no name leads to what broke", () => {
    expect(reportAfter(() => () => {})).toBe("  what broke has no name in the program any more");
  });
});
