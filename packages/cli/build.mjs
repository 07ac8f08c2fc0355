// Builds the host side: dist/main.js, and chunks for what only some commands load (screens, tables, the disassembler).
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

await bundle({
  root: fileURLToPath(new URL(".", import.meta.url)),
  entries: { main: "src/main.ts" },
  splitting: true,
});
