/**
 * Compares the code that the compiler makes of CPython's library with the code that CPython makes of it: instructions,
 * operands, source positions, exception tables, constants, flags, stack sizes.
 *
 *     node test/compiler/compare-lib/compare.mjs [--all] [FILE...]
 *
 * Without files: the modules at the top of Lib; with --all every file below it (minutes). PYTHON names the interpreter
 * (default python3.13). Prints the first difference of each file that differs; exit status 1 if there is one that is
 * not expected.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const python = process.env.PYTHON ?? "python3.13";
const args = process.argv.slice(2);
const all = args.includes("--all");

/** Known differences, each with its reason. */
const expected = [
  [
    /surrogat|test_codeccallbacks|test_codecs|test_filecmp|test_linecache|test_android|test_str\.|json.test_scanstring|test_unicode\.|test_userfunctions/,
    "two \\u escapes that form a surrogate pair are one character here",
  ],
  [/module_iso_8859_1|module_koi8_r/, "dump.ts reads every file as UTF-8"],
  [/test_complex/, "powers of complex constants are left to run time"],
  [/test_float/, "constants that are NaN share a slot"],
];

function libFiles() {
  const code = "import os; print(os.path.dirname(os.__file__))";
  const lib = execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
  const skipped = /(^|\/)(site-packages|lib2to3|tokenizedata)\/|bad/;
  return readdirSync(lib, { recursive: all })
    .filter((name) => name.endsWith(".py") && !skipped.test(name))
    .sort()
    .map((name) => join(lib, name));
}

const given = args.filter((arg) => arg !== "--all");
const files = given.length > 0 ? given : libFiles();
const work = mkdtempSync(join(tmpdir(), "gilscope-compare-"));
let unexpected = 0;
try {
  const bundle = join(work, "dump.mjs");
  await build({ entryPoints: [join(here, "dump.ts")], bundle: true, platform: "node", format: "esm", outfile: bundle });
  for (let start = 0; start < files.length; start += 200) {
    const part = files.slice(start, start + 200);
    const [a, b] = [join(work, `py${start}`), join(work, `ts${start}`)];
    mkdirSync(a);
    mkdirSync(b);
    execFileSync(python, [join(here, "dump.py"), a, ...part], { stdio: "inherit" });
    execFileSync(process.execPath, ["--stack-size=4000", bundle, b, ...part], { stdio: "inherit" });
    part.forEach((name, i) => {
      const [want, got] = [a, b].map((folder) => readFileSync(join(folder, `${i}.txt`), "utf8").split("\n"));
      const at = want.findIndex((line, k) => line !== got[k]);
      if (at < 0 && want.length === got.length) return;
      const reason = expected.find(([pattern]) => pattern.test(name))?.[1];
      if (reason === undefined) unexpected++;
      const block = want.slice(0, at + 1).findLast((line) => line.startsWith("=="));
      console.log(`${name}${reason === undefined ? "" : ` (expected: ${reason})`}\n  ${block}`);
      console.log(`  CPython:  ${want[at]?.slice(0, 200)}\n  gilscope: ${got[at]?.slice(0, 200)}`);
    });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${files.length} files, ${unexpected} with differences that are not expected`);
process.exitCode = unexpected === 0 ? 0 : 1;
