// `pnpm generate`: writes every generated file again; with `--check` fails when one was stale. Generated files are
// committed, each is named here once, with the script that writes it. Scripts that need CPython are not here: they record
// (`pnpm record` and the like) and are run by hand.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build.mjs";

/** @type {{ run: string, outputs: string[] }[]} script (.mjs, or .ts by run-ts.mjs) and what it writes, from the root */
const generators = [
  { run: "packages/vm/scripts/generate-grammar.mjs", outputs: ["packages/vm/src/grammar/python.generated.ts"] },
  {
    run: "packages/vm/scripts/generate-eval.mjs",
    outputs: ["packages/vm/src/interpreter/eval.generated.ts", "packages/vm/src/interpreter/eval-step.generated.ts"],
  },
  { run: "packages/vm/scripts/opcodes-doc.ts", outputs: ["docs/opcodes.md"] },
  { run: "packages/vm/scripts/python-modules.ts", outputs: ["packages/vm/src/builtins/python.generated.ts"] },
];

const check = process.argv.includes("--check");
const stale = [];
for (const { run, outputs } of generators) {
  const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined);
  const before = outputs.map(read);
  const args = run.endsWith(".ts") ? [join(root, "scripts", "run-ts.mjs"), join(root, run)] : [join(root, run)];
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  if (result.status !== 0) {
    process.stderr.write(`generate: ${run} failed\n${result.stdout}`);
    process.exit(1);
  }
  outputs.forEach((path, index) => {
    if (read(path) !== before[index]) stale.push(path);
  });
}
for (const path of stale) process.stdout.write(`${check ? "was stale, now written" : "written"}: ${path}\n`);
process.exit(check && stale.length > 0 ? 1 : 0);
