// Builds the worker side: worker.js holds the virtual machine and the runtime's worker half (free/worker.js for the lock-free mode), front-end.js parser and compiler (loaded when
// something must be compiled), library.js the modules written in Python (loaded when a heap must be built), loader.js is what a thread starts from. worker.cache and front-end.cache are V8's code caches of these, heap.image is
// the heap as the boot leaves it; all three are made by running a program, and without them everything works, more slowly.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const libraryInFile = { "vm/src/builtins/library-texts.ts": "vm/src/builtins/library-texts-file.ts" };
const workers = {
  root,
  format: "cjs",
  machine: "worker",
  compact: true,
  define: { "import.meta.url": '"file:///"', ...versions() },
};
await bundle({
  ...workers,
  entries: {
    worker: "src/workers/worker.ts",
    "front-end": "../vm/src/front-end.ts",
    library: "../vm/src/builtins/python.generated.ts",
    loader: "src/workers/loader.ts",
    "make-cache": "src/workers/make-cache.ts",
  },
  keep: ["free"],
  replace: libraryInFile,
});
// The machine once more for the lock-free mode: counting and locking are decided when the code is built, so that the other modes pay nothing.
await bundle({
  ...workers,
  outdir: "dist/free",
  entries: { worker: "src/workers/worker.ts" },
  replace: { ...libraryInFile, "vm/src/heap/build.ts": "vm/src/heap/build-free.ts" },
});
try {
  // The first run makes the heap's image, the second one starts from it: only what such a start compiles is to be in the code caches.
  for (const kept of [
    ["heap.image", "worker.cache", "front-end.cache"],
    ["worker.cache", "front-end.cache"],
  ]) {
    for (const free of ["", "free"]) {
      for (const name of kept) {
        if (free === "" || name !== "front-end.cache") rmSync(join(root, "dist", free, name), { force: true });
      }
      execFileSync(process.execPath, [`${root}dist/make-cache.js`, free], {
        stdio: ["ignore", "ignore", "pipe"],
        timeout: 60_000,
      });
    }
  }
} catch (error) {
  const [why] = String(error.stderr || error.message).split("\n");
  console.error(`runtime: workers will start more slowly, no code cache could be made: ${why}`);
}

/**
 * Hashes that caches must agree with: GILSCOPE_COMPILER of every source that can change the compiler's result (for cached bytecode), and
 * GILSCOPE_BUILD of everything that the bundles are made of (for V8's code caches).
 */
function versions() {
  const vm = join(root, "..", "vm");
  const compiler = createHash("sha1");
  const build = createHash("sha1");
  const add = (path, hashes) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name), hashes);
    } else for (const hash of hashes) hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path));
  };
  for (const name of ["ast", "grammar", "compiler", "bytecode", "numeric", "text", "front-end.ts"]) {
    add(join(vm, "src", name), [compiler, build]);
  }
  add(join(vm, "package.json"), [compiler, build]);
  add(join(vm, "src"), [build]);
  add(join(root, "src"), [build]);
  add(join(root, "build.mjs"), [build]);
  add(join(root, "..", "..", "scripts", "bundle.mjs"), [build]);
  // A multiple of 8, so that V8 can read the data behind it where it lies.
  const digits = (hash) => JSON.stringify(hash.digest("hex").slice(0, 24));
  return { GILSCOPE_COMPILER: digits(compiler), GILSCOPE_BUILD: digits(build) };
}
