// Builds the worker side: worker.js holds the virtual machine and the runtime's worker half, loader.js is what a thread starts from, and
// worker.cache is V8's code cache of worker.js (made by running a program once; without it everything works, more slowly).
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
await bundle({
  root,
  entries: {
    worker: "src/workers/worker.ts",
    loader: "src/workers/loader.ts",
    "make-cache": "src/workers/make-cache.ts",
  },
  format: "cjs",
  define: { "import.meta.url": '"file:///"' },
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
