// Every conformance program, under gilscope, twice: once plainly and once with a collection at every few allocations; and those about objects, calls and
// threads once more in the lock-free mode, as if a second thread had been started before them (so that objects are shared, and locked).
// Each time with --audit, which must find the heap clean. What it printed, its errors and its exit status must be what
// CPython 3.13 gave when `pnpm record` wrote the expectation.
//
// GILSCOPE_TEST_COMMAND runs another command in gilscope's place (python3.13, to test the programs themselves); then
// there is no audit to check and only one configuration. GILSCOPE_TEST_PROGRAMS=str/,int/pow selects programs.

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findPrograms, limiter, parseExpectation, runProgram } from "../scripts/programs.mjs";

const packageFolder = fileURLToPath(new URL("../", import.meta.url));
const override = process.env.GILSCOPE_TEST_COMMAND?.split(" ");
const command = override ?? [process.execPath, `${packageFolder}bin/gilscope.js`, "run", "--audit"];
/** Programs that tell nothing about counts of functions, classes and modules, which never die without the lock once there are threads. */
const withoutLock =
  /^(?:classes|closures|collections|descriptors|dict|exceptions|functools|generators|itertools|list|set|slots|super|threading?|with)\//;
const configurations: Record<string, Record<string, string>> = override === undefined
  ? {
      plainly: {},
      "with a collection every 7 allocations": { GILSCOPE_GC_STRESS: "7" },
      "without the global lock": { PYTHON_GIL: "0", GILSCOPE_THREADED: "1", GILSCOPE_GC_STRESS: "499" },
    }
  : { override: {} };
const wanted = process.env.GILSCOPE_TEST_PROGRAMS?.split(",");
const programs = findPrograms().filter((p) => wanted === undefined || wanted.some((part) => p.name.includes(part)));
const limit = limiter(Math.min(2, availableParallelism()));

/**
 * Takes the audit's line out of standard error; it must say "clean". It must be there, except for a program that is
 * refused when it is compiled: that one may end before there is a heap.
 */
function withoutAudit(stderr: string, refused: boolean): string {
  const lines = stderr.split("\n");
  const at = lines.findIndex((line) => line.startsWith("audit: "));
  if (at < 0 && refused) return stderr;
  expect(at, `no audit line on standard error:\n${stderr}`).toBeGreaterThanOrEqual(0);
  expect(lines.slice(at).join("\n")).toMatch(/^audit: [\d,]+ objects?, clean$/m);
  lines.splice(at, 1);
  return lines.join("\n");
}

/** The report of refused syntax, with one caret however wide the construct is, and with or without `SyntaxError: `. */
function oneCaret(stderr: string): string {
  return stderr.replace(/^( *)\^+$/gm, "$1^").replace(/^SyntaxError: (?=gilscope does not support)/m, "");
}

test("the command has been built", () => {
  expect(
    override !== undefined || existsSync(`${packageFolder}dist`),
    "packages/cli/dist does not exist: run `pnpm build` before this test",
  ).toBe(true);
});

test("there are at least 500 programs", () => {
  expect(wanted === undefined ? programs.length : 500).toBeGreaterThanOrEqual(500);
});

for (const [configuration, env] of Object.entries(configurations)) {
  describe.concurrent(`programs ${configuration}`, () => {
    for (const program of programs.filter((p) => env.PYTHON_GIL === undefined || withoutLock.test(p.name))) {
      test(program.name, { timeout: 300_000 }, async () => {
        expect(existsSync(program.expectedFile), "not recorded yet: run `pnpm record --missing`").toBe(true);
        const expected = parseExpectation(readFileSync(program.expectedFile, "utf8"), program.expectedFile);
        if (override !== undefined && expected.byHand) return; // CPython runs what gilscope refuses
        const actual = await limit(() => runProgram(command, program, { env, timeoutMs: 240_000 }));
        expect(actual.timedOut, `no end after 240 s; standard error:\n${actual.stderr}`).toBe(false);
        const refused = /^(syntax-errors|unsupported)\//.test(program.name);
        const audited = override === undefined ? withoutAudit(actual.stderr, refused) : actual.stderr;
        const stderr = expected.byHand ? oneCaret(audited) : audited;
        expect({ stdout: actual.stdout, stderr, exit: actual.exit }).toEqual({
          stdout: expected.stdout,
          stderr: expected.stderr,
          exit: expected.exit,
        });
      });
    }
  });
}
