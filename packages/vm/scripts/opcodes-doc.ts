// Writes docs/opcodes.md from the instruction table: `node ../../scripts/run-ts.mjs scripts/opcodes-doc.ts`.

import { writeFileSync } from "node:fs";
import { opcodesMarkdown } from "../src/bytecode/opcodes-doc.ts";

writeFileSync(new URL("../../../docs/opcodes.md", import.meta.url), opcodesMarkdown());
