/**
 * Compares the front end with CPython 3.13, live: the trees of every file of the standard library, and the errors of
 * programs broken at random. Prints the differences; the exit status is 1 when there are any.
 *
 *     node scripts/compare-cpython.mjs [--python python3.13] [--trees] [--errors 2000] [--seed 1]
 *
 * Without --trees and --errors it does both. Strings with two escapes that make a surrogate pair are known to differ:
 * they become one character here.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    python: { type: "string", default: "python3.13" },
    trees: { type: "boolean", default: false },
    errors: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const both = !options.trees && options.errors === undefined;
const temporary = mkdtempSync(join(tmpdir(), "gilscope-compare-"));
const bundle = join(temporary, "side.mjs");
const maxBuffer = 1 << 30;

/** Answers of CPython: one line of JSON for each question. */
function askPython(...args) {
  const text = execFileSync(options.python, [join(here, "compare_cpython.py"), ...args], { maxBuffer });
  return text
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** The same of our side. */
function askOurs(what, questions) {
  const file = join(temporary, `${what}.json`);
  writeFileSync(file, JSON.stringify(questions));
  const result = spawnSync(process.execPath, ["--stack-size=3900", bundle, what, file], { maxBuffer });
  if (result.status !== 0) throw new Error(result.stderr.toString());
  return result.stdout
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

let differences = 0;

function compare(title, names, theirs, ours) {
  let different = 0;
  for (const [i, name] of names.entries()) {
    const expected = JSON.stringify(theirs[i]);
    const found = JSON.stringify(ours[i]);
    if (expected === found) continue;
    different++;
    console.log(`${name}\n  CPython:  ${expected.slice(0, 300)}\n  gilscope: ${found.slice(0, 300)}`);
  }
  console.log(`${title}: ${names.length - different} of ${names.length} agree`);
  differences += different;
}

try {
  await build({
    entryPoints: [join(here, "compare-side.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
    logLevel: "warning",
  });
  if (options.trees || both) {
    const theirs = askPython("trees");
    const files = theirs.map((answer) => answer.file);
    const trees = theirs.map((answer) => answer.tree);
    compare("trees", files, trees, askOurs("trees", files));
  }
  if (options.errors !== undefined || both) {
    const theirs = askPython("errors", options.errors ?? "2000", options.seed);
    const programs = theirs.map((answer) => answer.source);
    const errors = theirs.map((answer) => answer.error);
    compare(
      "errors",
      programs.map((text) => JSON.stringify(text)),
      errors,
      askOurs("errors", programs),
    );
  }
} finally {
  rmSync(temporary, { recursive: true });
}
process.exit(differences === 0 ? 0 : 1);
