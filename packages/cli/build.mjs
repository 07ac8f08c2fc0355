// Builds the host side: dist/main.js, all that running a script needs, as CommonJS (10 ms less of start than ES modules), and
// dist/commands/, what only other command lines load (help, the disassembler, tables, screens), as ES modules in chunks.
import { fileURLToPath } from "node:url";
import { bundle } from "../../scripts/bundle.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
await bundle({
  root,
  entries: { commands: "src/commands.ts", "stats-text": "src/stats-text.ts", "trace-out": "src/trace-out.ts" },
  outdir: "dist/commands",
  splitting: true,
});
await bundle({
  root,
  entries: { main: "src/main.ts" },
  format: "cjs",
  compact: true,
  define: { "import.meta.url": '"file:///"' },
  external: ["./commands/*"],
  keep: ["commands"],
});
