// `node scripts/run-ts.mjs FILE.ts [args]`: runs a TypeScript script of this repository (generators, comparisons with
// CPython) on Nodes that cannot do so themselves: bundles it in memory and runs the result as a child process.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { root } from "./build.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node scripts/run-ts.mjs FILE.ts [args]\n");
  process.exit(2);
}
// Below the root, so that packages left outside the bundle resolve from there.
const folder = join(root, ".cache", "run-ts");
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `${process.pid}.mjs`);
await build({
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "bundle",
  external: ["esbuild", "@ohm-js/cli", "vitest"],
  logLevel: "warning",
  define: { "import.meta.url": JSON.stringify(new URL(`file://${resolve(file)}`).href) },
  banner: {
    js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(${JSON.stringify(join(dirname(resolve(file)), "x.js"))});`,
  },
});
const result = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...args], { stdio: "inherit" });
rmSync(outfile, { force: true });
process.exit(result.status ?? 1);
