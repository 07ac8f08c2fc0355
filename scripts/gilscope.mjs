// `pnpm gilscope ...`: builds what is stale, then runs the command in this same process, from the folder the user
// stands in (pnpm starts scripts at the root and keeps that folder in INIT_CWD). Standard output is the script's.

import { join } from "node:path";
import { ensureBuilt, root } from "./build.mjs";

ensureBuilt();
const bin = join(root, "packages", "cli", "bin", "gilscope.js");
process.argv[1] = bin;
if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD);
await import(bin);
