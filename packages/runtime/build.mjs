// Builds the worker side: worker.js holds the virtual machine and the runtime's worker half, front-end.js parser and compiler (loaded when
// something must be compiled), loader.js is what a thread starts from, and worker.cache and front-end.cache are V8's code caches of these (made
// by running a program once; without them everything works, more slowly).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
await bundle({
  root,
  entries: {
    worker: "src/workers/worker.ts",
    "front-end": "../vm/src/front-end.ts",
    loader: "src/workers/loader.ts",
    "make-cache": "src/workers/make-cache.ts",
  },
  format: "cjs",
  constantViews: true,
  define: { "import.meta.url": '"file:///"', GILSCOPE_COMPILER: JSON.stringify(compilerVersion()) },
});
try {
  execFileSync(process.execPath, [`${root}dist/make-cache.js`], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 60_000,
  });
} catch (error) {
  const [why] = String(error.stderr || error.message).split("\n");
  console.error(`runtime: workers will start more slowly, no code cache could be made: ${why}`);
}

/** What cached bytecode must agree with: a hash of every source that can change the compiler's result. */
function compilerVersion() {
  const hash = createHash("sha1");
  const vm = join(root, "..", "vm", "src");
  for (const folder of ["ast", "grammar", "compiler", "bytecode", "numeric", "text"]) {
    for (const name of readdirSync(join(vm, folder)).sort()) hash.update(`${name}\0`).update(readFileSync(join(vm, folder, name)));
  }
  hash.update(readFileSync(join(vm, "front-end.ts")));
  hash.update(readFileSync(join(root, "..", "vm", "package.json")));
  return hash.digest("hex").slice(0, 20);
}
