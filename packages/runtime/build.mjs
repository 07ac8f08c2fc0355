// Builds the worker side, one file that every worker thread loads: the virtual machine and the runtime's worker half.
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

await bundle({
  root: fileURLToPath(new URL(".", import.meta.url)),
  entries: { worker: "src/workers/worker.ts" },
  format: "cjs",
});
